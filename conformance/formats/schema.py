"""JSON Schemas by name, compiled once, with violations that point at the place."""

import json
import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice
from typing import Any

from jsonschema import Draft202012Validator, ValidationError
from jsonschema.validators import extend
from referencing import Registry, Resource
from referencing.exceptions import NoSuchResource

from conformance.core.exchange import Exchange
from conformance.core.violation import Violation
from conformance.formats.paths import data

_LONGEST = 200
_UNITS = {
    "minItems": " item(s)",
    "maxItems": " item(s)",
    "minLength": " character(s)",
    "maxLength": " character(s)",
}
_LONGEST_WORD = 40
_MOST_KINDS = 8
# Each holds a text of what it is about: 50,000 of them would fill memory.
_MOST_ERRORS = 2000
_TYPES: dict[str, type | tuple[type, ...]] = {
    "number": (int, float),
    "integer": int,
    "string": str,
}


def matches(
    value: object, name: str, at: str = "", exchange: Exchange | None = None
) -> None:
    """Raise a Violation unless `value` matches the schema `name`.

    `at` is where `value` stands, and `exchange` is the one that it is of.
    """
    try:
        errors = _errors(value, name)
    except RecursionError:
        expected = "JSON that is not nested so deeply"
        raise Violation(expected, value, at, exchange, kind="/:deep") from None
    if errors:
        raise _violation(value, errors, at, exchange)


def _violation(
    value: object, errors: list[ValidationError], at: str, exchange: Exchange | None
) -> Violation:
    kinds = dict.fromkeys(kind for error in errors for kind in _kinds(error))
    kind = " ".join(islice(kinds, _MOST_KINDS))
    if lacking := _lacking_in_several_places(errors):
        place = at.strip() or "the body"
        return Violation(_fields(lacking), value, place, exchange, kind=kind)
    first = errors[0]
    place = (at + _pointer(first.absolute_path)).strip() or "the body"
    return Violation(_expectation(first), first.instance, place, exchange, kind=kind)


def first_error(value: object, name: str) -> ValidationError | None:
    """The most telling reason why `value` does not match, or None."""
    return next(iter(_errors(value, name)), None)


def _errors(value: object, name: str) -> list[ValidationError]:
    """Why `value` does not match, the most telling reason first."""
    return sorted(islice(validator(name).iter_errors(value), _MOST_ERRORS), key=_depth)


def _lacking_in_several_places(errors: list[ValidationError]) -> list[str]:
    """All missing fields by their paths, if that is what is most telling.

    None if one place alone lacks something: it can be shown by itself.
    """
    lacking = [error for error in errors if error.validator == "required"]
    if errors[0].validator != "required" or len({e.json_path for e in lacking}) == 1:
        return []
    fields = (f"{_path(e)}/{name}" for e in lacking for name in _missing(e))
    return list(dict.fromkeys(path.removeprefix("/") for path in fields))


def _kinds(error: ValidationError) -> Iterator[str]:
    """What is wrong in words that stay: which field, and whether it is there."""
    if error.validator == "required":
        for name in _missing(error):
            yield f"{_path(error)}/{name}:missing"
    else:
        wrong = "type" if error.validator == "type" else "value"
        yield f"{_path(error) or '/'}:{wrong}"


def _path(error: ValidationError) -> str:
    """Where something is wrong, whichever item of a list it is."""
    steps = ("*" if isinstance(s, int) else _odd(s) for s in error.absolute_path)
    return _pointer(steps)


def _pointer(steps: Iterable[object]) -> str:
    return "".join(f"/{step}" for step in steps)


def _odd(name: str) -> str:
    """A field's name, which may be any text that a target sent, as one short word."""
    return re.sub(r"[^\w.-]", "_", name[:_LONGEST_WORD])


def _missing(error: ValidationError) -> list[str]:
    wanted: Any = error.validator_value
    instance: Any = error.instance
    return [name for name in wanted if name not in instance]


def _fields(names: list[str]) -> str:
    listed = ", ".join(f"`{name}`" for name in names)
    return f"the field {listed}" if len(names) == 1 else f"the fields {listed}"


@cache
def validator(name: str) -> Any:  # the stubs of jsonschema take no plain `object`
    """The compiled validator of `schemas/<name>.json`."""
    schema = schema_at(name)
    # Their types do not show mypy what attrs makes of these two constructors.
    registry: Registry[Any] = Registry(retrieve=_retrieve)  # type: ignore[call-arg]
    return _Validator(schema, registry=registry)


def schema_at(name: str) -> Any:
    """The schema of that name, or at the address by which another refers to it."""
    file = name.removeprefix("relaycert:").removesuffix(".json")
    return json.loads((data("schemas") / f"{file}.json").read_bytes())


def _retrieve(uri: str) -> Resource[Any]:
    try:
        return Resource.from_contents(schema_at(uri))
    except OSError:
        raise NoSuchResource(ref=uri) from None  # type: ignore[call-arg]


def _items(
    validator: Any, items: Any, instance: Any, schema: Any
) -> Iterator[ValidationError]:
    """`items`, with a short cut: 1536 floats one by one would take 13 ms."""
    if (
        isinstance(instance, list)
        and isinstance(items, dict)
        and set(items) == {"type"}
    ):
        wanted = _TYPES.get(items["type"]) if isinstance(items["type"], str) else None
        if wanted and all(
            isinstance(x, wanted) and x is not True and x is not False for x in instance
        ):
            return
    yield from Draft202012Validator.VALIDATORS["items"](
        validator, items, instance, schema
    )


_extend: Any = extend  # untyped
_Validator = _extend(Draft202012Validator, {"items": _items})


def _depth(error: ValidationError) -> tuple[int, str]:
    return len(error.absolute_path), error.json_path


def _expectation(error: ValidationError) -> str:
    """The broken keyword in words."""
    wanted: Any = error.validator_value
    match error.validator:
        case "required":
            return _fields(_missing(error))
        case "type":
            names = [wanted] if isinstance(wanted, str) else list(wanted)
            return " or ".join(f"{_article(name)}{name}" for name in names)
        case "const":
            return json.dumps(wanted)
        case "enum":
            return "one of " + ", ".join(json.dumps(v) for v in wanted)
        case "minLength" if wanted == 1:
            return "a text that is not empty"
        case "minItems" | "minLength" | "minimum":
            return f"at least {wanted}{_UNITS.get(error.validator, '')}"
        case "maxItems" | "maxLength" | "maximum":
            return f"at most {wanted}{_UNITS.get(error.validator, '')}"
        case "pattern":
            return f"a text of the form {wanted}"
        case "anyOf" | "oneOf":
            return f"one of the documented forms ({error.validator})"
        case _ if len(error.message) <= _LONGEST:
            return error.message
        case _:  # it repeats the value, which may be of any size
            return f"a value that keeps `{error.validator}`"


def _article(kind: str) -> str:
    if kind == "null":
        return ""
    return "an " if kind[0] in "aeiou" else "a "
