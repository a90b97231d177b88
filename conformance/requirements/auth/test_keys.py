"""Credentials: who is let in (source: openai/auth#bearer)."""

from conformance import (
    MAY,
    MUST,
    SHOULD,
    Blocked,
    Case,
    Exchange,
    NotOffered,
    Profile,
    Recording,
    Violation,
    anywhere,
    requirement,
    same_place,
)
from conformance.requirements.reading import (
    is_accepted,
    plainly_accepted,
    summary_of,
)
from conformance.requirements.refusals import has_status, is_otherwise_taken, is_refused

NO_KEY = ("auth/chat-no-key", "auth/completions-empty-key")
WRONG_KEY = "auth/chat-wrong-key"


@requirement(
    "auth.no-key",
    MUST,
    on=NO_KEY,
    source="openai/auth#bearer",
    breaks="Anyone uses the relay at its owner's cost.",
    fix="Refuse requests without a key on every route.",
)
def test_request_without_key_is_refused(
    exchange: Exchange, beside: Recording | None, case: Case, profile: Profile
) -> None:
    """A request without a key is refused with a 4xx."""
    _needs_key(case, profile)
    is_refused(exchange, beside)


@requirement(
    "auth.wrong-key",
    MUST,
    on=WRONG_KEY,
    source="openai/auth#wrong-key",
    breaks="Anyone uses the relay at its owner's cost.",
    fix="Refuse keys that were not given out.",
    explained_by=same_place("auth.no-key"),
)
def test_wrong_key_is_refused(
    exchange: Exchange, beside: Recording | None, case: Case, profile: Profile
) -> None:
    """A request with a key that was never given out is refused with a 4xx."""
    _needs_key(case, profile)
    is_refused(exchange, beside)


@requirement(
    "auth.status",
    SHOULD,
    on=(*NO_KEY, WRONG_KEY),
    source="openai/auth#wrong-key",
    fix="Answer a missing or wrong key with 401.",
)
def test_missing_key_has_its_status(
    exchange: Exchange, beside: Recording | None, case: Case, profile: Profile
) -> None:
    """A missing or wrong key is refused with 401, or as documented."""
    _needs_key(case, profile)
    has_status(exchange, beside, case, profile)


@requirement(
    "auth.models",
    MAY,
    on="auth/models-no-key",
    source="openai/auth#bearer",
    fix="Refuse the list of models without a key, unless it is meant to be public.",
    explained_by=anywhere("auth.no-key"),
)
def test_models_need_a_key(
    exchange: Exchange, beside: Recording | None, case: Case, profile: Profile
) -> None:
    """The list of models is not shown without a key."""
    _needs_key(case, profile)
    if exchange.status == 0:
        raise Blocked("no answer came")
    if exchange.accepted:
        raise Violation("status 401", got=summary_of(exchange), at="the status")
    is_otherwise_taken(beside)


@requirement(
    "auth.public",
    SHOULD,
    on="auth/models-no-key",
    source="openai/auth#bearer",
    where="auth.public",
    fix="Answer a route that your document makes public without a key.",
)
def test_public_route_needs_no_key(
    exchange: Exchange, beside: Recording | None, case: Case, profile: Profile
) -> None:
    """A route that is documented as public is answered without a key."""
    if exchange.status == 0:
        raise Blocked("no answer came")
    if not profile.is_public(case.steps[-1].path):
        raise NotOffered("the route is not documented as public")
    if not exchange.accepted:
        is_otherwise_taken(beside)
        raise Violation("status 200", got=summary_of(exchange), at="the status")


def _needs_key(case: Case, profile: Profile) -> None:
    """Raise NotOffered for a route that is documented to need no key."""
    if profile.is_public(case.steps[-1].path):
        raise NotOffered("the route is documented as public")


@requirement(
    "auth.preflight",
    SHOULD,
    on="auth/preflight",
    source="http/cors#preflight",
    fix="Answer preflights without a key, or send no CORS headers at all.",
)
def test_preflight_needs_no_key(exchange: Exchange) -> None:
    """Where CORS is offered a preflight is answered without a key."""
    if exchange.status == 0:
        raise Blocked("no answer came")
    if not exchange.header("access-control-allow-origin"):
        raise NotOffered("CORS is not offered")
    if not exchange.accepted:
        raise Violation("a status from 200 to 299", summary_of(exchange), "the status")


@requirement(
    "auth.other-form.accepted",
    MUST,
    on="auth/other-form",
    source="openai/auth#bearer",
    where="auth.also",
    breaks="Clients that send the key in a form which the document names are refused.",
    fix="Take the key in every form that your document names.",
)
def test_key_is_taken_in_every_form(
    recording: Recording, beside: Recording | None
) -> None:
    """A request with the key in another documented form is answered with 200."""
    plainly_accepted(beside)
    for exchange in recording:
        is_accepted(exchange)


@requirement(
    "auth.other-form.wrong-key",
    MUST,
    on="auth/other-form-wrong",
    source="openai/auth#wrong-key",
    where="auth.also",
    breaks="Anyone uses the relay at its owner's cost.",
    fix="Check the key in every form in which you take one.",
)
def test_wrong_key_is_refused_in_every_form(
    recording: Recording, beside: Recording | None
) -> None:
    """A request with a wrong key in another documented form is refused with a 4xx."""
    for exchange in recording:
        is_refused(exchange, beside)
