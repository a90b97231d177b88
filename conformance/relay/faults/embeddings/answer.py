"""Faults of embeddings: fields, indices and usage."""

from conformance.relay.answer import Answer
from conformance.relay.bend import fault
from conformance.relay.call import Call
from conformance.relay.faults.embeddings._answers import (
    first_number,
    of_lists,
    on_answer,
)
from conformance.relay.json_text import Object
from conformance.relay.media import EMBEDDINGS, serves
from conformance.relay.shapes import drop, put
from conformance.relay.tokens import compact


@fault("emb-labelled-text", caught_by="embeddings.content-type", source="plausible")
def labels_as_text(call: Call, answer: Answer) -> Answer:
    """Labels vectors as text."""
    if not serves(call, answer, EMBEDDINGS):
        return answer
    return answer.with_headers({"content-type": "text/plain"})


@fault("emb-nan", caught_by="embeddings.json", source="plausible")
def sends_nan(call: Call, answer: Answer) -> Answer:
    """Writes a number as NaN, which is no JSON."""
    return on_answer(call, answer, first_number(float("nan")))


@fault(
    "emb-vector-as-text",
    caught_by="embeddings.shape",
    # It holds the same and more.
    also=("embeddings.shape.strict",),
    source="plausible",
)
def writes_vector_as_text(call: Call, answer: Answer) -> Answer:
    """Sends a vector as a text that holds the list."""

    def written(item: Object) -> Object:
        return {**item, "embedding": compact(item["embedding"])}

    return on_answer(call, answer, of_lists(written))


@fault(
    "emb-model-missing",
    caught_by="embeddings.model",
    source="plausible",
    dialects=("vmware-pais",),
)
def leaves_model_out(call: Call, answer: Answer) -> Answer:
    """Answers without the name of a model."""
    return on_answer(call, answer, drop("model"))


@fault("emb-object-missing", caught_by="embeddings.shape.strict", source="plausible")
def leaves_object_out(call: Call, answer: Answer) -> Answer:
    """Answers without `object`."""
    return on_answer(call, answer, drop("object"))


@fault(
    "emb-usage-zero",
    caught_by="embeddings.usage.positive",
    source="vertesia/llumiverse#101",
)
def counts_nothing(call: Call, answer: Answer) -> Answer:
    """Says that a text had no tokens."""
    if not serves(call, answer, EMBEDDINGS):
        return answer
    return answer.map_json(put(usage={"prompt_tokens": 0, "total_tokens": 0}))


@fault("emb-total-below", caught_by="embeddings.usage.total", source="plausible")
def counts_less_in_all(call: Call, answer: Answer) -> Answer:
    """Sends a total that is one below the tokens of the input."""
    if not serves(call, answer, EMBEDDINGS):
        return answer

    def lowered(body: Object) -> Object:
        prompt = body["usage"]["prompt_tokens"]
        usage = {**body["usage"], "total_tokens": max(prompt - 1, 1)}
        return {**body, "usage": usage}

    return answer.map_json(lowered)
