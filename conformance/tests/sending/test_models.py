"""Which model stands for a kind."""

import pytest

from conformance.core.exceptions import LossReason, NotOffered, NotRecorded
from conformance.core.exchange import Recording
from conformance.inputs.target import BARE
from conformance.sending.models import Get, model_for
from conformance.tests.helpers import a_target, an_exchange
from conformance.tests.sending.test_applicability import answers, listing


def model(kind: str, models: dict[str, str], get: Get) -> str:
    """The model chosen for a kind."""
    return model_for(kind, a_target(models=models), get)


def test_a_named_model_wins() -> None:
    assert model("images", {"images": "mine"}, listing("dall-e-3")) == "mine"


def test_the_documented_model_is_taken_if_the_target_lists_it() -> None:
    assert model("images", {BARE: "bare"}, listing("x", "dall-e-3")) == "dall-e-3"


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
        b'{"data": {"id": "dall-e-3"}}',
        b'{"data": [5, {"id": ["dall-e-3"]}]}',
        b"[" * 100_000,
    ],
)
def test_a_hostile_list_of_models_is_no_list(body: bytes) -> None:
    with pytest.raises(NotOffered):
        model("images", {}, answers(an_exchange(200, body)))


@pytest.mark.parametrize(
    "reason", [NotRecorded(LossReason.UNREACHABLE), NotOffered("no models")]
)
def test_without_a_list_nothing_is_listed(reason: Exception) -> None:
    def get(name: str) -> Recording:
        raise reason

    with pytest.raises(NotOffered, match="name one with"):
        model("images", {}, get)
