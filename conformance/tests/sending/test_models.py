"""Which model stands for a kind."""

import json
from dataclasses import replace

import pytest

from conformance.core.exceptions import LossReason, NotOffered, NotRecorded
from conformance.core.exchange import Recording
from conformance.inputs.target import BARE
from conformance.sending.models import Get, model_for
from conformance.tests.helpers import a_profile, a_target, an_exchange
from conformance.tests.sending.test_applicability import answers, listing

FIRST, SECOND = "vectors-2", "vectors-1"


def model(kind: str, models: dict[str, str], get: Get) -> str:
    """The model chosen for a kind."""
    profile = a_profile(models={"embeddings": (FIRST, SECOND)})
    return model_for(kind, a_target(models=models, profile=profile), get)


def rows(*listed: dict[str, object], day: str = "2027-01-15T08:00:00Z") -> Get:
    """A list of models, asked for on a day."""
    exchange = an_exchange(200, json.dumps({"data": listed}).encode())
    return answers(replace(exchange, started=day))


def test_a_named_model_wins() -> None:
    assert model("embeddings", {"embeddings": "mine"}, listing(FIRST)) == "mine"


def test_the_first_preferred_model_that_the_target_lists_is_taken() -> None:
    assert model("embeddings", {}, listing("x", FIRST)) == FIRST
    assert model("embeddings", {}, listing(SECOND, "x")) == SECOND
    assert model("embeddings", {BARE: "bare"}, listing(SECOND, FIRST)) == FIRST


@pytest.mark.parametrize("end", ["2027-01-14", "2026-12-31T00:00:00Z"])
def test_a_model_past_its_end_is_not_taken(end: str) -> None:
    get = rows({"id": FIRST, "shutdown_date": end}, {"id": SECOND})
    assert model("embeddings", {}, get) == SECOND


@pytest.mark.parametrize("end", ["2027-01-15", "2027-01-16", None, "soon", 5, ""])
def test_a_model_before_its_end_is_taken(end: object) -> None:
    get = rows({"id": FIRST, "shutdown_date": end}, {"id": SECOND})
    assert model("embeddings", {}, get) == FIRST


def test_where_none_is_listed_the_preferred_ones_are_named() -> None:
    with pytest.raises(NotOffered, match=f"lists none of {FIRST}, {SECOND}; name one"):
        model("embeddings", {}, listing("x"))


def test_a_bare_model_serves_texts() -> None:
    assert model("chat", {BARE: "bare"}, listing()) == "bare"
    assert model("completions", {BARE: "bare"}, listing()) == "bare"


def test_a_kind_without_a_model_says_what_to_name() -> None:
    with pytest.raises(NotOffered, match="name one with --model images="):
        model("images", {BARE: "bare"}, listing("bare"))


@pytest.mark.parametrize(
    "body",
    [
        b"no json",
        b"[]",
        b"{}",
        b'{"data": 5}',
        b'{"data": {"id": "%b"}}' % FIRST.encode(),
        b'{"data": [5, {"id": ["%b"]}]}' % FIRST.encode(),
        b"[" * 100_000,
    ],
)
def test_a_hostile_list_of_models_is_no_list(body: bytes) -> None:
    with pytest.raises(NotOffered):
        model("embeddings", {}, answers(an_exchange(200, body)))


@pytest.mark.parametrize(
    "reason", [NotRecorded(LossReason.UNREACHABLE), NotOffered("no models")]
)
def test_without_a_list_nothing_is_listed(reason: Exception) -> None:
    def get(name: str) -> Recording:
        raise reason

    with pytest.raises(NotOffered, match="name one with"):
        model("embeddings", {}, get)
