"""What a reader of JSON gets wrong about escaped characters."""

from dataclasses import replace

from conformance.relay.call import Call
from conformance.relay.json_text import Json

# Characters beyond this are escaped in two halves.
_PLANE = 0xFFFF


def _halved(value: Json) -> Json:
    """A value whose characters of other planes are two replacement characters."""
    if isinstance(value, str):
        return "".join("\ufffd\ufffd" if ord(c) > _PLANE else c for c in value)
    if isinstance(value, list):
        return [_halved(item) for item in value]
    if isinstance(value, dict):
        return {name: _halved(item) for name, item in value.items()}
    return value


def misread(call: Call) -> Call:
    """The call as a reader takes it that decodes each half of a pair alone."""
    escapes = b"\\ud8" in call.raw.lower()
    return replace(call, json=_halved(call.json)) if escapes else call
