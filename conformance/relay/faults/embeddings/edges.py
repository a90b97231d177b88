"""Faults of embeddings: empty and long inputs."""

from conformance.relay.answer import Answer
from conformance.relay.bend import Answering, around_fault, fault
from conformance.relay.call import Call
from conformance.relay.media import EMBEDDINGS, asks
from conformance.relay.problem import Problem, ProblemKind
from conformance.relay.routes import refused
from conformance.relay.shapes import on_items, put


@fault(
    "emb-empty-input-500",
    caught_by="embeddings.empty-input",
    source="ollama/ollama#5713",
)
def fails_on_empty_input(call: Call, answer: Answer) -> Answer:
    """Answers an empty text or list with status 500."""
    if not asks(call, EMBEDDINGS) or call.fields.get("input") not in ("", []):
        return answer
    return refused(call, Problem(ProblemKind.INTERNAL, "The server had an error."))


@around_fault("emb-truncates", caught_by="embeddings.whole-input", source="plausible")
def cuts_long_text(call: Call, proceed: Answering) -> Answer:
    """Embeds the begin of a text that is too long, without a word."""
    answer = proceed(call)
    if not asks(call, EMBEDDINGS) or not answer.refuses_as(ProblemKind.TOO_LONG):
        return answer
    return proceed(call.with_fields({"input": "a" + " a" * 511}))


@around_fault(
    "emb-empty-input-hollow", caught_by="embeddings.empty-input", source="plausible"
)
def embeds_nothing(call: Call, proceed: Answering) -> Answer:
    """Answers an empty text with an empty vector."""
    if not asks(call, EMBEDDINGS) or call.fields.get("input") != "":
        return proceed(call)
    hollow = on_items("data", put(embedding=[]))
    return proceed(call.with_fields({"input": "a"})).map_json(hollow)
