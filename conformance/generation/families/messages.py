"""The messages of a chat: the documented forms, and what breaks one of them."""

from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from conformance.generation.change import Put, puts
from conformance.generation.family import BrokenStatement, Field, Json, inherits
from conformance.generation.values import PLAIN, texts
from conformance.inputs.profile import Profile

_CALL = {
    "id": "call_1",
    "type": "function",
    "function": {"name": "get_time", "arguments": "{}"},
}


def said(text: Any, role: str = "user", **others: Any) -> Json:
    """One message."""
    return {"role": role, "content": text, **others}


def fields(profile: Profile) -> tuple[Field, ...]:
    """Other messages than the one of the smallest request."""
    return (
        Field("messages", texts().map(lambda text: {"messages": [said(text)]})),
        Field("messages", _courses()),
        *([Field("messages", _parts())] if profile.settings["content_parts"] else []),
        *([] if inherits(profile) else [Field("messages", _named())]),
        Field("messages", texts().map(_after_a_call), ("chat.tools",)),
    )


def _courses() -> SearchStrategy[Json]:
    """Several messages, of the roles that every server knows."""
    drawn = st.tuples(texts(), texts(), st.sampled_from(PLAIN[:3]))
    return st.one_of(drawn.map(_instructed), drawn.map(_continued))


def _instructed(texts: tuple[str, str, str]) -> Json:
    return {"messages": [said(texts[0], "system"), said(texts[2])]}


def _continued(texts: tuple[str, str, str]) -> Json:
    course = [said(texts[2]), said(texts[1], "assistant"), said(texts[0])]
    return {"messages": course}


def _parts() -> SearchStrategy[Json]:
    """Content as a list of one or two texts."""
    part = texts().map(lambda text: {"type": "text", "text": text})
    listed = st.lists(part, min_size=1, max_size=2)
    return listed.map(lambda parts: {"messages": [said(parts)]})


def _named() -> SearchStrategy[Json]:
    names = st.sampled_from(("ann", "a_1-b", "n" * 64))
    return st.tuples(texts(), names).map(
        lambda pair: {"messages": [said(pair[0], name=pair[1])]}
    )


def _after_a_call(text: str) -> Json:
    answer = said(text, "tool", tool_call_id="call_1")
    call = said(None, "assistant", tool_calls=[_CALL])
    return {"messages": [said("What time is it?"), call, answer]}


def breaks(profile: Profile) -> tuple[BrokenStatement, ...]:
    """The statements about messages."""
    return (*_listed(), *_roles(profile), *_contents(profile), *_tools())


def _broken(
    id: str, statement: str, *messages: Any, rank: int = 1, loose: bool = False
) -> BrokenStatement:
    ways = puts("messages", to=list(messages))
    return BrokenStatement(id, statement, "messages", ways, rank=rank, lenient=loose)


def _listed() -> tuple[BrokenStatement, ...]:
    hello = said("Say hello.")
    return (
        _broken(
            "messages.type",
            "messages is a list",
            "Say hello.",
            hello,
            {"0": hello},
            rank=0,
        ),
        _broken("messages.null", "messages is not null", None),
        _broken(
            "message.type",
            "a message is an object",
            ["Say hello."],
            [7],
            [None],
            rank=0,
        ),
        _broken(
            "messages.depth", "messages is not nested", [[hello]], [hello, [hello]]
        ),
    )


def _roles(profile: Profile) -> tuple[BrokenStatement, ...]:
    loose = not profile.settings["messages_described"]
    roles = [[said("Say hello.", role)] for role in ("relaycert", "", "User ")]
    wrong: tuple[Any, ...] = ({}, ["user"])
    typed = [[{"role": role, "content": "a"}] for role in wrong]
    return (
        _broken("messages.empty", "messages has an item", [], rank=0, loose=loose),
        _broken(
            "role.known", "a role is one of the documented ones", *roles, loose=loose
        ),
        _broken("role.type", "a role is a text", *typed, rank=0),
        _broken(
            "role.required", "a message has a role", [{"content": "Say hello."}], rank=0
        ),
    )


def _contents(profile: Profile) -> tuple[BrokenStatement, ...]:
    loose = not profile.settings["messages_described"]
    parts: list[Any] = [
        {"type": "relaycert", "text": "a"},
        {"text": "a"},
        {"type": "text"},
        {"type": "text", "text": {"a": "b"}},
    ]
    return (
        _broken(
            "content.required",
            "a message has a content",
            [{"role": "user"}],
            loose=loose,
        ),
        _broken(
            "content.null", "a user's content is not null", [said(None)], loose=loose
        ),
        _broken(
            "content.type", "a content is text or parts", [said({"text": "a"})], rank=0
        ),
        _broken("content.empty", "content has a part", [said([])], loose=True),
        _broken(
            "part.known",
            "a part is of a known form",
            *[[said([p])] for p in parts],
            loose=loose,
        ),
    )


def _tools() -> tuple[BrokenStatement, ...]:
    course = _after_a_call("Noon.")["messages"]
    place = ("messages", 1, "tool_calls", 0, "function", "arguments")
    orphan = [*course[:2], said("Noon.", "tool")]
    tools = "chat.tools"
    return (
        BrokenStatement(
            "tool_call_id.required",
            "a tool's message names its call",
            "messages",
            puts("messages", to=[orphan]),
            tools,
        ),
        BrokenStatement(
            "arguments.type",
            "the arguments of a call are a text",
            "messages",
            st.sampled_from([Put(place, {"a": 1}, {"messages": course})]),
            tools,
        ),
    )
