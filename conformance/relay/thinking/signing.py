"""Signed parts of thoughts, which a model knows again when they come back."""

from collections.abc import Iterator
from hashlib import sha256

from conformance.relay.json_text import Json, Object
from conformance.relay.tokens import split

# The key of the message and of the delta.
DETAILS = "reasoning_details"
_KIND = "reasoning.text"


def details(text: str) -> list[Object]:
    """The thoughts of a message as signed parts."""
    signature = _signature(text)
    return [{"type": _KIND, "text": text, "signature": signature, "index": 0}]


def streamed_details(text: str) -> Iterator[list[Object]]:
    """The same in the pieces of a stream, of which the last one signs."""
    for token in split(text):
        yield [{"type": _KIND, "text": token, "index": 0}]
    yield [{"type": _KIND, "signature": _signature(text), "index": 0}]


def is_genuine(parts: Json) -> bool:
    """Whether parts that come back are as a message or a stream has sent them."""
    if not isinstance(parts, list) or not all(isinstance(p, dict) for p in parts):
        return False
    text = "".join(str(part.get("text") or "") for part in parts)
    signatures = [part["signature"] for part in parts if part.get("signature")]
    return signatures == [_signature(text)]


def _signature(text: str) -> str:
    return sha256(text.encode(errors="surrogatepass")).hexdigest()
