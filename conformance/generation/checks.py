"""What is judged of each answer to a generated request."""

from collections.abc import Mapping
from types import MappingProxyType

from conformance.core.exceptions import Blocked, LimitReached, NotOffered, Undecided
from conformance.core.exchange import Exchange
from conformance.core.violation import Violation
from conformance.generation import negative_checks, positive_checks
from conformance.generation.families import FAMILIES
from conformance.generation.family import Check
from conformance.generation.request import Purpose
from conformance.inputs.profile import Profile

# What is judged of both kinds.
_BOTH: Mapping[str, Check] = {
    "answered": positive_checks.is_answered,
    "no-5xx": positive_checks.is_no_server_error,
}

# The fields whose effect is judged by a check.
_EFFECTS: Mapping[str, tuple[str, ...]] = {
    "choices": ("n", "best_of"),
    "usage": ("max_tokens", "max_completion_tokens", "stream_options"),
    "stop": ("stop",),
    "stream": ("stream",),
    "vectors": ("dimensions", "encoding_format"),
    "pictures": ("n", "response_format", "size"),
    "sound": ("response_format",),
}


def _of_a_family(name: str) -> Check:
    """The check of this name that the family of a request has."""

    def check(purpose: Purpose, exchange: Exchange, profile: Profile) -> None:
        family = FAMILIES.get(purpose.family)
        if family is None or name not in family.checks:
            raise Blocked(f"the answer has no {name}")
        sent, void = exchange.request.fields, profile.void(family.name)
        if idle := [n for n in _EFFECTS.get(name, ()) if n in sent and n in void]:
            raise NotOffered(f"the document gives {idle[0]} no effect")
        family.checks[name](purpose, exchange, profile)

    return check


_NAMES = dict.fromkeys(name for family in FAMILIES.values() for name in family.checks)
CHECKS: Mapping[str, Mapping[str, Check]] = MappingProxyType(
    {
        "accepted": MappingProxyType(
            {
                **_BOTH,
                "accepted": positive_checks.is_accepted,
                "shape": positive_checks.has_shape,
                **{name: _of_a_family(name) for name in _NAMES},
            }
        ),
        "refused": MappingProxyType(
            {
                **_BOTH,
                "refused": negative_checks.is_refused,
                "json": negative_checks.is_json,
                "envelope": negative_checks.has_envelope,
            }
        ),
    }
)


def judge(check: str, purpose: Purpose, exchange: Exchange, profile: Profile) -> None:
    """Raise the Violation of an answer, or what keeps it from being judged."""
    checks = CHECKS["refused" if purpose.statement else "accepted"]
    if exchange.own_limit:
        raise LimitReached(exchange.own_limit)
    checks[check](purpose, exchange, profile)


def fails(check: str, purpose: Purpose, exchange: Exchange, profile: Profile) -> bool:
    """Whether an answer violates a check of the kind that its request is of."""
    if check not in CHECKS["refused" if purpose.statement else "accepted"]:
        return False
    try:
        judge(check, purpose, exchange, profile)
    except Violation:
        return True
    except (Blocked, Undecided, NotOffered):
        return False
    return False
