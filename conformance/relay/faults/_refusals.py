"""What faults change in a refusal."""

from conformance.relay.answer import Answer
from conformance.relay.problem import ProblemKind
from conformance.relay.shapes import on_key, put


def is_invalid(answer: Answer) -> bool:
    """Whether an answer refuses a request for what stands in its body."""
    return answer.refuses_as(ProblemKind.INVALID, ProblemKind.MALFORMED)


def with_message(answer: Answer, message: str) -> Answer:
    """The refusal with another message."""
    return answer.map_json(on_key("error", put(message=message)))
