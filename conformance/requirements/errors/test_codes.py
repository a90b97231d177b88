"""Refusals: what `error.code` holds (source: openai/errors#envelope)."""

from conformance import (
    SHOULD,
    Case,
    Exchange,
    NotOffered,
    Profile,
    Violation,
    requirement,
    same_answer,
)
from conformance.requirements.reading import whole
from conformance.requirements.refusals import REFUSALS, detail

SOURCE = "openai/errors#envelope"


@requirement(
    "errors.code",
    SHOULD,
    on=REFUSALS,
    source=SOURCE,
    where="errors.code",
    fix="Send `error.code` as the type that your document gives it.",
    explained_by=same_answer("errors.no-5xx", "errors.json", "errors.envelope"),
)
def test_code_has_its_type(exchange: Exchange, profile: Profile, case: Case) -> None:
    """`error.code` is a text or an integer, where the contract says which."""
    kind = profile.errors["code"]
    if kind == "status":
        raise NotOffered("the contract says that the code is the status")
    code = _code(exchange, profile, case)
    if not (isinstance(code, str) if kind == "text" else whole(code)):
        expected = "a text" if kind == "text" else "an integer"
        raise Violation(expected, got=code, at="/error/code")


@requirement(
    "errors.code-is-status",
    SHOULD,
    on=REFUSALS,
    source=SOURCE,
    where="errors.code",
    fix="Send the number of the status as `error.code`.",
    explained_by=same_answer("errors.no-5xx", "errors.json", "errors.envelope"),
)
def test_code_is_the_status(exchange: Exchange, profile: Profile, case: Case) -> None:
    """`error.code` is the number of the status, where the contract says so."""
    if profile.errors["code"] != "status":
        raise NotOffered("the contract does not say that the code is the status")
    code = _code(exchange, profile, case)
    if str(code) != str(exchange.status):
        raise Violation(str(exchange.status), got=code, at="/error/code")


def _code(exchange: Exchange, profile: Profile, case: Case) -> object:
    """The code of a refusal; NotOffered where there is none, or null."""
    code = detail(exchange, profile, case, "code").get("code")
    if code is None:
        raise NotOffered("the error has no code")
    return code
