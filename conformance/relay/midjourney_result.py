"""The answers to submits: a code, a description and the id of a task."""

from collections.abc import Callable
from enum import IntEnum
from functools import wraps

from conformance.relay.answer import Answer, json_answer
from conformance.relay.call import Call
from conformance.relay.json_text import Json, Object


class Code(IntEnum):
    """Result codes of Midjourney proxies; 1, 21 and 22 mean that there is a task."""

    SUCCESS = 1
    NOT_FOUND = 3
    INVALID = 4
    EXISTED = 21
    QUEUED = 22
    FULL = 23
    BANNED = 24


class Declined(Exception):
    """Raised to answer a call with an error code, which travels under status 200."""

    def __init__(self, code: Code, description: str, **properties: Json) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.properties: Object = properties


def result(
    code: Code, description: str, id: str | None, properties: Object | None = None
) -> Answer:
    """The answer to a submit."""
    return json_answer(
        {
            "code": int(code),
            "description": description,
            "result": id,
            "properties": properties or {},
        }
    )


def message(code: Code, description: str, **more: Json) -> Answer:
    """The shorter answer of some routes."""
    return json_answer({"code": int(code), "description": description, **more})


def declining(handler: Callable[[Call], Answer]) -> Callable[[Call], Answer]:
    """The handler, with `Declined` turned into an answer."""

    @wraps(handler)
    def handled(call: Call) -> Answer:
        try:
            return handler(call)
        except Declined as no:
            return result(no.code, no.description, None, no.properties)

    return handled


def text(call: Call, name: str) -> str:
    """The value of a field that has to be a non-empty string; else raises Declined."""
    value = call.fields.get(name)
    if not isinstance(value, str) or not value.strip():
        raise Declined(Code.INVALID, f"{name} is empty")
    return value
