"""The cases of the area by what they are answered with, and how to read them."""

from typing import Any

from conformance import Blocked, Exchange
from conformance.requirements.streams import ChunkChoice

ANSWERS = (
    "completions/minimal",
    "completions/example-*",
    "completions/length",
    "completions/stop-*",
    "completions/n",
    "completions/best-of",
    "completions/echo",
    "completions/suffix",
    "completions/logprobs",
    "completions/prompt-*",
    "completions/seed*",
)
REASONS = ("stop", "length", "content_filter")


def said(choice: dict[str, Any]) -> str:
    """The text of a choice; Blocked if it has none."""
    text = choice.get("text")
    if not isinstance(text, str):
        raise Blocked("a choice has no text")
    return text


def text(exchange: Exchange) -> str:
    """The text of the first choice of an answer."""
    return said(exchange.choices[0])


def piece(part: ChunkChoice) -> str:
    """The text of a streamed choice; Blocked if it has none."""
    return said(part.choice)
