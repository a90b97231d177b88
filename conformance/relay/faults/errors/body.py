"""Faults of refusals: their bodies."""

from conformance.relay.answer import DONE, Answer, SentEvent, stream_answer
from conformance.relay.bend import fault
from conformance.relay.call import Call
from conformance.relay.faults._refusals import is_invalid, with_message
from conformance.relay.problem import ProblemKind
from conformance.relay.shapes import drop, on_items, on_key, put

_PAIS = ("vmware-pais",)
_PAGE = (
    b"<!DOCTYPE html><html><head><title>Error</title></head>"
    b"<body><center><h1>Something went wrong</h1></center></body></html>"
)


@fault(
    "err-stream-status-differs",
    caught_by="errors.stream.status",
    # Where the code of an error is its status.
    also=("errors.code-is-status",),
    source="plausible",
    dialects=("openai", "openrouter"),
)
def validates_streams_elsewhere(call: Call, answer: Answer) -> Answer:
    """Refuses an invalid streamed request with 422, any other with 400."""
    invalid = call.streams and answer.refuses_as(ProblemKind.INVALID)
    return answer.with_status(422) if invalid else answer


@fault(
    "err-message-empty",
    caught_by="errors.message",
    source="plausible",
    dialects=("openai", "new-api"),
)
def says_nothing(call: Call, answer: Answer) -> Answer:
    """Refuses an invalid request with an empty message."""
    if not is_invalid(answer):
        return answer
    return answer.map_json(on_key("error", put(message="")))


@fault(
    "err-type-missing",
    caught_by="errors.type",
    source="plausible",
    dialects=("openai", "new-api", "groq"),
)
def leaves_type_out(call: Call, answer: Answer) -> Answer:
    """Refuses an invalid request without naming the type of the error."""
    if not is_invalid(answer):
        return answer
    return answer.map_json(on_key("error", drop("type")))


@fault("err-param-foreign", caught_by="errors.param", source="plausible")
def names_other_field(call: Call, answer: Answer) -> Answer:
    """Names another field than the one that is wrong."""
    if not answer.refuses_as(ProblemKind.INVALID):
        return answer
    return answer.map_json(on_key("error", put(param="request")))


@fault(
    "err-location-foreign",
    caught_by="errors.location",
    source="plausible",
    dialects=_PAIS,
)
def locates_other_field(call: Call, answer: Answer) -> Answer:
    """Locates the mistake in another field than the one that is wrong."""
    if not answer.refuses_as(ProblemKind.INVALID):
        return answer
    return answer.map_json(on_items("detail", put(loc=["body", "request"])))


@fault(
    "err-flat-envelope", caught_by="errors.envelope", source="vllm-project/vllm#12886"
)
def flattens_envelope(call: Call, answer: Answer) -> Answer:
    """Sends the error without the `error` object around it."""
    inner = answer.json.get("error") if isinstance(answer.json, dict) else None
    return answer.with_json(inner) if answer.refuses and inner else answer


@fault(
    "err-key-as-object",
    caught_by="errors.envelope",
    source="plausible",
    dialects=("vllm",),
)
def wraps_text_of_keys(call: Call, answer: Answer) -> Answer:
    """Refuses a key with an error that is an object, where a text is documented."""
    text = answer.json.get("error") if isinstance(answer.json, dict) else None
    if not answer.refuses_as(ProblemKind.NO_CREDENTIAL, ProblemKind.CREDENTIAL):
        return answer
    error = {"message": text, "type": "invalid_request_error", "code": answer.status}
    return answer.with_json({"error": error})


@fault("err-none-literals", caught_by="errors.literals", source="BerriAI/litellm#27823")
def writes_none(call: Call, answer: Answer) -> Answer:
    """Writes the text `None` where an error has no value."""
    if not answer.refuses:
        return answer
    literals = put(type="None", param="None", code=str(answer.status))
    return answer.map_json(on_key("error", literals))


def _is_of_no_route(answer: Answer) -> bool:
    return answer.refuses_as(ProblemKind.NO_ROUTE, ProblemKind.METHOD)


@fault(
    "err-html-page",
    caught_by="errors.json",
    source="Significant-Gravitas/AutoGPT#944",
)
def sends_page(call: Call, answer: Answer) -> Answer:
    """Answers every failure of a route with an HTML page."""
    if not answer.refuses or _is_of_no_route(answer):
        return answer
    page = Answer(answer.status, _PAGE, answer.headers)
    return page.with_headers({"content-type": "text/html; charset=utf-8"})


@fault(
    "err-stream-validation-200",
    caught_by="errors.stream",
    source="sgl-project/sglang#21900",
)
def refuses_within_stream(call: Call, answer: Answer) -> Answer:
    """Refuses an invalid request for a stream within a stream."""
    if not call.streams or not answer.refuses_as(ProblemKind.INVALID):
        return answer
    said = stream_answer([]).with_events([SentEvent(answer.json), SentEvent(DONE)])
    return said.with_headers({"x-request-id": call.request_id})


@fault("sec-traceback", caught_by="errors.no-internals", source="BerriAI/litellm#3253")
def shows_traceback(call: Call, answer: Answer) -> Answer:
    """Shows a stack trace in the message of a refusal."""
    if not answer.refuses_as(ProblemKind.INVALID, ProblemKind.MALFORMED):
        return answer
    trace = 'Traceback (most recent call last):\n  File "/app/main.py", line 41'
    return with_message(answer, trace)


@fault(
    "err-body-null",
    caught_by="errors.json",
    also=("errors.envelope",),
    source="plausible",
)
def says_null(call: Call, answer: Answer) -> Answer:
    """Refuses an invalid request with `null`."""
    return answer.with_json(None) if is_invalid(answer) else answer


@fault("err-as-text", caught_by="errors.envelope", source="plausible")
def says_error_as_text(call: Call, answer: Answer) -> Answer:
    """Sends the message of a refusal as `error`, without an object around it."""
    said = answer.json.get("error") if isinstance(answer.json, dict) else None
    if not answer.refuses or not isinstance(said, dict):
        return answer
    return answer.with_json({"error": said["message"]})


@fault(
    "err-code-list",
    caught_by="errors.envelope",
    # The stricter form of the same body.
    also=("errors.type",),
    source="plausible",
)
def lists_codes(call: Call, answer: Answer) -> Answer:
    """Sends the code of every error in a list."""
    if not answer.refuses:
        return answer
    return answer.map_json(on_key("error", put(code=["invalid"])))


@fault("err-retrieve-detail", caught_by="errors.envelope", source="plausible")
def knows_no_retrieval(call: Call, answer: Answer) -> Answer:
    """Answers the retrieval of an unknown model with the body of its framework."""
    if not answer.refuses or not call.route.startswith("/models/"):
        return answer
    return answer.with_json({"detail": "Not Found"})


@fault("err-labelled-text", caught_by="errors.json", source="plausible")
def labels_refusals_as_text(call: Call, answer: Answer) -> Answer:
    """Labels every refusal of a route as text."""
    if not answer.refuses or _is_of_no_route(answer):
        return answer
    return answer.with_headers({"content-type": "text/plain"})
