"""How many prompt tokens a request costs, about, without any model's tokenizer.

A word of up to eight letters is a token, and so is a mark, each with the space before
it: over the suite's own requests this is within a hundredth of what `cl100k_base`
counts, where bytes are half too many.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

from conformance.formats.template import expanded

_TOKEN = re.compile(r" ?\w{1,8}| ?[^\w\s]|\s")
_OF_A_MESSAGE = 4  # its role, and what stands between it and the next
_OF_A_PICTURE = 255  # a small one, by OpenAI's rule: 85, and 170 for each square


def prompt_tokens(fields: Any) -> int:
    """The tokens of the prompt, the messages or the input of a request, about."""
    if not isinstance(fields, dict):
        return 0
    messages = _objects(fields.get("messages"))
    counted = sum(map(_text_tokens, _texts(fields, messages)))
    counted += _OF_A_MESSAGE * len(messages)
    counted += _OF_A_PICTURE * sum(map(_pictures, messages))
    return counted + _token_ids(fields.get("prompt", fields.get("input")))


def _text_tokens(text: str) -> int:
    return len(_TOKEN.findall(expanded(text)))


def _texts(fields: dict[str, Any], messages: list[dict[str, Any]]) -> Iterator[str]:
    for message in messages:
        yield from _strings(message.get("content"))
        yield from (p["text"] for p in _parts(message) if "text" in p)
        yield from map(json.dumps, _objects(message.get("tool_calls")))
    yield from map(json.dumps, _objects(fields.get("tools")))
    yield from _strings(fields.get("prompt"))
    yield from _strings(fields.get("input"))


def _strings(value: Any) -> list[str]:
    """The texts that a field holds, be it one or a list of them."""
    listed = value if isinstance(value, list) else [value]
    return [text for text in listed if isinstance(text, str)]


def _objects(value: Any) -> list[dict[str, Any]]:
    listed = value if isinstance(value, list) else []
    return [item for item in listed if isinstance(item, dict)]


def _parts(message: dict[str, Any]) -> list[dict[str, Any]]:
    parts = _objects(message.get("content"))
    return [part for part in parts if isinstance(part.get("text", ""), str)]


def _pictures(message: dict[str, Any]) -> int:
    return sum("image_url" in part for part in _parts(message))


def _token_ids(prompt: Any) -> int:
    """The tokens of a prompt that is given as their ids, or as lists of them."""
    listed = prompt if isinstance(prompt, list) else []
    lists = [item for item in listed if isinstance(item, list)]
    return sum(isinstance(item, int) for item in listed) + sum(map(len, lists))
