"""JSON Schemas by name, compiled once, with violations that point at the place."""

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator, ValidationError
from jsonschema.validators import extend
from referencing import Registry, Resource
from referencing.exceptions import NoSuchResource

from conformance.core.exchange import Exchange
from conformance.core.violation import Violation
from conformance.formats.paths import data

_LONGEST = 200
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
        error = first_error(value, name)
    except RecursionError:
        expected = "JSON that is not nested so deeply"
        raise Violation(expected, value, at, exchange) from None
    if error is not None:
        place = at + error.json_path.removeprefix("$").replace(".", "/") or "the body"
        raise Violation(_expectation(error), error.instance, place, exchange)


def first_error(value: object, name: str) -> ValidationError | None:
    """The most telling reason why `value` does not match, or None."""
    errors: list[ValidationError] = list(validator(name).iter_errors(value))
    return min(errors, key=_depth, default=None)


@cache
def validator(name: str) -> Any:  # the stubs of jsonschema take no plain `object`
    """The compiled validator of `schemas/<name>.json`."""
    schema = json.loads((data("schemas") / f"{name}.json").read_bytes())
    # Their types do not show mypy what attrs makes of these two constructors.
    registry: Registry[Any] = Registry(retrieve=_retrieve)  # type: ignore[call-arg]
    return _Validator(schema, registry=registry)


def _retrieve(uri: str) -> Resource[Any]:
    path = data("schemas") / uri.removeprefix("relaycert:")
    if not path.is_file():
        raise NoSuchResource(ref=uri)  # type: ignore[call-arg]
    return Resource.from_contents(json.loads(path.read_bytes()))


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
    instance: Any = error.instance
    match error.validator:
        case "required":
            missing = [n for n in wanted if n not in instance]
            return "the field " + ", ".join(f"`{name}`" for name in missing)
        case "type":
            names = [wanted] if isinstance(wanted, str) else list(wanted)
            return " or ".join(f"{_article(name)}{name}" for name in names)
        case "const":
            return json.dumps(wanted)
        case "enum":
            return "one of " + ", ".join(json.dumps(v) for v in wanted)
        case "minItems" | "maxItems" | "minLength" | "minimum" | "maximum" | "pattern":
            return f"{error.validator} {wanted}"
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
