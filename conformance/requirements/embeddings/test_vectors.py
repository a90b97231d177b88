"""Embeddings: which vectors come, and for which text (source: openai/embeddings)."""

import math
from collections import Counter

from conformance import (
    MUST,
    SHOULD,
    Blocked,
    Exchange,
    Recording,
    Verbatim,
    Violation,
    judges_exchange,
    requirement,
)
from conformance.requirements.embeddings._vectors import (
    NUMBERS,
    TEXTS,
    TOKENS,
    are_alike,
    cosine,
    inputs,
    only,
    rows,
    vectors,
)

SOURCE = "openai/embeddings#answer"
INPUTS = "openai/embeddings#inputs"
SWAPPED = "Clients silently store the vector of one text under another."
COUNTED = (*TEXTS, "embeddings/dimensions")


def _has_one_each(recording: Recording) -> None:
    """Raise a Violation unless each text that was sent has an item."""
    for exchange in recording:
        texts, items = inputs(exchange), len(rows(exchange))
        if items != texts:
            expected = f"one item for each text ({texts})"
            raise Violation(expected, items, "the length of /data", exchange)


@requirement(
    "embeddings.count",
    MUST,
    on=COUNTED,
    source=INPUTS,
    breaks="Clients that pair texts with vectors fail, or pair them wrongly.",
    fix="Return one item for each text, also across the limits of sub-batches.",
)
def test_each_text_has_an_item(recording: Recording) -> None:
    """There is one item for each text."""
    _has_one_each(recording)


@requirement(
    "embeddings.tokens.count",
    MUST,
    on=TOKENS,
    source=INPUTS,
    breaks="Clients that send token ids get the vectors of other texts.",
    fix="Take a list of ids as one text, or refuse it with a 4xx.",
)
def test_each_list_of_tokens_has_an_item(recording: Recording) -> None:
    """There is one item for each list of token ids."""
    _has_one_each(recording)


@requirement(
    "embeddings.index",
    MUST,
    on=NUMBERS,
    source=SOURCE,
    breaks=SWAPPED,
    fix="Number the items by the place of their text in the input, from 0.",
)
def test_items_are_numbered(recording: Recording) -> None:
    """Each item has an index of its own, below the number of texts."""
    for exchange in recording:
        _is_numbered(exchange)


@judges_exchange
def _is_numbered(exchange: Exchange) -> None:
    indexes = [row.get("index") for row in rows(exchange)]
    if not indexes:
        raise Blocked("the answer has no items")
    known = {*map(str, range(max(inputs(exchange), len(indexes))))}
    seen = {*map(str, indexes)}
    if len(seen) < len(indexes) or not seen <= known:
        expected = f"the indexes from 0 to {inputs(exchange) - 1}, each once"
        raise Violation(expected, got=indexes, at="/data/*/index")


@requirement(
    "embeddings.same-length",
    MUST,
    on=("embeddings/batch", "embeddings/token-lists", "embeddings/example-*"),
    source=SOURCE,
    breaks="Vector stores refuse the odd one, and clients cannot compare it.",
    fix="Send all vectors of a model with its one length.",
)
def test_vectors_have_one_length(recording: Recording) -> None:
    """All vectors have the same length."""
    lengths = [
        (exchange, len(vector))
        for exchange in recording
        for vector in vectors(exchange)
    ]
    (usual, _), *others = Counter(length for _, length in lengths).most_common()
    if others:
        odd = next(exchange for exchange, length in lengths if length != usual)
        got = sorted({length for _, length in lengths})
        raise Violation("one length", got, "/data/*/embedding", odd)


@requirement(
    "embeddings.finite",
    MUST,
    on=NUMBERS,
    source=SOURCE,
    breaks="Every distance to such a vector is infinite, or no number.",
    fix="Find out where the model overflows, and refuse what it cannot embed.",
)
def test_numbers_are_finite(recording: Recording) -> None:
    """Each vector consists of finite numbers."""
    for exchange in recording:
        for place, vector in enumerate(vectors(exchange)):
            strange = [number for number in vector if not math.isfinite(number)]
            if strange:
                got, at = Verbatim(strange[0]), f"/data/{place}/embedding"
                raise Violation("finite numbers", got, at, exchange)


@requirement(
    "embeddings.repeatable",
    SHOULD,
    on="embeddings/batch",
    source="openai/embeddings#same-vector",
    fix="Embed with one model and one precision, whichever server answers.",
)
def test_same_text_has_the_same_vector(recording: Recording) -> None:
    """The same text has nearly the same vector twice."""
    early, again = only(recording["early"]), only(recording["again"])
    if not are_alike(early, again):
        expected = "nearly the same vector"
        got = Verbatim(f"a cosine of {cosine(early, again):.4f}")
        raise Violation(expected, got, "/data/0/embedding", recording["again"])
