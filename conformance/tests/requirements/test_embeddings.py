"""What is judged of vectors tells faults from what servers may do."""

import base64
import json
import struct
from collections.abc import Callable, Sequence
from dataclasses import replace
from random import Random
from typing import Any

import pytest

from conformance.core.exceptions import Blocked, Undecided
from conformance.core.exchange import Exchange, Recording
from conformance.core.violation import Violation
from conformance.formats.schema import first_error
from conformance.tests.helpers import an_exchange
from conformance.tests.packaged import CATALOGUE, SUITE

ENTRIES = {entry.id: entry for entry in CATALOGUE.entries}
BATCH = SUITE.cases["embeddings/batch"]
NUMBERS = 16
Vector = Sequence[float]
Embed = Callable[[str], Vector]


def told_apart(text: str) -> Vector:
    """A vector that only this text has."""
    drawn = Random(text)
    return [drawn.uniform(-1, 1) for _ in range(NUMBERS)]


def answer(vectors: Sequence[Vector], sent: Any, step: str = "create") -> Exchange:
    """An answer with these vectors, in order."""
    rows = [
        {"object": "embedding", "index": place, "embedding": vector}
        for place, vector in enumerate(vectors)
    ]
    return made({"object": "list", "model": "m", "data": rows}, sent, step)


def made(body: Any, sent: Any, step: str = "create") -> Exchange:
    """An answer to a request."""
    exchange = an_exchange(body=json.dumps(body).encode(), step=step)
    request = replace(exchange.request, body=json.dumps(sent).encode())
    return replace(exchange, request=request)


def batch(together: Embed, alone: Embed) -> Recording:
    """The recording of the batch, with these vectors in it and for its parts."""
    found = []
    for step in BATCH.steps:
        texts = step.json["input"]
        several = isinstance(texts, list)
        vectors = [together(text) for text in texts] if several else [alone(texts)]
        found.append(answer(vectors, step.json, step.name))
    return Recording(BATCH.name, "relay", tuple(found))


def judge(id: str, what: Exchange | Recording, *beside: Recording | None) -> None:
    """Judge a requirement."""
    ENTRIES[id].function(what, *beside)


def nearly(text: str) -> Vector:
    """The vector of a text, but for rounding."""
    return [number + 3e-4 for number in told_apart(text)]


def reversed_batch() -> Recording:
    """A batch whose vectors stand under the wrong indexes."""
    found = batch(told_apart, told_apart)
    sent = BATCH.steps[0].json
    swapped = answer([told_apart(t) for t in reversed(sent["input"])], sent, "batch")
    return replace(found, exchanges=(swapped, *found.exchanges[1:]))


def test_a_batch_equals_its_parts_but_for_rounding() -> None:
    """What differs by rounding only is not blamed."""
    judge("embeddings.batch-equals-parts", batch(nearly, told_apart))


def test_items_in_another_order_are_not_blamed() -> None:
    """An item belongs to the text at its index, wherever it stands."""
    found = batch(told_apart, told_apart)
    body = found["batch"].json
    body["data"].reverse()
    first = made(body, BATCH.steps[0].json, "batch")
    shuffled = replace(found, exchanges=(first, *found.exchanges[1:]))
    for id in ("batch-equals-parts", "index", "count", "shape"):
        judge(f"embeddings.{id}", shuffled)


def test_vectors_under_the_wrong_index_are_blamed() -> None:
    """Vectors that were joined in another order are told."""
    with pytest.raises(Violation, match="the nearest is that of text 37"):
        judge("embeddings.batch-equals-parts", reversed_batch())


def test_a_server_that_tells_no_texts_apart_hides_the_answer() -> None:
    """A stub with one vector for all texts is neither right nor wrong."""
    found = batch(lambda text: [0.6, 0.8], lambda text: [0.6, 0.8])
    with pytest.raises(Undecided, match="tell the texts apart"):
        judge("embeddings.batch-equals-parts", found)


def test_a_server_that_does_not_repeat_itself_hides_the_answer() -> None:
    """Vectors that change from call to call are blamed as such, once."""
    drawn = iter(range(9))
    found = batch(told_apart, lambda text: told_apart(str(next(drawn))))
    with pytest.raises(Undecided, match="reproduce"):
        judge("embeddings.batch-equals-parts", found)
    with pytest.raises(Violation, match="nearly the same"):
        judge("embeddings.repeatable", found)


def packed(form: str, factor: float = 1.0) -> Recording:
    """A vector as numbers, and as base64 of a form of `struct`."""
    plain = told_apart("hello")
    data = struct.pack(form, *(factor * number for number in plain))
    row = {"index": 0, "embedding": base64.b64encode(data).decode()}
    sent = {"input": "hello", "encoding_format": "base64"}
    steps = (answer([plain], sent, "float"), made({"data": [row]}, sent, "base64"))
    return Recording("embeddings/base64", "relay", steps)


def test_base64_within_rounding_is_not_blamed() -> None:
    """32-bit floats are less precise than the numbers of the plain form."""
    judge("embeddings.base64", packed("<16f", 1.0002).last)
    judge("embeddings.base64.same-vector", packed("<16f", 1.0002))


@pytest.mark.parametrize(
    ("form", "words"),
    [("<16d", "16 numbers, got 32"), (">16f", "the vector of the plain")],
)
def test_base64_of_another_form_is_blamed(form: str, words: str) -> None:
    """64-bit floats, and floats in the other order of bytes, are told."""
    judge("embeddings.base64", packed(form).last)
    with pytest.raises(Violation, match=words):
        judge("embeddings.base64.same-vector", packed(form))


@pytest.mark.parametrize(
    ("sent", "vectors"), [("", [[0.1, 0.2]]), ([], []), ([""], [[0.1, 0.2]])]
)
def test_an_empty_input_that_is_embedded_is_not_blamed(
    sent: object, vectors: Sequence[Vector]
) -> None:
    """A vector for each text, also where there is none, is a whole answer."""
    judge("embeddings.empty-input", answer(vectors, {"input": sent}), None)


@pytest.mark.parametrize(
    "body", [{"data": [{"embedding": None}]}, {"data": []}, {"error": {"message": "x"}}]
)
def test_an_empty_input_without_a_vector_is_blamed(body: object) -> None:
    """Null, nothing and an error are no vector of an empty text."""
    with pytest.raises(Violation):
        judge("embeddings.empty-input", made(body, {"input": ""}), None)


def test_an_empty_input_is_not_refused_where_every_input_is() -> None:
    """A refusal tells something of the empty input where others are taken."""
    refusal = replace(an_exchange(400, b"{}"), step="create")
    plain = Recording("embeddings/minimal", "relay", (answer([[0.1]], {}),))
    judge("embeddings.empty-input", refusal, plain)
    for nothing in (None, Recording("embeddings/minimal", "relay", (refusal,))):
        with pytest.raises(Undecided):
            judge("embeddings.empty-input", refusal, nothing)


@pytest.mark.parametrize("number", [0.0, 0.25])
def test_one_vector_for_all_texts_is_blamed(number: float) -> None:
    """Zeros, and a constant, are a finding: no text is told from another."""
    found = batch(lambda text: [number] * 8, lambda text: [number] * 8)
    with pytest.raises(Violation, match="different vectors"):
        judge("embeddings.distinct", found)
    judge("embeddings.distinct", batch(nearly, nearly))


@pytest.mark.parametrize(
    ("number", "id", "words"),
    [
        ("1e999", "embeddings.finite", "finite"),
        ("1" + "0" * 400, "embeddings.json", "401 digits"),
    ],
)
def test_a_number_that_is_too_large_is_blamed(number: str, id: str, words: str) -> None:
    """What overflows is blamed once, and does not break the suite."""
    body = {"data": [{"index": 0, "embedding": [0.1, 7]}]}
    text = json.dumps(body).replace("7", number)
    exchange = replace(made(body, {"input": "a"}), events=())
    piece = replace(exchange.response.pieces[0], data=text.encode())
    response = replace(exchange.response, pieces=(piece,))
    recording = Recording("c", "relay", (replace(exchange, response=response),))
    with pytest.raises(Violation, match=words):
        judge(id, recording)


def test_what_has_no_vectors_is_blocked() -> None:
    """Requirements on vectors leave their absence to others."""
    found = Recording("c", "relay", (made({"data": []}, {"input": "a"}),))
    for id in ("index", "same-length", "finite"):
        with pytest.raises(Blocked):
            judge(f"embeddings.{id}", found)


MODEL = {"id": "m", "object": "model", "created": 1626777600, "owned_by": "custom"}
PERMISSION = {"id": "p", "object": "model_permission", "created": 1626777600}


@pytest.mark.parametrize("head", [{"object": "list"}, {"success": True}])
@pytest.mark.parametrize("permission", [None, [PERMISSION]])
def test_the_lists_of_known_relays_are_accepted(
    head: dict[str, object], permission: object
) -> None:
    """A relay's list says `object` or `success`, and permissions may be null."""
    row = {**MODEL, "permission": permission, "root": "m", "parent": None}
    assert first_error({**head, "data": [row]}, "wire/model-list-relay") is None


@pytest.mark.parametrize(
    ("head", "more"),
    [
        ({}, {}),
        ({"success": False}, {}),
        ({"object": "list"}, {"permission": "all"}),
        ({"object": "list"}, {"created": None}),
    ],
)
def test_other_lists_are_blamed(
    head: dict[str, object], more: dict[str, object]
) -> None:
    """A list that says neither, or holds what no relay documents, is told."""
    listed = {**head, "data": [MODEL | more]}
    assert first_error(listed, "wire/model-list-relay") is not None
