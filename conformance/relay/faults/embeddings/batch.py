"""Faults of embeddings: a batch against its parts."""

from conformance.relay.answer import Answer
from conformance.relay.bend import fault
from conformance.relay.call import Call
from conformance.relay.faults.embeddings._answers import (
    BATCH,
    of_lists,
    on_answer,
    with_items,
)
from conformance.relay.json_text import Object
from conformance.relay.shapes import Change


@fault(
    "emb-vectors-permuted",
    caught_by="embeddings.batch-equals-parts",
    source="helixml/kodit#77",
)
def joins_batches_as_they_come(call: Call, answer: Answer) -> Answer:
    """Joins the vectors of sub-batches in the order of their completion."""
    return with_items(call, answer, _permuted)


@fault(
    "emb-constant",
    caught_by="embeddings.distinct",
    also=("embeddings.base64.same-vector",),
    source="plausible",
)
def answers_with_one_vector(call: Call, answer: Answer) -> Answer:
    """Answers every text with the same vector, as a stand-in for a model does."""
    return on_answer(call, answer, of_lists(_filled(0.125)))


@fault(
    "emb-zeros",
    caught_by="embeddings.distinct",
    also=("embeddings.base64.same-vector",),
    source="plausible",
)
def answers_with_zeros(call: Call, answer: Answer) -> Answer:
    """Answers every text with a vector of zeros."""
    return on_answer(call, answer, of_lists(_filled(0.0)))


def _filled(number: float) -> Change:
    return lambda item: {**item, "embedding": [number] * len(item["embedding"])}


def _permuted(items: list[Object]) -> list[Object]:
    vectors = [item["embedding"] for item in [*items[BATCH:], *items[:BATCH]]]
    pairs = zip(items, vectors, strict=True)
    return [{**item, "embedding": vector} for item, vector in pairs]
