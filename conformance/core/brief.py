"""Values in short, for people."""

import json
from collections.abc import Iterator

_LONGEST = 400
# Of a longer value only the beginning is written, to be cut.
_MOST = 20_000
_ENCODER = json.JSONEncoder(ensure_ascii=False)


def brief(value: object) -> str:
    """`value` as short JSON (or text), for people."""
    if isinstance(value, bytes):
        text = value[:_MOST].decode("utf-8", "backslashreplace")
        size = str(len(text)) if len(value) <= _MOST else f"more than {_MOST}"
    else:
        text = _as_json(value)
        size = str(len(text)) if len(text) <= _MOST else f"more than {_MOST}"
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}… ({size} long)"


def clipped(text: str, most: int) -> str:
    """`text` as it is, or its beginning if it is longer than that."""
    return text if len(text) <= most else f"{text[:most]}… ({len(text)} long)"


def _as_json(value: object) -> str:
    try:
        text = "".join(_beginning(value))
    except (TypeError, ValueError):
        return repr(value)[: _LONGEST + 1]
    except RecursionError:
        return "JSON that is nested too deeply to show"
    return text.encode("utf-8", "backslashreplace").decode()


def _beginning(value: object) -> Iterator[str]:
    """The pieces of a value's JSON, until there are enough of them."""
    size = 0
    for piece in _ENCODER.iterencode(value):
        yield piece
        size += len(piece)
        if size > _MOST:
            return
