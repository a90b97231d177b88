"""What is judged of each answer to a generated request."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from conformance.core.exceptions import Blocked, Undecided
from conformance.core.exchange import Exchange
from conformance.core.violation import Violation
from conformance.generation import media, negative_checks, positive_checks, text
from conformance.generation.stated import Stated
from conformance.inputs.profile import Profile

# Raises a Violation, or Blocked or Undecided, as requirements do.
Check = Callable[[Stated, Exchange, Profile], None]

# What is judged of both families.
_BOTH: Mapping[str, Check] = {
    "answered": positive_checks.is_answered,
    "no-5xx": positive_checks.is_no_server_error,
}
CHECKS: Mapping[str, Mapping[str, Check]] = MappingProxyType(
    {
        "accepted": MappingProxyType(
            {
                **_BOTH,
                "accepted": positive_checks.is_accepted,
                "shape": positive_checks.has_shape,
                "choices": text.has_choices,
                "usage": text.has_usage,
                "stop": text.is_stopped,
                "stream": text.is_stream,
                "vectors": media.has_vectors,
                "sound": media.is_sound,
                "pictures": media.has_pictures,
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


def fails(check: str, sent: Stated, exchange: Exchange, profile: Profile) -> bool:
    """Whether an answer violates a check of the family that its request is of."""
    judge = CHECKS["refused" if sent.statement else "accepted"].get(check)
    try:
        if judge is not None:
            judge(sent, exchange, profile)
    except Violation:
        return True
    except (Blocked, Undecided):
        return False
    return False
