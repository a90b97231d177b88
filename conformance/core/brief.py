"""Values in short, for people."""

import json
from collections.abc import Iterator, Mapping
from enum import Enum
from typing import Any, Final

_LONGEST = 1000
# The choices of an answer, or of a chunk of a stream, are what people look for.
_LONGEST_CHOICES = 4000
# Of a longer value only the beginning is written, to be cut.
_MOST = 20_000
_ENCODER = json.JSONEncoder(ensure_ascii=False)


class Verbatim(str):
    """A text that is shown as it is: off the wire, or in words of ours."""

    __slots__ = ()


class _Absence(Enum):
    ABSENT = "absent"


# What stands for a field that is not there: another thing than one that is null.
ABSENT: Final = _Absence.ABSENT


def field_of(fields: Mapping[str, Any], name: str) -> Any:
    """What stands in a field; ABSENT if it is not there."""
    return fields.get(name, ABSENT)


def brief(value: object) -> str:
    """`value` for people, as the text or the JSON it is; cut where it says so."""
    if isinstance(value, dict) and "choices" in value:
        return _with_choices(value)
    if isinstance(value, bytes):
        text = value[:_MOST].decode("utf-8", "backslashreplace") or "nothing"
        return _cut(text, _LONGEST, len(value) > _MOST)
    return _cut(_as_text(value), _LONGEST)


def clipped(text: str, most: int) -> str:
    """`text` as it is, or its beginning if it is longer than that."""
    return text if len(text) <= most else f"{text[:most]}… ({len(text)} long)"


def _cut(text: str, most: int, ended: bool = False) -> str:
    """The same for a value of which no more than the beginning may be written."""
    if not ended and len(text) <= _MOST:
        return clipped(text, most)
    return f"{text[:most]}… (more than {_MOST} long)"


def _with_choices(value: dict[str, object]) -> str:
    """An answer or a chunk: where it has to be cut, its choices go first, whole."""
    text = _as_json(value)
    if len(text) <= _LONGEST:
        return text
    end = len(_as_json({"choices": value["choices"]}))
    whole = _as_json({"choices": value["choices"], **value})
    return _cut(whole, min(max(_LONGEST, end), _LONGEST_CHOICES))


def _as_text(value: object) -> str:
    if value is ABSENT:
        return ABSENT.value
    if isinstance(value, Verbatim):
        return _writable(value[: _MOST + 1])
    # JSON would escape its quotation marks: a JSON text could not be read in it.
    if isinstance(value, str) and ('"' in value or "\\" in value):
        return f"the text {_writable(value[: _MOST + 1])}"
    if isinstance(value, list) and ABSENT in value:
        return f"[{', '.join(map(_as_text, value))}]"
    return _as_json(value)


def _as_json(value: object) -> str:
    try:
        return _writable("".join(_beginning(value)))
    except (TypeError, ValueError):
        return repr(value)[: _LONGEST + 1]
    except RecursionError:
        return "JSON that is nested too deeply to show"


def _writable(text: str) -> str:
    return text.encode("utf-8", "backslashreplace").decode()


def _beginning(value: object) -> Iterator[str]:
    """The pieces of a value's JSON, until there are enough of them."""
    size = 0
    for piece in _ENCODER.iterencode(value):
        yield piece
        size += len(piece)
        if size > _MOST:
            return
