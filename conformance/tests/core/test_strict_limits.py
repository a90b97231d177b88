"""JSON that costs its reader too much is not read, and that is what is told of it."""

import json

import pytest

from conformance.core.exceptions import LimitReached
from conformance.core.strict import (
    MOST_CONTAINERS,
    MOST_NESTED,
    MOST_TEXTS,
    NotStrict,
    parse,
    parse_lenient,
    parse_strict,
)


def nested(levels: int) -> bytes:
    """An object so many levels deep."""
    return b'{"a":' * levels + b"1" + b"}" * levels


TOO_MUCH = {
    "objects": b"[" + b",".join([b"{}"] * MOST_CONTAINERS) + b"]",
    "lists": b"[" + b",".join([b"[]"] * MOST_CONTAINERS) + b"]",
    "texts": json.dumps(["x"] * (MOST_TEXTS + 1)).encode(),
    "depth": nested(MOST_NESTED + 1),
    "brackets": b"[" * 1_000_000,
}


@pytest.mark.parametrize("data", TOO_MUCH.values(), ids=TOO_MUCH)
def test_what_is_too_much_is_not_read(data: bytes) -> None:
    with pytest.raises(LimitReached):
        parse_strict(data)
    with pytest.raises(LimitReached):
        parse(data)
    assert parse_lenient(data) is None


def test_what_an_ordinary_answer_has_is_read() -> None:
    chances = [{"token": "a", "logprob": -1.5, "bytes": [97]}] * 20
    logprobs = [{**chances[0], "top_logprobs": chances}] * 1000
    vectors = [{"index": n, "embedding": [0.5] * 256} for n in range(2048)]
    for value in (logprobs, vectors, {"picture": "A" * 2**22}):
        assert parse_strict(json.dumps(value).encode()) == value
    assert parse_strict(nested(MOST_NESTED)) == json.loads(nested(MOST_NESTED))


@pytest.mark.parametrize("digits", [309, 400, 5000, 100_000])
def test_a_number_that_no_double_holds_is_read_in_different_ways(digits: int) -> None:
    data = b'{"created": -%s}' % (b"9" * digits)
    with pytest.raises(NotStrict, match=rf"a number of {digits} digits"):
        parse_strict(data)
    assert parse_lenient(data) is None


def test_a_number_that_a_double_holds_is_read() -> None:
    assert parse_strict(b"9" * 308) == int("9" * 308)
    assert parse_strict(b"-" + b"9" * 308) == -int("9" * 308)
