"""Chat completions: what a model that thinks refuses (source: openai/chat#request)."""

from conformance import (
    SHOULD,
    Blocked,
    NotOffered,
    Recording,
    Undecided,
    Violation,
    requirement,
)
from conformance.core.refusal import is_refused
from conformance.requirements.chat._thoughts import MANNER


@requirement(
    "chat.reasoning.refusal",
    SHOULD,
    on=MANNER,
    source="openai/errors#validation",
    breaks="Clients that drop what a model does not take cannot tell what that is.",
    fix="Hand the `param` of the upstream's refusal on.",
)
def test_refused_field_is_named(recording: Recording) -> None:
    """The refusal of a field that the model does not take names it in `param`."""
    refusals = [exchange for exchange in recording if is_refused(exchange)]
    if not refusals:
        raise NotOffered("the model takes every field that was tried")
    if not any(exchange.accepted for exchange in recording):
        raise Undecided("nothing was accepted that would show what is refused")
    for exchange in refusals:
        error = exchange.error
        error = error.get("error") if isinstance(error, dict) else None
        if not isinstance(error, dict) or "param" not in error:
            raise Blocked("the refusal has no place for the name of a field")
        if not error["param"]:
            expected, got = "the name of the refused field", error["param"]
            raise Violation(expected, got, "/error/param", exchange=exchange)
