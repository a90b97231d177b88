"""Chat completions: log probabilities (source: openai/chat#logprobs)."""

from typing import Any

from conformance import (
    MUST,
    SHOULD,
    Blocked,
    Exchange,
    Undecided,
    Violation,
    field_of,
    matches,
    requirement,
    same_answer,
    same_place,
)
from conformance.core.thinking import counted_reasoning, hidden_tokens
from conformance.requirements.chat._cases import piece, text
from conformance.requirements.reading import objects
from conformance.requirements.streams import joined, threads

SOURCE = "openai/chat#logprobs"
# The end of the text is a token that some count and others do not list.
_SLACK = 2


def _entries(exchange: Exchange) -> list[dict[str, Any]]:
    logprobs = exchange.choices[0].get("logprobs")
    entries = objects(logprobs.get("content")) if isinstance(logprobs, dict) else []
    if not entries:
        raise Blocked("no log probabilities came")
    return entries


@requirement(
    "chat.logprobs",
    MUST,
    effect="logprobs",
    on="chat/logprobs",
    source=SOURCE,
    breaks="Clients that weigh answers by probability get nothing without being told.",
    fix="Return `logprobs.content` for each token, or refuse the field with a 4xx.",
)
def test_tokens_have_log_probabilities(exchange: Exchange) -> None:
    """A choice carries the log probabilities that were asked for."""
    if not text(exchange):
        raise Undecided("the answer is empty")
    logprobs = field_of(exchange.choices[0], "logprobs")
    matches(logprobs, "wire/chat-logprobs", at="/choices/0/logprobs")


@requirement(
    "chat.logprobs.count",
    SHOULD,
    effect="logprobs",
    on="chat/logprobs",
    source=SOURCE,
    fix="Return one entry for each token of the text.",
    explained_by=same_answer("chat.reasoning.logprobs"),
)
def test_each_token_has_an_entry(exchange: Exchange) -> None:
    """There are about as many entries as tokens."""
    entries, usage = len(_entries(exchange)), exchange.usage
    total = usage["completion_tokens"]
    hidden = hidden_tokens(exchange)
    uncounted = exchange.thinks and counted_reasoning(exchange) is None
    if uncounted or (hidden and not counted_reasoning(exchange)):
        raise Undecided("tokens of reasoning are counted, but not apart")
    spent = total - hidden
    # Some count reasoning beside the completion, in the total alone.
    beside = usage["total_tokens"] > usage["prompt_tokens"] + total
    if not spent:
        raise Blocked("usage counts nothing")
    if spent <= _SLACK:
        raise Undecided(f"a text of {spent} tokens is too short to tell")
    if not any(abs(entries - n) <= _SLACK for n in (spent, *[total] * beside)):
        at = "/choices/0/logprobs/content"
        raise Violation(f"about {spent} entries", got=entries, at=at)


@requirement(
    "chat.logprobs.alternatives",
    SHOULD,
    effect="top_logprobs",
    on="chat/logprobs",
    source=SOURCE,
    fix="Return `top_logprobs` alternatives for each token.",
)
def test_each_token_has_alternatives(exchange: Exchange) -> None:
    """Each entry lists as many alternatives as were asked for, or one more."""
    count = exchange.request.fields["top_logprobs"]
    for entry in _entries(exchange):
        alternatives = len(objects(entry.get("top_logprobs")))
        if alternatives not in (count, count + 1):
            at = "/choices/0/logprobs/content/*/top_logprobs"
            raise Violation(f"{count} alternatives", entry.get("top_logprobs"), at)


@requirement(
    "chat.stream.logprobs",
    SHOULD,
    effect="logprobs",
    on="chat/stream-logprobs",
    source=SOURCE,
    fix="Return the log probabilities of a chunk's tokens in its choice.",
    explained_by=same_place("chat.logprobs"),
)
def test_streamed_tokens_have_log_probabilities(exchange: Exchange) -> None:
    """The chunks of a stream carry the log probabilities that were asked for."""
    if not joined(exchange, piece):
        raise Undecided("the answer is empty")
    logprobs = [part.choice.get("logprobs") for part in threads(exchange)[0]]
    lists = [some.get("content") for some in logprobs if isinstance(some, dict)]
    entries = [entry for listed in lists for entry in objects(listed)]
    if not entries:
        raise Violation("log probabilities", got=logprobs, at="/choices/0/logprobs")
    for entry in entries:
        matches(entry, "wire/token-logprob", at="logprobs/content")
