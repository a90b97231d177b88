"""What no client sends is at most a bad refusal; values are nested within reason."""

import re

import pytest

from conformance.generation.bodies import body_breaks
from conformance.generation.change import Literal
from conformance.generation.family import BrokenStatement
from conformance.tests.generation.test_checks import ERROR, asked, judged
from conformance.tests.packaged import SUITE

BREAKS = {statement.id: statement for statement in body_breaks("messages")}
# As deep as the schemas of tools that clients send.
DEEP_ENOUGH = range(30, 65)


def deepest(text: str) -> int:
    """How deep the lists in a text are nested."""
    return max(map(len, re.findall(r"\[+", text)), default=0)


@pytest.mark.parametrize("id", ["body.empty", "body.list", "body.text", "body.scalar"])
def test_no_client_sends_these(id: str) -> None:
    assert BREAKS[id].unsent


@pytest.mark.parametrize("id", ["body.json", "body.form", "body.depth", "body.twice"])
def test_clients_and_proxies_do_send_those(id: str) -> None:
    assert not BREAKS[id].unsent


@pytest.mark.parametrize(
    ("unsent", "status", "no_5xx", "refused"),
    [
        (True, 500, "blocked", "violated"),
        (True, 400, "blocked", "held"),
        (True, 200, "blocked", "violated"),
        (False, 500, "violated", "blocked"),
        (False, 400, "held", "held"),
    ],
)
def test_a_5xx_on_them_is_a_bad_refusal(
    unsent: bool, status: int, no_5xx: str, refused: str
) -> None:
    exchange = asked({}, ERROR if status != 200 else {}, status)
    of = {"status": "malformed", "unsent": unsent}
    assert judged("refused", "no-5xx", "chat", exchange, **of) == no_5xx
    assert judged("refused", "refused", "chat", exchange, **of) == refused


def depth_of(statement: BrokenStatement) -> int:
    """How deep the value of a break is nested."""
    change = statement.changes.example()
    assert isinstance(change, Literal)
    return deepest(change.text)


@pytest.mark.filterwarnings("ignore:.*interactive")
def test_drawn_values_are_as_deep_as_clients_nest_them() -> None:
    assert depth_of(BREAKS["body.depth"]) in DEEP_ENOUGH


@pytest.mark.parametrize("kind", ["odd", "odd-completions"])
def test_written_values_are_as_deep_as_clients_nest_them(kind: str) -> None:
    (step,) = SUITE.cases[f"errors/{kind}/strained"].steps
    assert deepest(step.body or "") in DEEP_ENOUGH
