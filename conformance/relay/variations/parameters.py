"""Optional features that a server may refuse, and ranges that it may set otherwise."""

from conformance.relay.answer import Answer
from conformance.relay.bend import Answering, around_variation, request_variation
from conformance.relay.call import Call
from conformance.relay.contract_schemas import schema_of
from conformance.relay.json_text import Json
from conformance.relay.problem import Problem, ProblemKind
from conformance.relay.routes import refused


def _without(call: Call, proceed: Answering, field: str, uses_it: bool) -> Answer:
    """Refuses a good call that asks for a feature, by the name of its field."""
    answer = proceed(call)
    if answer.refuses or not uses_it:
        return answer
    message = f"'{field}' is not supported by this server."
    return refused(call, Problem(ProblemKind.INVALID, message, (field,)))


def _more_than_one(value: Json) -> bool:
    return isinstance(value, int | float) and value > 1


@request_variation("sampled-by-default", dialects=("vmware-pais-9.1",))
def samples_by_default(call: Call) -> Call:
    """Takes temperature 1 where a completion request names none."""
    if not call.is_completions or "temperature" in call.fields:
        return call
    return call.with_fields({"temperature": 1})


_ROLES = ("system", "developer", "user", "assistant", "tool")


@request_variation("any-role", dialects=("vllm",))
def takes_any_role(call: Call) -> Call:
    """Takes a message of a role that nobody knows for one of the user."""
    messages = call.fields.get("messages")
    if not call.is_chat or not isinstance(messages, list):
        return call
    return call.with_fields({"messages": [_of_a_known_role(m) for m in messages]})


def _of_a_known_role(message: Json) -> Json:
    if not isinstance(message, dict) or not isinstance(message.get("role"), str):
        return message
    return message if message["role"] in _ROLES else {**message, "role": "user"}


@around_variation("refuses-n")
def refuses_n(call: Call, proceed: Answering) -> Answer:
    """Refuses more than one choice."""
    return _without(call, proceed, "n", _more_than_one(call.fields.get("n")))


@around_variation("refuses-best-of")
def refuses_best_of(call: Call, proceed: Answering) -> Answer:
    """Refuses `best_of`."""
    return _without(
        call, proceed, "best_of", _more_than_one(call.fields.get("best_of"))
    )


@around_variation("refuses-logprobs")
def refuses_logprobs(call: Call, proceed: Answering) -> Answer:
    """Refuses log probabilities."""
    uses_it = call.fields.get("logprobs") not in {None, False}
    return _without(call, proceed, "logprobs", uses_it)


@around_variation("refuses-required-tool")
def refuses_required_tool(call: Call, proceed: Answering) -> Answer:
    """Refuses to be made to call a tool."""
    uses_it = call.fields.get("tool_choice") not in (None, "none", "auto")
    return _without(call, proceed, "tool_choice", uses_it)


@around_variation("refuses-json-schema")
def refuses_json_schema(call: Call, proceed: Answering) -> Answer:
    """Refuses a JSON Schema as the form of the answer."""
    form = call.fields.get("response_format")
    uses_it = isinstance(form, dict) and form.get("type") == "json_schema"
    return _without(call, proceed, "response_format", uses_it)


@around_variation("refuses-unknown-fields")
def refuses_unknown_fields(call: Call, proceed: Answering) -> Answer:
    """Refuses fields that the document does not know."""
    endpoint = "chat" if call.is_chat else "completions"
    if not call.is_chat and not call.is_completions:
        return proceed(call)
    known = schema_of(call.dialect, endpoint)["properties"]
    unknown = [name for name in call.fields if name not in known]
    field = unknown[0][:80] if unknown else ""
    return _without(call, proceed, field, bool(unknown))


@around_variation("refuses-stream-options")
def refuses_stream_options(call: Call, proceed: Answering) -> Answer:
    """Refuses `stream_options`, which is newer than the server."""
    uses_it = call.fields.get("stream_options") is not None
    return _without(call, proceed, "stream_options", uses_it)


def _temperature(call: Call) -> float | None:
    value = call.fields.get("temperature")
    return value if isinstance(value, int | float) else None


@around_variation("narrow-temperature")
def takes_temperatures_to_one(call: Call, proceed: Answering) -> Answer:
    """Takes temperatures from 0 to 1 only."""
    return _without(call, proceed, "temperature", (_temperature(call) or 0) > 1)


@around_variation("wide-temperature")
def takes_negative_temperatures(call: Call, proceed: Answering) -> Answer:
    """Takes temperatures from -1 to 5."""
    value = _temperature(call)
    if value is None or not (-1 <= value < 0 or 2 < value <= 5):
        return proceed(call)
    return proceed(call.with_fields({"temperature": min(abs(value), 2)}))


@around_variation("refuses-greedy-n")
def refuses_greedy_choices(call: Call, proceed: Answering) -> Answer:
    """Refuses several choices at temperature 0."""
    uses_it = _more_than_one(call.fields.get("n")) and _temperature(call) == 0
    return _without(call, proceed, "n", uses_it)
