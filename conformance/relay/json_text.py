"""A strict JSON reader: refuses what parsers disagree about, such as repeated keys."""

import json
import math
from collections.abc import Iterable
from typing import Any, TypeAlias

Json: TypeAlias = Any
Object: TypeAlias = dict[str, Any]

# Deep enough for any tool schema, far from the recursion limit.
DEEPEST = 120


class NotJson(ValueError):
    """Says why a body is not an acceptable JSON text."""


def read(raw: bytes) -> Json:
    """The value of a JSON text, or `NotJson` with the reason."""
    try:
        value = json.loads(
            raw.decode(),
            object_pairs_hook=_object,
            parse_constant=_constant,
            parse_float=_finite,
        )
    except RecursionError:
        raise NotJson("the text is nested too deeply") from None
    except UnicodeDecodeError:
        raise NotJson("the text is not valid UTF-8") from None
    except ValueError as error:
        raise NotJson(_reason(error)) from None
    _check_depth(raw, value)
    _check_surrogates(raw, value)
    return value


def _reason(error: ValueError) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"{error.msg} at line {error.lineno}, column {error.colno}"
    # The reason of a huge integer may quote the number.
    return str(error) if isinstance(error, NotJson) else "a number is too long"


def _object(pairs: list[tuple[str, Json]]) -> Object:
    value = dict(pairs)
    if len(value) < len(pairs):
        raise NotJson("an object names the same key twice")
    return value


def _constant(name: str) -> Json:
    raise NotJson(f"{name} is not a JSON number")


def _finite(text: str) -> float:
    number = float(text)
    if math.isinf(number):
        raise NotJson("a number is too large")
    return number


def _check_depth(raw: bytes, value: Json) -> None:
    if raw.count(b"[") + raw.count(b"{") <= DEEPEST:
        return
    layer = [value]
    for _ in range(DEEPEST):
        layer = [inner for outer in layer for inner in _children(outer)]
        if not layer:
            return
    raise NotJson("the text is nested too deeply")


def _children(value: Json) -> Iterable[Json]:
    inner = value.values() if isinstance(value, dict) else value
    if not isinstance(value, dict | list):
        return ()
    return [item for item in inner if isinstance(item, dict | list)]


def _check_surrogates(raw: bytes, value: Json) -> None:
    if b"\\ud" not in raw.lower():
        return
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise NotJson("a string holds half of a surrogate pair") from None
