"""Legitimate statuses and bodies of refusals."""

from conformance.relay.answer import Answer
from conformance.relay.bend import variation
from conformance.relay.call import Call, Credential
from conformance.relay.problem import ProblemKind
from conformance.relay.shapes import drop, on_key, put


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


@variation("wrong-key-403", also=("auth.status",))
def forbids_wrong_key(call: Call, answer: Answer) -> Answer:
    """Answers a wrong key with status 403."""
    if call.credential is not Credential.WRONG:
        return answer
    return _under(answer, ProblemKind.CREDENTIAL, 403)


@variation("masked-keys")
def masks_keys(call: Call, answer: Answer) -> Answer:
    """Says that the key was wrong, with marks in the place of its characters."""
    if not answer.refuses_as(ProblemKind.CREDENTIAL):
        return answer
    message = "Incorrect API key provided: [redacted]."
    return answer.map_json(on_key("error", put(message=message)))
