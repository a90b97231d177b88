"""Chat completions: what models that think refuse (source: openai/chat#reasoning)."""

from conformance import (
    MUST,
    SHOULD,
    Blocked,
    Exchange,
    NotOffered,
    Recording,
    Undecided,
    Violation,
    requirement,
)
from conformance.core.refusal import is_refused, named_fields
from conformance.requirements.chat._thoughts import MANNER
from conformance.requirements.reading import rows, summary_of
from conformance.requirements.refusals import carries_error

FIELDS = "chat/reasoning-fields"
# What every request has: to name it says nothing of the fields in question.
_OF_ALL = ("model", "messages", "role", "stream")

# Fewer tokens than the message of the case has, however they are counted.
_MESSAGE = 20


@requirement(
    "chat.reasoning.refusal",
    SHOULD,
    on=(MANNER, FIELDS),
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


@requirement(
    "chat.reasoning.refusal.status",
    MUST,
    on=FIELDS,
    source="openai/errors#client-mistake",
    breaks="Clients send the doomed request again and again.",
    fix="Hand the upstream's 4xx on as it is.",
)
def test_refused_field_is_no_server_error(recording: Recording) -> None:
    """A field that the model does not take is refused with a 4xx."""
    _is_taken_without(recording)
    tries = _tries(recording)
    if any(not exchange.status for exchange in tries):
        raise Blocked("no answer came")
    if all(exchange.accepted for exchange in tries):
        raise NotOffered("the model takes every field that was tried")
    failures = [exchange for exchange in tries if exchange.status >= 500]
    if len(failures) == len(tries):
        got = summary_of(failures[0])
        raise Violation("a 4xx", got, "the status", exchange=failures[0])
    if failures:
        raise Undecided("it failed once only: a fault that has passed, or not")


@requirement(
    "chat.reasoning.refusal.stream",
    MUST,
    on=FIELDS,
    source="one-api/relay#refused-stream",
    breaks="Clients begin to show an answer and then break off.",
    fix="Wait for the upstream's first event before the stream begins.",
)
def test_refused_field_is_refused_before_a_stream(recording: Recording) -> None:
    """A field that is refused without a stream is refused before one begins, too."""
    _is_taken_without(recording)
    if not all(map(is_refused, _tries(recording))):
        raise NotOffered("nothing is refused without a stream")
    stream = recording["with-stream"]
    if stream.accepted and carries_error(stream):
        got = summary_of(stream)
        raise Violation("a 4xx", got, "the status", exchange=stream)
    if not is_refused(stream) or "stream" in named_fields(stream):
        raise Undecided(f"the streamed request was answered with {stream.status}")


@requirement(
    "chat.reasoning.refusal.listed",
    SHOULD,
    on=FIELDS,
    source="openrouter/models#supported-parameters",
    breaks="Clients that read the list send fields that are then refused.",
    fix="List what the model takes, and let the model decide on what it refuses.",
)
def test_refused_field_is_not_listed_as_supported(
    recording: Recording, beside: Recording | None
) -> None:
    """A field that the model refuses is not listed as one that it supports."""
    listed = _supported(recording["with"], beside)
    refused = _refused_fields(recording)
    for name in refused:
        if name in listed:
            got = summary_of(recording["with"])
            expected = f"`{name}` taken, as the list of models says"
            raise Violation(expected, got, "the status", recording["with"])
    if not refused:
        raise NotOffered("no field that was tried is refused by its name")


@requirement(
    "chat.reasoning.developer",
    SHOULD,
    on="chat/reasoning-developer",
    source="openai/chat#messages",
    breaks="The model silently ignores what the application tells it to do.",
    fix="Hand developer messages on, as the system's where the upstream knows these.",
)
def test_developer_message_reaches_the_model(recording: Recording) -> None:
    """A developer message is counted among the tokens of the prompt."""
    developer = recording["developer"]
    if is_refused(developer):
        raise NotOffered("the model does not take the role `developer`")
    without, counted = _prompt(recording["plain"]), _prompt(developer)
    if counted < without + _MESSAGE:
        expected = f"{_MESSAGE} tokens more than {without}"
        raise Violation(expected, counted, "/usage/prompt_tokens", exchange=developer)


def _prompt(exchange: Exchange) -> int:
    """The tokens of the prompt; NotOffered if an answer does not count them."""
    if not exchange.answer.get("usage"):
        raise NotOffered("the answer does not count tokens")
    return exchange.usage["prompt_tokens"]


def _tries(recording: Recording) -> list[Exchange]:
    return [recording["with"], recording["with-again"]]


def _is_taken_without(recording: Recording) -> None:
    """Undecided unless the request without the fields is taken each time."""
    for name in ("without", "without-again"):
        if not recording[name].accepted:
            status = recording[name].status
            raise Undecided(f"without the fields it was answered with {status}")


def _refused_fields(recording: Recording) -> tuple[str, ...]:
    """The fields that are refused by name each time, and without which it is taken."""
    _is_taken_without(recording)
    tries = _tries(recording)
    if not all(map(is_refused, tries)):
        return ()
    first, again = (set(named_fields(exchange)) for exchange in tries)
    return tuple(
        name for name in tries[0].request.fields if name in (first & again) - {*_OF_ALL}
    )


def _supported(exchange: Exchange, listing: Recording | None) -> list[object]:
    """What the list of models says that the model in use supports."""
    model = exchange.request.fields["model"]
    entries = rows(listing["list"]) if listing is not None else []
    for entry in entries:
        supported = entry.get("supported_parameters")
        if entry.get("id") == model and isinstance(supported, list):
            return supported
    raise NotOffered("the list of models does not say what this one supports")
