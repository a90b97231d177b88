"""The cases of the area by what they are answered with, and how to read them."""

from typing import Any

from conformance import Blocked, Exchange
from conformance.requirements.streams import ChunkChoice

CALLS = (
    "chat/tools-required",
    "chat/tools-named",
    "chat/tools-parallel",
    "chat/tools-single",
    "chat/tools-manner",
)
TEXTS = (
    "chat/minimal",
    "chat/example-vmware",
    "chat/defaults",
    "chat/nulls",
    "chat/length",
    "chat/max-completion-tokens",
    "chat/stop-*",
    "chat/n",
    "chat/roles",
    "chat/developer",
    "chat/text-parts",
    "chat/logprobs",
    "chat/seed",
    "chat/json-*",
    "chat/tools-none",
    "chat/tools-result",
    "chat/vision",
)
ANSWERS = TEXTS + CALLS
REASONS = ("stop", "length", "tool_calls", "content_filter", "function_call")


def message(choice: dict[str, Any]) -> dict[str, Any]:
    """The message of a choice; Blocked if it has none."""
    message = choice.get("message")
    if not isinstance(message, dict):
        raise Blocked("a choice has no message")
    return message


def content(choice: dict[str, Any]) -> str:
    """The text of a choice; empty if it is null."""
    content = message(choice).get("content") or ""
    if not isinstance(content, str):
        raise Blocked("the content is not a text")
    return content


def text(exchange: Exchange) -> str:
    """The text of the first choice of an answer."""
    return content(exchange.choices[0])


def delta(part: ChunkChoice) -> dict[str, Any]:
    """The delta of a streamed choice; Blocked if it has none."""
    delta = part.choice.get("delta")
    if not isinstance(delta, dict):
        raise Blocked(f"{part.at} has no delta")
    return delta


def piece(part: ChunkChoice) -> str:
    """The text of a streamed choice; empty if it carries none."""
    content = delta(part).get("content")
    return content if isinstance(content, str) else ""
