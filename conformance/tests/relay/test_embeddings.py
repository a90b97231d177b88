"""Embeddings of the reference relay (source: the specification's `Embedding`)."""

import base64
import math
import struct

import pytest

from conformance.relay.json_text import Json, Object
from conformance.tests.relay.calls import CHAT, ask
from conformance.tests.relay.media_calls import embed


def vectors(text: Json, **fields: Json) -> list[list[float]]:
    """The vectors of an answer, in the order of their index."""
    data = body(text, **fields)["data"]
    assert [item["index"] for item in data] == list(range(len(data)))
    assert {item["object"] for item in data} == {"embedding"}
    return [item["embedding"] for item in data]


def body(text: Json, **fields: Json) -> Object:
    """The JSON of a good answer."""
    answer = ask(embed(text, **fields))
    assert answer.status == 200
    assert isinstance(answer.json, dict)
    return answer.json


def test_a_batch_has_the_vectors_of_its_parts() -> None:
    assert vectors(["a", "b", "a"]) == [*vectors("a"), *vectors("b"), *vectors("a")]
    assert vectors("a") != vectors("b")


def test_a_list_of_ids_is_one_text() -> None:
    assert len(vectors([40, 50, 60])) == 1
    assert vectors([[40, 50, 60], [70]]) == [*vectors([40, 50, 60]), *vectors([70])]


def test_base64_holds_the_same_numbers_as_little_endian_floats() -> None:
    (plain,) = vectors("Say hello.")
    packed = body("Say hello.", encoding_format="base64")["data"][0]["embedding"]
    data = base64.b64decode(packed, validate=True)
    assert list(struct.unpack(f"<{len(plain)}f", data)) == plain


@pytest.mark.parametrize("length", [1, 64, 256])
def test_a_vector_has_the_dimensions_asked_for(length: int) -> None:
    (found,) = vectors("Say hello.", dimensions=length)
    assert len(found) == length
    assert math.hypot(*found) == pytest.approx(1, abs=1e-5)


def test_usage_counts_all_texts() -> None:
    one, both = body("Hello")["usage"], body(["Hello", "Hello"])["usage"]
    assert one["prompt_tokens"] > 0
    assert both["prompt_tokens"] == 2 * one["prompt_tokens"]
    assert both["total_tokens"] == both["prompt_tokens"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("input", ""),
        ("input", []),
        ("input", [""]),
        ("input", [[]]),
        ("input", None),
        ("input", 5),
        ("input", {"text": "Hi"}),
        ("input", ["Hi", 5]),
        ("input", [1.5]),
        ("input", ["a"] * 2049),
        ("input", "a " * 8192),
        ("encoding_format", "hex"),
        ("dimensions", 0),
        ("dimensions", 257),
        ("dimensions", "64"),
        ("model", ""),
        ("model", CHAT),
    ],
)
@pytest.mark.parametrize(("dialect", "status"), [("openai", 400), ("vmware-pais", 422)])
def test_a_broken_request_is_refused(
    name: str, value: Json, dialect: str, status: int
) -> None:
    answer = ask(embed(**{"text": "Hi", "dialect": dialect, name: value}))
    assert answer.status == status
    assert answer.problem is not None
    assert answer.problem.at[0] == name


def test_an_unknown_model_is_refused() -> None:
    assert ask(embed("Hi", model="none")).status == 404
    assert ask(embed("Hi", "aitre", model="none")).status == 503
