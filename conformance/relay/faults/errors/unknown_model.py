"""Faults of refusals: a model that does not exist."""

from conformance.relay.answer import Answer
from conformance.relay.bend import Answering, around_fault, fault
from conformance.relay.call import Call
from conformance.relay.problem import ProblemKind
from conformance.relay.shapes import put
from conformance.relay.tokens import usage

_PAIS = ("vmware-pais",)


@fault(
    "chat-error-as-answer",
    caught_by="errors.unknown-model.refused",
    source="mofa-org/mofa#1339",
)
def says_error_as_answer(call: Call, answer: Answer) -> Answer:
    """Delivers the refusal of an unknown model as an assistant message."""
    if not call.is_chat or not answer.refuses_as(ProblemKind.UNKNOWN_MODEL):
        return answer
    assert answer.problem is not None
    message = {"role": "assistant", "content": f"Error: {answer.problem.message}"}
    choice = {
        "index": 0,
        "message": {**message, "refusal": None},
        "logprobs": None,
        "finish_reason": "stop",
    }
    said = {
        "id": call.new_id("chatcmpl-"),
        "object": "chat.completion",
        "created": int(call.received),
        "model": call.fields.get("model"),
        "choices": [choice],
        "usage": usage(8, 8),
    }
    return answer.with_json(said).with_status(200)


@fault(
    "err-unknown-model-status-wrong",
    caught_by="errors.unknown-model.status",
    source="plausible",
    dialects=("openai", "litellm", "azure-v1", *_PAIS),
)
def conflicts_with_unknown_model(call: Call, answer: Answer) -> Answer:
    """Answers an unknown model with status 409."""
    return (
        answer.with_status(409)
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
    other = proceed(call.with_fields({"model": "reference-chat"}))
    return other.map_json(named).map_chunks(named)
