"""The messages of a chat request, reduced to what an answer depends on."""

import base64
import binascii
import re
from dataclasses import dataclass
from hashlib import sha256

from conformance.relay.json_text import Json, Object
from conformance.relay.problem import invalid
from conformance.relay.tokens import compact, count

# What a chat format adds around each message, and around the whole.
_PER_MESSAGE = 4
_AROUND = 3
_PER_IMAGE = 85
_DATA_URI = re.compile(r"data:image/[\w.+-]+;base64,(.*)", re.DOTALL | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Conversation:
    """What the pseudo-model sees of the messages."""

    # Roles, texts and digests of images: all that an answer depends on.
    essence: tuple[tuple[str, ...], ...]
    question: str
    # What tools answered last; empty unless the conversation ends with that.
    results: str
    images: int
    tokens: int


def read_messages(messages: list[Object], tools: list[Object]) -> Conversation:
    """The conversation of a valid request."""
    pairs = list(enumerate(messages))
    images = [_images(message, number) for number, message in pairs]
    texts = [_text(message.get("content")) for message in messages]
    calls = [compact(message.get("tool_calls") or []) for message in messages]
    roles = [message["role"] for message in messages]
    question = [text for role, text in zip(roles, texts, strict=True) if role == "user"]
    return Conversation(
        essence=tuple(
            (role, text, calls_text, *seen)
            for role, text, calls_text, seen in zip(
                roles, texts, calls, images, strict=True
            )
        ),
        question=question[-1] if question else "",
        results=_results(roles, texts),
        images=sum(map(len, images)),
        tokens=_AROUND
        + sum(_PER_MESSAGE + count(text) for text in texts)
        + sum(count(calls_text) for calls_text in calls if calls_text != "[]")
        + sum(_image_tokens(digest) for seen in images for digest in seen)
        + sum(count(compact(tool)) for tool in tools),
    )


def _text(content: Json) -> str:
    if isinstance(content, str):
        return content
    parts = content or []
    return "\n".join(part["text"] for part in parts if part["type"] == "text")


def _results(roles: list[str], texts: list[str]) -> str:
    last = []
    for role, text in zip(reversed(roles), reversed(texts), strict=True):
        if role not in {"tool", "function"}:
            break
        last.append(text)
    return "; ".join(reversed(last))


def _images(message: Object, number: int) -> list[str]:
    """A digest for each image; pictures elsewhere are never fetched."""
    content = message.get("content")
    parts = content if isinstance(content, list) else []
    return [
        sha256(
            _image(part["image_url"]["url"], ("messages", number, "content", place))
        ).hexdigest()
        for place, part in enumerate(parts)
        if part["type"] == "image_url"
    ]


def _image(url: str, at: tuple[str | int, ...]) -> bytes:
    if url.lower().startswith(("http://", "https://")):
        return url.encode()
    match = _DATA_URI.fullmatch(url)
    try:
        image = base64.b64decode(match.group(1), validate=True) if match else b""
    except binascii.Error:
        image = b""
    if not image:
        message = "An image must be an http(s) URL or a base64 data URI."
        raise invalid(message, *at, "image_url", "url")
    return image


def _image_tokens(digest: str) -> int:
    return _PER_IMAGE + int(digest[:2], 16)
