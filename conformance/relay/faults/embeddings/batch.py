"""Faults of embeddings: a batch against its parts."""

from conformance.relay.answer import Answer
from conformance.relay.bend import fault
from conformance.relay.call import Call
from conformance.relay.faults.embeddings._answers import BATCH, with_items
from conformance.relay.json_text import Object


@fault(
    "emb-vectors-permuted",
    caught_by="embeddings.batch-equals-parts",
    source="helixml/kodit#77",
)
def joins_batches_as_they_come(call: Call, answer: Answer) -> Answer:
    """Joins the vectors of sub-batches in the order of their completion."""
    return with_items(call, answer, _permuted)


def _permuted(items: list[Object]) -> list[Object]:
    vectors = [item["embedding"] for item in [*items[BATCH:], *items[:BATCH]]]
    pairs = zip(items, vectors, strict=True)
    return [{**item, "embedding": vector} for item, vector in pairs]
