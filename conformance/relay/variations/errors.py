"""Legitimate statuses and bodies of refusals."""

from dataclasses import replace

from conformance.relay.answer import Answer
from conformance.relay.bend import variation
from conformance.relay.call import Call, Credential
from conformance.relay.json_text import Json, Object
from conformance.relay.problem import ProblemKind
from conformance.relay.shapes import drop, on_key, put

# What such middleware answers carries neither `param` nor `code`.
_MIDDLEWARE = (
    ProblemKind.NO_CREDENTIAL,
    ProblemKind.CREDENTIAL,
    ProblemKind.UNKNOWN_MODEL,
    ProblemKind.MALFORMED,
    ProblemKind.TOO_LARGE,
)
# What it answers without looking at a body keeps the form of the reference.
_ROUTING = (ProblemKind.NO_ROUTE, ProblemKind.METHOD, ProblemKind.NO_RESOURCE)
# The code of a broken request, by the first word of its route.
_BAD_REQUESTS = {
    "audio": "invalid_audio_request",
    "embeddings": "invalid_embedding_request",
    "images": "invalid_image_request",
}


def _under(answer: Answer, kind: ProblemKind, status: int) -> Answer:
    return answer.with_status(status) if answer.refuses_as(kind) else answer


@variation("unknown-model-400")
def unknown_model_is_bad(call: Call, answer: Answer) -> Answer:
    """Answers an unknown model with status 400."""
    return _under(answer, ProblemKind.UNKNOWN_MODEL, 400)


@variation("unknown-model-403")
def unknown_model_is_forbidden(call: Call, answer: Answer) -> Answer:
    """Answers an unknown model with status 403."""
    return _under(answer, ProblemKind.UNKNOWN_MODEL, 403)


@variation("senseless-422", dialects=("groq",))
def finds_no_sense(call: Call, answer: Answer) -> Answer:
    """Answers a request that can be read and is invalid with status 422."""
    return _under(answer, ProblemKind.INVALID, 422)


@variation("validation-422")
def validates_with_422(call: Call, answer: Answer) -> Answer:
    """Answers an invalid request with status 422."""
    return _under(_under(answer, ProblemKind.INVALID, 422), ProblemKind.MALFORMED, 422)


@variation("integer-codes")
def sends_integer_codes(call: Call, answer: Answer) -> Answer:
    """Sends the status as the code of an error, and a type of its own."""
    if not answer.refuses:
        return answer
    return answer.map_json(
        on_key("error", put(code=answer.status, type="BadRequestError"))
    )


@variation("bare-errors")
def leaves_param_out(call: Call, answer: Answer) -> Answer:
    """Sends errors without `param`."""
    if not answer.refuses:
        return answer
    return answer.map_json(on_key("error", drop("param")))


@variation("extra-error-keys")
def adds_error_keys(call: Call, answer: Answer) -> Answer:
    """Adds keys of its own inside and beside `error`."""
    if not answer.refuses:
        return answer
    inside = on_key("error", put(innererror={"hint": None}, status=answer.status))
    return answer.map_json(inside).map_json(put(object="error", retryable=False))


# Where the contract has this status, too, nothing is to be noticed at all.
@variation("wrong-key-403", also=("auth.status",), dialects=("openai", "azure-v1"))
def forbids_wrong_key(call: Call, answer: Answer) -> Answer:
    """Answers a wrong key with status 403."""
    if call.credential is not Credential.WRONG:
        return answer
    return _under(answer, ProblemKind.CREDENTIAL, 403)


@variation("masked-keys")
def masks_keys(call: Call, answer: Answer) -> Answer:
    """Says that the key was wrong, with marks in the place of its characters."""
    if not answer.refuses_as(ProblemKind.CREDENTIAL, ProblemKind.NO_CREDENTIAL):
        return answer
    message = "Incorrect API key provided: [redacted]."
    return answer.map_json(on_key("error", put(message=message)))


@variation("unknown-model-without-body", dialects=("vmware-pais",))
def says_nothing_of_models(call: Call, answer: Answer) -> Answer:
    """Answers an unknown model with a status alone."""
    if not answer.refuses_as(ProblemKind.UNKNOWN_MODEL):
        return answer
    return replace(answer, body=b"", headers={})


@variation("errors-of-new-api", dialects=("aitre", "modellss"))
def errs_as_new_api(call: Call, answer: Answer) -> Answer:
    """Sends errors as new-api does: types of its own, and empty texts for nothing."""
    if answer.problem is None or answer.problem.kind in _ROUTING:
        return answer.map_json(on_key("error", _with_texts))
    code: Json = answer.problem.code or _bad_request(call)
    message = f"{answer.problem.message} (request id: {call.request_id})"
    error = {
        "message": message,
        "type": "new_api_error",
        "param": answer.problem.param or "",
        "code": code if answer.status < 500 else "server_error",
    }
    if answer.problem.kind in _MIDDLEWARE:
        error = drop("param", "code")(error)
    said = answer.with_json({"error": error})
    return said.with_headers({"x-oneapi-request-id": call.request_id})


def _with_texts(error: Object) -> Object:
    return {key: value or "" for key, value in error.items()}


def _bad_request(call: Call) -> str:
    kind = call.route.split("/")[1]
    return _BAD_REQUESTS.get(kind, "invalid_text_request")
