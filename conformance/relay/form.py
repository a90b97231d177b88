"""Forms as objects: the fields of a multipart call, checked like JSON."""

from conformance.relay.call import Call
from conformance.relay.contract_schemas import schema_of
from conformance.relay.json_text import Json, NotJson, Object, read
from conformance.relay.multipart import FORM, FormPart
from conformance.relay.problem import Problem, ProblemKind, Refused
from conformance.relay.validate import documented

# How a form says that a field is a list.
_LIST = "[]"


def form_fields(call: Call, endpoint: str) -> Object:
    """The documented fields of a valid form; its files are objects with `data`."""
    return documented(call, endpoint, form_object(call, endpoint))


def form_object(call: Call, endpoint: str) -> Object:
    """The fields of a form as they were sent, or a refusal."""
    kind = call.headers.get("content-type", "").lower()
    if kind.partition(";")[0].strip() != FORM:
        raise _malformed(f"The content type must be {FORM}.")
    if call.malformed:
        raise _malformed(f"The body is not a valid form: {call.malformed}.")
    known = schema_of(call.dialect, endpoint)["properties"]
    names = dict.fromkeys(_name(part) for part in call.form)
    return {name: _value(call, name, known.get(name, {})) for name in names}


def _malformed(message: str) -> Refused:
    return Refused(Problem(ProblemKind.MALFORMED, message))


def _name(part: FormPart) -> str:
    return part.name.removesuffix(_LIST)


def _value(call: Call, name: str, schema: Object) -> Json:
    parts = [part for part in call.form if _name(part) == name]
    values = [_read(part, schema) for part in parts]
    listed = len(parts) > 1 or parts[0].name.endswith(_LIST)
    return values if listed else values[0]


def _read(part: FormPart, schema: Object) -> Json:
    """A file as an object, a text as a number where one is wanted, else as text."""
    if part.filename is not None:
        return {"data": part.data, "type": part.type}
    text = part.data.decode(errors="replace")
    if not {"number", "integer", "boolean"} & set(schema.get("type", ())):
        return text
    try:
        return read(part.data)
    except NotJson:
        return text
