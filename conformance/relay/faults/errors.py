"""Faults of error answers."""

from conformance.relay.answer import DONE, Answer, SentEvent, stream_answer
from conformance.relay.bend import Answering, around_fault, fault, request_fault
from conformance.relay.call import Call
from conformance.relay.json_text import Json
from conformance.relay.problem import Problem, ProblemKind
from conformance.relay.routes import refused
from conformance.relay.shapes import on_key, put

_PAGE = (
    b"<!DOCTYPE html><html><head><title>Error</title></head>"
    b"<body><center><h1>Something went wrong</h1></center></body></html>"
)


@fault(
    "err-200-body",
    caught_by="errors.not-in-200",
    source="runpod-workers/worker-vllm#57",
)
def answers_error_with_200(call: Call, answer: Answer) -> Answer:
    """Refuses an unknown model with status 200."""
    return (
        answer.with_status(200)
        if answer.refuses_as(ProblemKind.UNKNOWN_MODEL)
        else answer
    )


@fault(
    "err-flat-envelope", caught_by="errors.envelope", source="vllm-project/vllm#12886"
)
def flattens_envelope(call: Call, answer: Answer) -> Answer:
    """Sends the error without the `error` object around it."""
    inner = answer.json.get("error") if isinstance(answer.json, dict) else None
    return answer.with_json(inner) if answer.refuses and inner else answer


@fault("err-none-literals", caught_by="errors.literals", source="BerriAI/litellm#27823")
def writes_none(call: Call, answer: Answer) -> Answer:
    """Writes the text `None` where an error has no value."""
    if not answer.refuses:
        return answer
    literals = put(type="None", param="None", code=str(answer.status))
    return answer.map_json(on_key("error", literals))


@fault(
    "err-unknown-model-5xx",
    caught_by="errors.no-5xx",
    source="Wei-Shaw/sub2api#1489",
)
def fails_on_unknown_model(call: Call, answer: Answer) -> Answer:
    """Answers an unknown model with status 500."""
    return (
        answer.with_status(500)
        if answer.refuses_as(ProblemKind.UNKNOWN_MODEL)
        else answer
    )


@around_fault(
    "err-unknown-model-answered",
    caught_by="errors.unknown-model.refused",
    source="ddalcu/mlx-serve#257",
)
def answers_for_unknown_model(call: Call, proceed: Answering) -> Answer:
    """Answers for an unknown model with another one, under the unknown name."""
    answer = proceed(call)
    if not answer.refuses_as(ProblemKind.UNKNOWN_MODEL):
        return answer
    named = put(model=call.fields["model"])
    other = proceed(call.with_fields({"model": "gpt-4o-mini"}))
    return other.map_json(named).map_chunks(named)


@fault(
    "err-malformed-json-500",
    caught_by="errors.no-5xx",
    source="ggml-org/llama.cpp#11738",
)
def fails_on_malformed_json(call: Call, answer: Answer) -> Answer:
    """Answers a body that is no JSON with status 500."""
    return (
        answer.with_status(500) if answer.refuses_as(ProblemKind.MALFORMED) else answer
    )


@fault(
    "err-bad-schema-500-empty-message",
    caught_by="errors.no-5xx",
    also=("errors.message",),
    source="vllm-project/vllm#35438",
)
def fails_on_bad_schema(call: Call, answer: Answer) -> Answer:
    """Answers a malformed response format with status 500 and no message."""
    at = answer.problem.at if answer.problem else ()
    if at[:1] != ("response_format",):
        return answer
    return answer.map_json(on_key("error", put(message=""))).with_status(500)


@around_fault(
    "err-standard-param-rejected",
    caught_by="chat.parameters.accepted",
    source="NVIDIA/garak#748",
)
def refuses_documented_field(call: Call, proceed: Answering) -> Answer:
    """Refuses a value of `frequency_penalty` as unknown."""
    answer = proceed(call)
    if call.fields.get("frequency_penalty") is None or answer.refuses:
        return answer
    at = ("frequency_penalty",)
    message = "Unrecognized request argument: frequency_penalty"
    return refused(call, Problem(ProblemKind.INVALID, message, at))


@request_fault(
    "err-range-not-validated",
    caught_by="errors.chat.refused",
    source="Continuum-AI-Corp/OrcaRouter-Lite#103",
)
def takes_impossible_values(call: Call) -> Call:
    """Takes a negative cap, no choices or a huge temperature without a word."""
    if call.method != "POST":
        return call
    beyond = [name for name in _RANGES if _beyond(call.fields.get(name), name)]
    return call.without_fields(*beyond)


# What no server can mean to do.
_RANGES = {"max_tokens": (0, 2**40), "n": (1, 2**40), "temperature": (0, 2)}


def _beyond(value: Json, name: str) -> bool:
    low, high = _RANGES[name]
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return number and not low <= value <= high


@fault(
    "err-html-page",
    caught_by="errors.json",
    source="Significant-Gravitas/AutoGPT#944",
)
def sends_page(call: Call, answer: Answer) -> Answer:
    """Answers every failure of a route with an HTML page."""
    if not answer.refuses or answer.refuses_as(
        ProblemKind.NO_ROUTE, ProblemKind.METHOD
    ):
        return answer
    page = Answer(answer.status, _PAGE, answer.headers)
    return page.with_headers({"content-type": "text/html; charset=utf-8"})


@around_fault(
    "err-429-no-retry-after",
    caught_by="limits.retry-after",
    source="BerriAI/litellm#4695",
)
def limits_without_header(call: Call, proceed: Answering) -> Answer:
    """Refuses every tenth call as too many, and says only in prose for how long."""
    if call.nth % 10 != 9:
        return proceed(call)
    message = "Rate limit reached. Please try again in 1s."
    answer = refused(call, Problem(ProblemKind.INTERNAL, message)).with_status(429)
    limit = put(type="requests", code="rate_limit_exceeded")
    return answer.map_json(on_key("error", limit))


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
