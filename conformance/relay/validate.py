"""Validates requests against their JSON Schema, with a readable first error."""

from collections.abc import Mapping
from functools import cache

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError, best_match

from conformance.relay.call import Call
from conformance.relay.catalogue import KINDS, usual_model
from conformance.relay.contract_schemas import schema_of
from conformance.relay.dialect import Dialect
from conformance.relay.json_text import Json, Object
from conformance.relay.problem import Problem, ProblemKind, Refused, invalid

_WORDS: Mapping[str, str] = {
    "type": "has the wrong type, expected {0}",
    "minimum": "must be at least {0}",
    "maximum": "must be at most {0}",
    "enum": "must be one of {0}",
    "const": "must be {0}",
    "minItems": "must have at least {0} item(s)",
    "maxItems": "must have at most {0} item(s)",
    "minLength": "must not be empty",
    "maxLength": "must have at most {0} characters",
    "pattern": "has characters that are not allowed",
}


def object_of(call: Call) -> Object:
    """The body as a JSON object, or a refusal."""
    kind = call.headers.get("content-type", "application/json").lower()
    if "json" not in kind.partition(";")[0]:
        raise _malformed("The content type must be application/json.")
    if call.malformed:
        raise _malformed(f"The body is not valid JSON: {call.malformed}.")
    if not isinstance(call.json, dict):
        raise _malformed("The body must be a JSON object.")
    return call.json


def _malformed(message: str) -> Refused:
    return Refused(Problem(ProblemKind.MALFORMED, message))


def known_fields(call: Call, endpoint: str) -> Object:
    """The documented fields of a valid body; nulls and unknown ones left out."""
    return documented(call, endpoint, object_of(call))


def documented(call: Call, endpoint: str, body: Object) -> Object:
    """The documented fields of a body, if they are valid."""
    schema = schema_of(call.dialect, endpoint)
    problem = first_problem(call.dialect, endpoint, body)
    if problem is not None:
        raise Refused(problem)
    rules = call.dialect.rules(endpoint)
    for name in rules.refused:
        if body.get(name) is not None:
            raise invalid(f"'{name}' is not supported.", name)
    names = schema["properties"].keys() - rules.void
    fields = {k: v for k, v in body.items() if k in names and v is not None}
    if "model" not in fields and endpoint in KINDS:
        # A contract that does not ask for it has a model that answers.
        return {**fields, "model": usual_model(call, endpoint)}
    return fields


def with_defaults(call: Call, endpoint: str, fields: Object) -> Object:
    """The fields, with what the contract says of those that are left out."""
    return {**call.dialect.rules(endpoint).defaults, **fields}


def first_problem(dialect: Dialect, endpoint: str, body: Object) -> Problem | None:
    """The most relevant error of a body, if it is invalid."""
    validator = _validator(dialect, endpoint)
    error = best_match(validator.iter_errors(body))
    return None if error is None else _problem(error)


@cache
def _validator(dialect: Dialect, endpoint: str) -> Draft202012Validator:
    return Draft202012Validator(schema_of(dialect, endpoint))


def _problem(error: ValidationError) -> Problem:
    at = tuple(error.absolute_path)
    if error.validator == "required":
        required: Json = error.validator_value
        instance: Json = error.instance
        missing = next(name for name in required if name not in instance)
        return Problem(ProblemKind.INVALID, f"'{missing}' is required.", (*at, missing))
    expected = _listed(error.validator_value)
    words = _WORDS.get(str(error.validator), "is not valid").format(expected)
    problem = Problem(ProblemKind.INVALID, "", at)
    name = problem.param or "The body"
    return Problem(ProblemKind.INVALID, f"'{name}' {words}.", at)


def _listed(value: Json) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
