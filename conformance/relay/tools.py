"""Decides whether and how the pseudo-model calls the tools it is offered."""

import re
from dataclasses import dataclass
from random import Random

from conformance.relay.by_schema import Filling, check_schema, fill
from conformance.relay.conversation import Conversation
from conformance.relay.json_text import Json, Object
from conformance.relay.problem import invalid
from conformance.relay.text import places
from conformance.relay.tokens import compact

_WORD = re.compile(r"[^\W\d_]{4,}")
# Words of descriptions that say nothing about the subject.
_EMPTY = frozenset(
    re.findall(
        r"\w+",
        "this that with from what when where which given current returns return "
        "function tool call some into your have will about does name value",
    )
)


@dataclass(frozen=True, slots=True)
class Invocation:
    """A function to call, with its arguments."""

    name: str
    arguments: str


def check_tools(fields: Object) -> None:
    """Refuses a tool choice without its tool, and parameters that are no schema."""
    tools = fields.get("tools") or []
    choice = fields.get("tool_choice", "none")
    if choice != "none" and not tools:
        raise invalid("'tool_choice' needs 'tools'.", "tool_choice")
    if isinstance(choice, dict):
        names = [tool["function"]["name"] for tool in tools]
        if choice["function"]["name"] not in names:
            raise invalid("'tool_choice' names no tool.", "tool_choice")
    for number, tool in enumerate(tools):
        at = ("tools", number, "function", "parameters")
        check_schema(tool["function"].get("parameters"), *at)


def invocations(fields: Object, talk: Conversation, chance: Random) -> list[Invocation]:
    """The tool calls that answer a conversation; none where a text answers it."""
    tools = [tool["function"] for tool in fields.get("tools") or []]
    chosen = _chosen(tools, fields.get("tool_choice", "auto"), talk)
    if chosen is None:
        return []
    hints = places(talk.question)
    single = fields.get("parallel_tool_calls") is False or " and " not in talk.question
    if single or not hints:
        hints = hints[:1] or [""]
    return [
        Invocation(chosen["name"], _arguments(chosen, hint, chance)) for hint in hints
    ]


def _chosen(tools: list[Object], choice: Json, talk: Conversation) -> Object | None:
    if choice == "none" or not tools:
        return None
    if isinstance(choice, dict):
        name = choice["function"]["name"]
        return next(tool for tool in tools if tool["name"] == name)
    meant = [tool for tool in tools if _words_of(tool) & _words(talk.question)]
    if choice == "required":
        return (meant or tools)[0]
    return meant[0] if meant and not talk.results else None


def _words_of(tool: Object) -> set[str]:
    name = tool["name"].replace("_", " ").replace("-", " ")
    return _words(f"{name} {tool.get('description') or ''}") - _EMPTY


def _words(text: str) -> set[str]:
    return {word.lower() for word in _WORD.findall(text)}


def _arguments(function: Object, hint: str, chance: Random) -> str:
    schema = function.get("parameters") or {}
    value = fill({"type": "object", **schema}, Filling(schema, chance, hint))
    return compact(value)
