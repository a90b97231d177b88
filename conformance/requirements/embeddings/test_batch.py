"""Embeddings: a batch against its parts (source: openai/embeddings#same-vector)."""

from conformance import (
    MUST,
    Blocked,
    Exchange,
    Recording,
    Undecided,
    Verbatim,
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
    vectors,
)

# Nearer together than this, two texts are told apart by no vector of them.
_APART = 1e-3
# Servers pad the texts of a batch, which moves a vector a little, not far away.
_SAME = 0.99
# No two texts have vectors that agree so far in every number.
_SAME_NUMBER = 1e-6


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


@requirement(
    "embeddings.distinct",
    MUST,
    on="embeddings/batch",
    source="openai/embeddings#same-vector",
    breaks="Every search finds whatever was stored first: all texts are equally near.",
    fix="Hand each text on to the model; a stand-in's vector is no answer to it.",
)
def test_different_texts_have_different_vectors(recording: Recording) -> None:
    """Different texts do not all have the same vector."""
    first, *others = vectors(recording["batch"])
    if not others:
        raise Blocked("the batch has fewer than two vectors")
    if all(_is_same(first, other) for other in others):
        got = f"{len(others) + 1} times the same, which begins with {list(first[:4])}"
        raise Violation("different vectors", got, "/data", recording["batch"])


def _is_same(vector: Vector, other: Vector) -> bool:
    """Whether two vectors are the same in every number that a float can tell."""
    return len(vector) == len(other) and all(
        abs(a - b) <= _SAME_NUMBER for a, b in zip(vector, other, strict=True)
    )


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
        expected = "the vector of the text alone"
        raise Violation(expected, Verbatim(got), f"index {place}")
    if near[others] > near[place] - _APART:
        raise Undecided("the target's vectors do not tell the texts apart")
