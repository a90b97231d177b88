"""What a refusal says of the request: which of its fields it names.

By the places that carry a field's name (`param`, `loc`), then by the names of the
fields that were sent. Never by a sentence or a code: both differ from relay to relay.
"""

import re
from collections.abc import Iterator
from typing import Any

from conformance.core.exchange import Exchange
from conformance.core.strict import parse_lenient

REFUSED = (400, 422)
EFFORTS = ("none", "minimal", "low", "medium", "high", "xhigh", "max")
EFFORT = "reasoning_effort"
_UNSENT = (EFFORT, "reasoning_content", "reasoning")
# Names that stand in ordinary sentences as well: these count only in quotes, or in a
# path such as `messages[0].role`.
_WORDS = frozenset(
    {
        "input",
        "messages",
        "model",
        "n",
        "prompt",
        "reasoning",
        "role",
        "stop",
        "stream",
        "user",
    }
)
# How often a body may have been put into a string on its way.
_LAYERS = 3
_QUOTES = "\"'`"
_ENDPOINTS = ("chat/completions", "completions", "responses", "messages", "embeddings")
# With a version or a slash, as `v1/responses` or `/responses`; not in a page's address.
_PATH = rf"(?<![\w./-])(?:/?v\d+/|/)({'|'.join(_ENDPOINTS)})\b"


def is_refused(exchange: Exchange) -> bool:
    """Whether the request itself was refused: not its key, its route or its rate."""
    return exchange.status in REFUSED


def named_fields(exchange: Exchange) -> tuple[str, ...]:
    """The sent fields that a refusal names, in the order of the request.

    Some count unsent as well: the effort, where tools are refused because of the one
    that is set where none is sent, and reasoning that has to be handed back.
    """
    sent = _sent(exchange)
    known = (*sent, *_UNSENT)
    placed = [name for name in _places(_body(exchange)) if name in known]
    if placed:
        return tuple(dict.fromkeys(placed))
    text = _unescaped(exchange.body.decode("utf-8", "replace"))
    named = [name for name in sent if _stands_in(name, text)]
    if set(named) <= {"messages", "role"}:
        named += [n for n in _UNSENT if n not in sent and _stands_in(n, text)]
    return tuple(named)


def listed_efforts(exchange: Exchange) -> tuple[str, ...]:
    """The efforts that a refusal lists, lowest first, less the one that was sent."""
    text = _unescaped(exchange.body.decode("utf-8", "replace"))
    quoted = set(re.findall(rf"[{_QUOTES}]([a-z]+)[{_QUOTES}]", text))
    after_colon = re.findall(r":\s*([a-z]+(?:(?:,|,? and|,? or)\s+[a-z]+)+)", text)
    plain = {word for words in after_colon for word in re.findall(r"[a-z]+", words)}
    sent = exchange.request.fields.get(EFFORT)
    return tuple(e for e in EFFORTS if e in quoted | plain and e != sent)


def other_endpoint(exchange: Exchange) -> str:
    """The endpoint of the API that a refusal names beside the one that was asked."""
    text = _unescaped(exchange.body.decode("utf-8", "replace"))
    path = exchange.request.url.partition("?")[0]
    asked = next((name for name in _ENDPOINTS if path.endswith(f"/{name}")), "")
    named = [name for name in re.findall(_PATH, text) if name != asked]
    return f"/{named[0]}" if named else ""


def _sent(exchange: Exchange) -> tuple[str, ...]:
    fields = exchange.request.fields
    return (*fields, *(("role",) if "messages" in fields else ()))


def _body(exchange: Exchange) -> Any:
    """The JSON of the body, as lenient as can be; None if it is not JSON."""
    return parse_lenient(exchange.body)


def _places(body: Any) -> Iterator[str]:
    """The fields in the places of a body that are there to name one."""
    if not isinstance(body, dict):
        return
    error = body.get("error")
    for holder in (error, body):
        param = holder.get("param") if isinstance(holder, dict) else None
        if isinstance(param, str):
            yield from _parts(param)
    details = body.get("detail")
    for detail in details if isinstance(details, list) else ():
        loc = detail.get("loc") if isinstance(detail, dict) else None
        if isinstance(loc, list):
            yield from (part for part in reversed(loc) if isinstance(part, str))


def _parts(path: str) -> Iterator[str]:
    """The names in a path such as `messages[0].role`, the last one first."""
    if path == "reasoning.effort":  # the name it has on the Responses endpoint
        yield EFFORT
    yield from reversed(re.findall(r"[A-Za-z_]\w*", path))


def _unescaped(text: str) -> str:
    """The text after undoing what putting it into strings has done to its quotes."""
    for _ in range(_LAYERS):
        text = re.sub(r"\\([\"'\\/])", r"\1", text)
    return text


def _stands_in(name: str, text: str) -> bool:
    """Whether a field is named, as a whole word, in a text."""
    word = re.escape(name)
    if name in _WORDS:
        forms = rf"[{_QUOTES}]{word}[{_QUOTES}]|\]\.{word}\b"
        return re.search(forms, text) is not None
    return re.search(rf"(?<![\w-]){word}(?![\w-])", text) is not None
