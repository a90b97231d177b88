"""What requirements of several areas judge alike, and how they read answers."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from conformance import (
    ABSENT,
    Blocked,
    Exchange,
    NotOffered,
    Profile,
    Recording,
    Undecided,
    Verbatim,
    Violation,
    field_of,
    judges_exchange,
)
from conformance.core.strict import parse, parse_strict
from conformance.requirements.strict import strict_answer

JSON = "application/json"
_DAY = 86_400
_SHOWN = 600  # bytes of a body that is shown beside its status


@contextmanager
def left_to_others() -> Iterator[None]:
    """What cannot be told on one case of several is not applicable on this one."""
    try:
        yield
    except Undecided as reason:
        raise NotOffered(str(reason)) from None


def objects(value: object) -> list[dict[str, Any]]:
    """The objects in a list; none if it is no list."""
    items = value if isinstance(value, list) else []
    return [item for item in items if isinstance(item, dict)]


def rows(exchange: Exchange) -> list[dict[str, Any]]:
    """The objects in `data` of an accepted answer; none if it is no list."""
    return objects(exchange.answer.get("data"))


def whole(value: object) -> bool:
    """Whether a value is an integer: true and false are none."""
    return isinstance(value, int) and not isinstance(value, bool)


@judges_exchange
def is_accepted(exchange: Exchange) -> None:
    """Raise a Violation unless the status is 200; Blocked without an answer."""
    if exchange.status == 0:
        raise Blocked("no answer came")
    if exchange.excuse:
        raise NotOffered(exchange.excuse)
    if exchange.status != 200:
        raise Violation(acceptance(exchange), summary_of(exchange), "the status")


def acceptance(exchange: Exchange) -> str:
    """What was expected of a request that was not accepted.

    Who may refuse a request may still not fail at it: a server error is the fault
    then, whatever the status should have been.
    """
    return "status 200, not a server error" if exchange.status >= 500 else "status 200"


def plainly_accepted(beside: Recording | None) -> None:
    """Raise Blocked unless the plain request was accepted that a case varies."""
    if beside is None:
        raise Blocked("the plain request was not answered")
    if not beside.last.accepted:
        raise Blocked(f"the plain request was not accepted ({beside.last.status})")


def summary_of(exchange: Exchange) -> Verbatim:
    """The status with the body, for people: cut where it says so."""
    body, size = exchange.body[:_SHOWN], len(exchange.body)
    said = body.decode("utf-8", "replace").strip()
    if "\0" in said or "\ufffd" in said[:-3]:  # -3: a character may be cut in two
        said = f"with {size} bytes of {exchange.media_type or 'no stated type'}"
    elif size > _SHOWN:
        said = f"{said}… ({size} bytes long)"
    return Verbatim(f"{exchange.status} {said}".strip())


def header_of(exchange: Exchange, name: str) -> object:
    """The value of a response header as it came, for people; ABSENT if it did not."""
    values = [v for k, v in exchange.response.headers if k.lower() == name.lower()]
    return Verbatim(", ".join(values)) if values else ABSENT


def has_json_type(exchange: Exchange) -> bool:
    """Whether the body is labelled as JSON."""
    kind = exchange.media_type
    return kind == JSON or kind.endswith("+json")


def label_kind(exchange: Exchange) -> str:
    """In which way a body is not labelled as JSON: clients differ in what they take."""
    kind = exchange.media_type
    if kind == "text/event-stream":
        return "stream"
    try:
        parse_strict(exchange.body)
    except ValueError:
        return "not-json"
    if kind.endswith("json"):
        return "like-json"
    return "other-label" if kind else "no-label"


@judges_exchange
def is_labelled_as_json(exchange: Exchange) -> None:
    """Raise a Violation unless an accepted request's body is labelled as JSON."""
    if not exchange.accepted:
        raise Blocked(f"the request was refused ({exchange.status})")
    if not has_json_type(exchange):
        got, kind = header_of(exchange, "content-type"), label_kind(exchange)
        raise Violation(JSON, got, at="Content-Type", kind=kind)


@judges_exchange
def is_strict_json(exchange: Exchange) -> None:
    """Raise a Violation unless the body is a strict JSON object."""
    if exchange.media_type == "text/event-stream":
        raise Blocked("the answer is a stream")
    strict_answer(exchange)


@judges_exchange
def names_model(exchange: Exchange, profile: Profile) -> None:
    """Raise a Violation unless an answer names a model: the asked one, if documented.

    Else a name may stand for another, or for a version of the model.
    """
    model = field_of(exchange.answer, "model")
    asked = exchange.request.fields.get("model")
    same = profile.answers.get("echo_model") == "same" and isinstance(asked, str)
    if not isinstance(model, str) or not model or (same and model != asked):
        expected = f'"{asked}"' if same else "the name of a model"
        raise Violation(expected, got=model, at="/model")


@judges_exchange
def is_current(exchange: Exchange, created: object) -> None:
    """Raise a Violation unless `created` is in seconds, near the exchange."""
    if not isinstance(created, int | float) or isinstance(created, bool):
        raise Blocked("the answer has no `created`")
    if not exchange.started:
        raise Undecided("the recording does not tell when it was made")
    now = datetime.fromisoformat(exchange.started).timestamp()
    if abs(created - now) > _DAY:
        expected = f"Unix seconds within a day of {int(now)}"
        raise Violation(expected, got=created, at="/created")


def has_indexes(choices: list[dict[str, Any]], count: int) -> None:
    """Raise a Violation unless there are `count` choices, numbered from 0."""
    indexes = [field_of(choice, "index") for choice in choices]
    if sorted(map(str, indexes)) != sorted(map(str, range(count))):
        several = f"{count} choices with the indexes 0 to {count - 1}"
        expected = several if count > 1 else "one choice with the index 0"
        raise Violation(expected, got=indexes, at="/choices/*/index")


def counts_by_length(short: int, long: int) -> None:
    """Raise Undecided if a long text counts no more than a short one.

    A text that was cut still has its beginning; such a count is one of nothing.
    """
    if long <= short:
        raise Undecided(f"usage counts {long} tokens, however long the text is")


def adds_up(usage: dict[str, int]) -> None:
    """Raise a Violation if the total is below the sum; hidden tokens may raise it."""
    least = usage["prompt_tokens"] + usage["completion_tokens"]
    if usage["total_tokens"] < least:
        at = "/usage/total_tokens"
        raise Violation(f"at least {least}", usage["total_tokens"], at)


def parts_add_up(usage: dict[str, Any], names: Iterable[str], whole: int) -> None:
    """Raise a Violation unless fields of usage are counts that make up a whole."""
    counted = {name: field_of(usage, name) for name in names}
    for name, count in counted.items():
        if type(count) is not int:
            raise Violation("an integer", got=count, at=f"/usage/{name}")
    if sum(counted.values()) != whole:
        expected = f"counts that add up to {whole}"
        raise Violation(expected, got=counted, at=f"/usage/{' and '.join(counted)}")


def is_positive(usage: dict[str, int], has_text: bool) -> None:
    """Raise a Violation if a count is 0 although there was something to count."""
    if usage["prompt_tokens"] <= 0:
        raise Violation(
            "above 0", got=usage["prompt_tokens"], at="/usage/prompt_tokens"
        )
    if has_text and usage["completion_tokens"] <= 0:
        at = "/usage/completion_tokens"
        raise Violation("above 0", usage["completion_tokens"], at)


def parsed(text: str, at: str, kind: str = "not-json") -> Any:
    """The JSON in a text; a Violation if it is none."""
    try:
        return parse(text)
    except ValueError:
        raise Violation("JSON", got=text, at=at, kind=kind) from None
