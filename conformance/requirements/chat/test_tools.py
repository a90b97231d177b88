"""Chat completions: tool calls (source: openai/chat#tools)."""

from typing import Any

from conformance import (
    ABSENT,
    MUST,
    SHOULD,
    Blocked,
    Exchange,
    NotOffered,
    Recording,
    Undecided,
    Verbatim,
    Violation,
    field_of,
    matches,
    requirement,
)
from conformance.requirements.chat._cases import CALLS
from conformance.requirements.chat._tools import any_calls, calls, finish, function
from conformance.requirements.reading import parsed

SOURCE = "openai/chat#tools"
CALL = "/choices/0/message/tool_calls/*/function"
NAME, ARGUMENTS = f"{CALL}/name", f"{CALL}/arguments"


def _whole_calls(exchange: Exchange) -> list[dict[str, Any]]:
    """The functions of calls that the cap did not cut off."""
    if finish(exchange) == "length":
        raise Undecided("the cap cut the calls off")
    functions = [function(call) for call in calls(exchange)]
    if not all(isinstance(called.get("arguments"), str) for called in functions):
        raise Blocked("the arguments are not of the documented shape")
    return functions


def _offered(exchange: Exchange) -> list[str]:
    """The names of the functions that the request offers."""
    return [tool["function"]["name"] for tool in exchange.request.fields["tools"]]


def _names(exchange: Exchange) -> list[str]:
    """The names of the functions that are called; Blocked if there is none."""
    names = [function(call).get("name") for call in calls(exchange)]
    texts = [name for name in names if isinstance(name, str) and name]
    if not texts:
        raise Blocked("no call names its function")
    return texts


def _without_parameters(exchange: Exchange) -> list[str]:
    """The functions that take nothing, so that their arguments may be left empty."""
    offered = [tool["function"] for tool in exchange.request.fields["tools"]]
    return [tool["name"] for tool in offered if not tool["parameters"]["properties"]]


def _free_calls(beside: Recording | None) -> list[dict[str, Any]]:
    """The calls of the answer whose request leaves it to the model to make them."""
    try:
        return any_calls(beside.last) if beside is not None else []
    except (Blocked, NotOffered):
        return []


@requirement(
    "chat.tools.shape",
    MUST,
    on=CALLS,
    source=SOURCE,
    breaks="Clients parse `arguments` as text and read `name`; others make them fail.",
    fix="Send `type`, `function.name`, and `function.arguments` as a string of JSON.",
)
def test_calls_have_the_documented_shape(exchange: Exchange) -> None:
    """A tool call names its type and function, and holds arguments as a string."""
    for number, call in enumerate(calls(exchange)):
        place = f"/choices/0/message/tool_calls/{number}"
        matches(call, "wire/tool-call", at=place)


@requirement(
    "chat.tools.ids",
    MUST,
    on=CALLS,
    source=SOURCE,
    breaks="Clients cannot say which call a result belongs to.",
    fix="Give each call an id of its own.",
)
def test_calls_have_ids_of_their_own(exchange: Exchange) -> None:
    """Each tool call has an id of its own."""
    ids = [field_of(call, "id") for call in calls(exchange)]
    texts = [id for id in ids if isinstance(id, str) and id]
    if len(set(texts)) < len(ids):
        kind = (
            "twice"
            if len(texts) == len(ids)
            else "missing"
            if set(ids) & {ABSENT, None, ""}
            else "no-text"
        )
        expected = "an id of its own for each call"
        at = "/choices/0/message/tool_calls/*/id"
        raise Violation(expected, got=ids, at=at, kind=kind)


@requirement(
    "chat.tools.arguments",
    SHOULD,
    on=CALLS,
    source=SOURCE,
    fix="Send the arguments as the model wrote them, as one JSON text.",
)
def test_arguments_are_json(exchange: Exchange) -> None:
    """The arguments of a call are a JSON object."""
    bare = _without_parameters(exchange)
    calls = _whole_calls(exchange)
    texts = [c["arguments"] for c in calls if c["arguments"] or c["name"] not in bare]
    if not texts:
        raise NotOffered("the functions that are called take no arguments")
    for text in texts:
        if not isinstance(parsed(text, ARGUMENTS), dict):
            raise Violation("a JSON object", got=text, at=ARGUMENTS)


@requirement(
    "chat.tools.offered",
    SHOULD,
    on=(*CALLS, "chat/stream-tools*"),
    source=SOURCE,
    fix="Return the function's name as the request spells it.",
)
def test_called_function_was_offered(exchange: Exchange) -> None:
    """A call names a function that the request offers."""
    offered = _offered(exchange)
    for name in _names(exchange):
        if name not in offered:
            expected = f"one of {', '.join(offered)}"
            raise Violation(expected, got=name, at=NAME)


@requirement(
    "chat.tools.required",
    SHOULD,
    effect="tool_choice",
    on=("chat/tools-required", "chat/tools-named", "chat/stream-tools"),
    source=SOURCE,
    fix="Hand `tool_choice` on to the model, or refuse it with a 4xx.",
)
def test_required_tool_is_called(exchange: Exchange) -> None:
    """A tool that has to be called is called."""
    if not any_calls(exchange):
        if finish(exchange) == "length":
            raise Undecided("the cap cut the answer off")
        at = "/choices/0/message/tool_calls"
        raise Violation("a tool call", Verbatim("none"), at)


@requirement(
    "chat.tools.named",
    SHOULD,
    effect="tool_choice",
    on="chat/tools-named",
    source=SOURCE,
    fix="Hand the name in `tool_choice` on to the model, or refuse it with a 4xx.",
)
def test_named_tool_is_the_one_called(exchange: Exchange) -> None:
    """A tool that is demanded by its name is the one that is called."""
    demanded = exchange.request.fields["tool_choice"]["function"]["name"]
    names = _names(exchange)
    if any(name in _offered(exchange) and name != demanded for name in names):
        raise Violation(f'"{demanded}"', got=names, at=NAME)
    if demanded not in names:
        raise Blocked("no function that was offered is called")


@requirement(
    "chat.tools.none",
    SHOULD,
    effect="tool_choice",
    on="chat/tools-none",
    source=SOURCE,
    fix="Hand `tool_choice` on to the model, or leave the tools out.",
)
def test_forbidden_tool_is_not_called(
    exchange: Exchange, beside: Recording | None
) -> None:
    """With the choice `none` no tool is called."""
    if called := any_calls(exchange):
        raise Violation("no tool call", got=called, at="/choices/0/message/tool_calls")
    if not _free_calls(beside):
        raise Undecided("the model calls no tool where it is free to either")


@requirement(
    "chat.tools.single",
    SHOULD,
    effect="parallel_tool_calls",
    on="chat/tools-single",
    source="openai/chat#one-call",
    fix="Hand `parallel_tool_calls` on to the model, or refuse it with a 4xx.",
)
def test_one_tool_is_called_at_most(
    exchange: Exchange, beside: Recording | None
) -> None:
    """With `parallel_tool_calls` false there is one tool call at most."""
    called = calls(exchange)
    if len(called) > 1:
        raise Violation("one call", got=called, at="/choices/0/message/tool_calls")
    if len(_free_calls(beside)) < 2:
        raise Undecided("the model makes one call at a time where it is free to more")


@requirement(
    "chat.tools.finish",
    MUST,
    on=(
        "chat/tools-required",
        "chat/tools-parallel",
        "chat/tools-single",
        "chat/tools-manner",
        "chat/stream-tools*",
    ),
    source=SOURCE,
    breaks="Agents that wait for `tool_calls` end without running the tool.",
    fix="Send the finish reason `tool_calls` when a choice ends with calls.",
)
def test_calls_end_with_tool_calls(exchange: Exchange) -> None:
    """A choice that ends with tool calls has the finish reason `tool_calls`."""
    calls(exchange)
    reason = finish(exchange)
    if reason is None:
        raise Blocked("there is no finish reason")
    if reason == "length":
        raise Undecided("the cap cut the calls off")
    if reason != "tool_calls":
        raise Violation(
            'the reason "tool_calls"', got=reason, at="/choices/0/finish_reason"
        )
