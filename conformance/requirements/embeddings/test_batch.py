"""Embeddings: a batch against its parts (source: openai/embeddings#same-vector)."""

from conformance import (
    MUST,
    Exchange,
    Recording,
    Undecided,
    Violation,
    judges_exchange,
    requirement,
)
from conformance.requirements.embeddings._vectors import (
    Vector,
    are_alike,
    by_index,
    cosine,
    only,
)

# Nearer together than this, two texts are told apart by no vector of them.
_APART = 1e-3
# Servers pad the texts of a batch, which moves a vector a little, not far away.
_SAME = 0.99


@requirement(
    "embeddings.batch-equals-parts",
    MUST,
    on="embeddings/batch",
    source="openai/embeddings#same-vector",
    breaks="Clients silently store the vector of one text under another.",
    fix="Join sub-batches in the order of the texts, not in that of their completion.",
)
def test_batch_has_the_vectors_of_its_parts(recording: Recording) -> None:
    """A text has the same vector in a batch as alone."""
    if not are_alike(only(recording["early"]), only(recording["again"])):
        raise Undecided("the target does not reproduce its own vectors")
    texts = recording["batch"].request.fields["input"]
    for step in ("early", "late"):
        place = texts.index(recording[step].request.fields["input"])
        _has_at(recording["batch"], place, only(recording[step]))


@judges_exchange
def _has_at(exchange: Exchange, place: int, alone: Vector) -> None:
    """Raise a Violation unless of all vectors of a batch that at `place` is nearest."""
    batch = by_index(exchange)
    near = {index: cosine(alone, vector) for index, vector in batch.items()}
    others = max((index for index in near if index != place), key=near.__getitem__)
    there = are_alike(alone, batch[place]) or near[place] >= _SAME
    if not there or near[others] > near[place] + _APART:
        nearest = max(near, key=near.__getitem__)
        got = f"a cosine of {near[place]:.4f}; the nearest is that of text {nearest}"
        raise Violation("the vector of the text alone", got, f"index {place}")
    if near[others] > near[place] - _APART:
        raise Undecided("the target's vectors do not tell the texts apart")
