"""Which answers are lists of models."""

from conformance.relay.answer import Answer
from conformance.relay.call import Call


def is_listing(call: Call, answer: Answer) -> bool:
    """Whether an answer lists the models."""
    return call.route == "/models" and call.method == "GET" and not answer.refuses
