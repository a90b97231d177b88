"""Thinking in an answer: the tokens that it cost, and the text that is shown of it."""

import re
from collections.abc import Iterable
from typing import Any

from conformance.core.exchange import Exchange
from conformance.core.strict import parse_lenient

# Fewer hidden tokens than these may be an uneven count of the visible ones.
_NOTABLE = 16
_CHARACTERS = 3  # of shown thought to a token, about
_TEXTS = ("reasoning_content", "reasoning")
_LISTS = ("reasoning_details", "thinking_blocks")
# The tags of templates, and what is left of one that was cut on its way.
_TAGS = re.compile(r"^\s*</?think>|</?think>\s*$|</t(h(i(nk?)?)?)?\s*$")


def hidden_tokens(exchange: Exchange) -> int:
    """The tokens that an answer cost beside its visible text; 0 if none are to be seen.

    As the answer counts them, else by what was counted above its visible text.
    """
    answer = answer_of(exchange)
    return hidden_in(message_of(answer), answer.get("usage"))


def counted_reasoning(exchange: Exchange) -> int | None:
    """The reasoning tokens as an answer counts them; None if it does not."""
    return counted_in(answer_of(exchange).get("usage"))


def hidden_in(message: dict[str, Any], usage: object) -> int:
    """The tokens that a message cost beside its visible text, as far as can be seen."""
    counted = counted_in(usage)
    if counted:
        return counted
    visible, shown = visible_text(message), thought(message)
    total = _object(usage).get("completion_tokens")
    total = total if isinstance(total, int) and not isinstance(total, bool) else 0
    # A token of text is at least a byte: what was counted above is surely hidden.
    beside = max(0, total - len(visible.encode("utf-8", "replace")))
    if shown:
        return max(beside, -(-len(shown) // _CHARACTERS))
    return beside if beside >= _NOTABLE else 0


def counted_in(usage: object) -> int | None:
    """The reasoning tokens that a usage counts; None if it does not."""
    counts = _object(usage)
    details = _object(counts.get("completion_tokens_details"))
    for counted in (details.get("reasoning_tokens"), counts.get("reasoning_tokens")):
        if isinstance(counted, int) and not isinstance(counted, bool):
            return counted
    return None


def _object(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def answer_of(exchange: Exchange) -> dict[str, Any]:
    """The JSON object of an accepted answer; empty if it is none."""
    if not exchange.accepted:
        return {}
    answer = parse_lenient(exchange.body)
    return answer if isinstance(answer, dict) else {}


def message_of(answer: dict[str, Any]) -> dict[str, Any]:
    """The message of the first choice; empty if there is none."""
    choices = answer.get("choices")
    first = choices[0] if isinstance(choices, list) and choices else None
    message = first.get("message") if isinstance(first, dict) else None
    return message if isinstance(message, dict) else {}


def visible_text(message: dict[str, Any]) -> str:
    """The text of a message without what stands there as thought."""
    content = message.get("content")
    if isinstance(content, list):
        texts = [p.get("text") for p in content if isinstance(p, dict)]
        return "".join(text for text in texts if isinstance(text, str))
    text = content if isinstance(content, str) else ""
    # The opening tag is often part of the template, and missing here.
    return text.rpartition("</think>")[2] if "</think>" in text else text


def thought(message: dict[str, Any]) -> str:
    """The thinking that a message shows, in whatever place."""
    return next(iter(thoughts(message).values()), "") or _tagged(message)


def thoughts(message: dict[str, Any], own: Iterable[str] = ()) -> dict[str, str]:
    """The thinking that a message shows in fields of its own, by their names.

    `own` are names that a contract has beside the usual ones.
    """
    texts = {name: message.get(name) for name in (*own, *_TEXTS)}
    return {n: text for n, text in texts.items() if isinstance(text, str) and text}


def thought_places(message: dict[str, Any], own: Iterable[str] = ()) -> frozenset[str]:
    """The names of the keys of a message in which thinking is shown, as a text or not.

    Some list it in parts, which may be encrypted.
    """
    lists = [name for name in _LISTS if message.get(name)]
    content = message.get("content")
    parts = content if isinstance(content, list) else []
    kinds = [part.get("type") for part in parts if isinstance(part, dict)]
    within = ["content"] if _tagged(message) or "thinking" in kinds else []
    return frozenset((*thoughts(message, own), *lists, *within))


def has_signed_parts(message: dict[str, Any]) -> bool:
    """Whether a message lists thinking in parts that are signed or encrypted."""
    lists = [message.get(name) for name in _LISTS]
    parts = [p for some in lists if isinstance(some, list) for p in some]
    return any(
        p.get("signature") or p.get("data") for p in parts if isinstance(p, dict)
    )


def has_tags(content: str) -> bool:
    """Whether a content begins or ends with a tag of a template, or a part of one."""
    return _TAGS.search(content) is not None


def _tagged(message: dict[str, Any]) -> str:
    """The thinking between tags in the content of a message."""
    content = message.get("content")
    if not isinstance(content, str):
        return ""
    before, tag, _ = content.rpartition("</think>")
    return re.sub(r"^\s*<think>", "", before) if tag else ""
