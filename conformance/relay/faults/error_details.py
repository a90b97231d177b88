"""Faults of error answers: single values, and statuses that say another thing."""

from conformance.relay.answer import Answer
from conformance.relay.bend import fault, request_fault
from conformance.relay.call import Call
from conformance.relay.problem import ProblemKind
from conformance.relay.shapes import drop, on_items, on_key, put

_PAIS = ("vmware-pais",)


def _is_invalid(answer: Answer) -> bool:
    return answer.refuses_as(ProblemKind.INVALID, ProblemKind.MALFORMED)


@fault("err-message-empty", caught_by="errors.message", source="plausible")
def says_nothing(call: Call, answer: Answer) -> Answer:
    """Refuses an invalid request with an empty message."""
    if not _is_invalid(answer):
        return answer
    return answer.map_json(on_key("error", put(message="")))


@fault("err-type-missing", caught_by="errors.type", source="plausible")
def leaves_type_out(call: Call, answer: Answer) -> Answer:
    """Refuses an invalid request without naming the type of the error."""
    if not _is_invalid(answer):
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
    "err-chat-status-wrong",
    caught_by="errors.chat.status",
    source="plausible",
    dialects=("openai", *_PAIS),
)
def forbids_invalid_chat(call: Call, answer: Answer) -> Answer:
    """Answers an invalid chat request with status 403."""
    invalid = call.is_chat and _is_invalid(answer)
    return answer.with_status(403) if invalid else answer


@fault(
    "err-cmpl-status-wrong",
    caught_by="errors.completions.status",
    source="plausible",
    dialects=("openai", *_PAIS),
)
def forbids_invalid_completion(call: Call, answer: Answer) -> Answer:
    """Answers an invalid completion request with status 403."""
    invalid = call.is_completions and _is_invalid(answer)
    return answer.with_status(403) if invalid else answer


@fault(
    "err-unknown-model-status-wrong",
    caught_by="errors.unknown-model.status",
    source="plausible",
    dialects=("openai", *_PAIS),
)
def conflicts_with_unknown_model(call: Call, answer: Answer) -> Answer:
    """Answers an unknown model with status 409."""
    return (
        answer.with_status(409)
        if answer.refuses_as(ProblemKind.UNKNOWN_MODEL)
        else answer
    )


@request_fault(
    "err-cmpl-bounds-not-validated",
    caught_by="errors.completions.refused",
    source="plausible",
    dialects=_PAIS,
)
def takes_any_temperature(call: Call) -> Call:
    """Takes a temperature of a completion without looking at it."""
    return call.without_fields("temperature") if call.is_completions else call
