"""Known clients: what is told of them is true, and follows from the verdicts."""

import re
import tomllib
from types import MappingProxyType
from typing import Any

import pytest

from conformance.formats.paths import data
from conformance.relay import Relay, RelaySettings, faults
from conformance.reporting import markdown
from conformance.reporting.clients import clients, fates, journeys
from conformance.reporting.report import JudgedTarget
from conformance.tests.helpers import a_profile, a_target
from conformance.tests.journeys import JOURNEYS, came_of
from conformance.tests.packaged import CATALOGUE
from conformance.tests.relay.calls import KEY
from conformance.tests.reports import a_report, an_outcome, judge, lost, violated

ROWS: list[dict[str, Any]] = tomllib.loads(
    (data("cases") / "clients.toml").read_text("utf-8")
)["seen"]
STATED = MappingProxyType({entry.id: entry for entry in CATALOGUE.entries})
CAUGHT_BY = {bend.name: bend.caught_by for bend in faults()}
OFFICIAL = "openai-python"


@pytest.fixture(scope="module")
def relay() -> Any:
    with Relay(RelaySettings(key=KEY)) as running:
        yield running


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row["fault"]))
def test_a_row_names_what_there_is(row: dict[str, Any]) -> None:
    assert row["requirement"] in STATED
    assert CAUGHT_BY[row["fault"]] == row["requirement"]
    assert row["journey"] in journeys()
    assert row["breaks"].keys() <= {client.name for client in clients()}
    assert all(row["breaks"].values())


def test_each_client_is_broken_by_something() -> None:
    assert [client.name for client in clients() if not client.breaks] == []


def test_each_journey_is_made() -> None:
    assert journeys().keys() == {row["journey"] for row in ROWS} == JOURNEYS.keys()


@pytest.mark.parametrize(
    "row", ROWS, ids=lambda row: f"{row['fault']}-{row['journey']}"
)
def test_the_official_client_does_what_is_told(
    relay: Relay, row: dict[str, Any]
) -> None:
    usual = came_of(row["journey"], relay.base_url())
    came = came_of(row["journey"], relay.base_url(row["fault"]))
    told = row["breaks"].get(OFFICIAL, "")
    assert (came != usual) is bool(told)
    named = re.search(r"raises (\w+)", told)
    if named:
        assert came[0] == named[1]  # type: ignore[index]


def fates_of(judged: JudgedTarget) -> list[Any]:
    """How each client fares with a target."""
    verdicts, profile = judged.verdict.verdicts, judged.target.profile
    return list(fates(verdicts, profile, CATALOGUE))


def fate_of(name: str, *outcomes: Any) -> Any:
    """How a client fares after these outcomes, all else having passed."""
    told = {o.requirement for o in outcomes}
    passed = [
        an_outcome(row["requirement"]) for row in ROWS if row["requirement"] not in told
    ]
    rows = fates_of(judge(*outcomes, *passed))
    return next(one for one in rows if one["name"] == name)


def test_a_client_works_where_nothing_that_breaks_it_is_violated() -> None:
    made = fate_of("litellm", violated("chat.stream.role"))
    assert (made["fate"], made["breaks"], made["untested"]) == ("works", [], [])


@pytest.mark.parametrize("verdict", ["violated", "waived"])
def test_a_client_breaks_whether_or_not_it_is_waived(verdict: str) -> None:
    made = fate_of(OFFICIAL, an_outcome("chat.stream.object", verdict=verdict))
    assert made["fate"] == "breaks"
    assert made["breaks"] == [
        {
            "requirement": "chat.stream.object",
            "journey": "stream-helper",
            "fault": "stream-object-chat-completion",
            "does": "raises AssertionError, without a word",
        }
    ]


def test_what_was_not_judged_is_no_proof_that_a_client_works() -> None:
    made = fate_of(OFFICIAL, lost("models.list.shape"))
    assert (made["fate"], made["untested"]) == ("not-tested", ["models.list.shape"])
    assert fate_of("litellm", lost("models.list.shape"))["fate"] == "works"


def test_what_was_not_selected_was_not_judged() -> None:
    (made, *_) = fates_of(judge(an_outcome("chat.id"), target=a_full_target()))
    assert made["fate"] == "not-tested"
    assert "chat.stream.object" in made["untested"]


def test_what_the_contract_does_not_have_breaks_nobody() -> None:
    (made, *_) = fates_of(judge(an_outcome("chat.id")))
    assert "embeddings.base64.accepted" not in made["untested"]


def a_full_target() -> Any:
    knows = ("chat", "chat.stream", "embeddings", "embeddings.base64", "models")
    return a_target(profile=a_profile(required=knows))


def test_the_summary_has_a_row_for_each_client() -> None:
    made = a_report(judge(violated("chat.stream.object")))
    text = markdown.render(made).partition("**Known clients**")[2]
    rows = [line for line in text.splitlines() if line.startswith("| ")][1:]
    assert len(rows) == len(clients())
    assert "<code>chat.stream.object</code>: raises AssertionError" in rows[0]
