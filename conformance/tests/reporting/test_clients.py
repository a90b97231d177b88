"""Known clients: what is told of them is true, and follows from the verdicts."""

import re
from types import MappingProxyType
from typing import Any

import pytest

from conformance.relay import Relay, RelaySettings, faults
from conformance.reporting import markdown
from conformance.reporting.clients import (
    Sighting,
    clients,
    fates,
    journeys,
    sightings,
    unavoidable,
)
from conformance.reporting.report import JudgedTarget
from conformance.tests.helpers import a_profile, a_target
from conformance.tests.journeys import JOURNEYS, came_of
from conformance.tests.packaged import CATALOGUE
from conformance.tests.relay.calls import KEY
from conformance.tests.reports import a_report, an_outcome, judge, lost, violated

STATED = MappingProxyType({entry.id: entry for entry in CATALOGUE.entries})
NOTICED_BY = {bend.name: (bend.caught_by, *bend.also) for bend in faults()}
NAMES = {client.name for client in clients()}
OFFICIAL = "openai-python"


def named(one: Sighting) -> str:
    return f"{one.requirement}-{one.fault}"


@pytest.fixture(scope="module")
def relay() -> Any:
    with Relay(RelaySettings(key=KEY)) as running:
        yield running


@pytest.mark.parametrize("one", sightings(), ids=named)
def test_a_row_names_what_there_is(one: Sighting) -> None:
    assert one.requirement in STATED
    assert one.requirement in NOTICED_BY[one.fault]
    assert one.journey in journeys()
    assert one.breaks.keys() | one.differs.keys() <= NAMES
    assert not one.breaks.keys() & one.differs.keys()
    assert all((*one.breaks.values(), *one.differs.values()))


def test_each_client_is_broken_by_something() -> None:
    assert [client.name for client in clients() if not client.breaks] == []


def test_each_journey_is_made() -> None:
    assert journeys().keys() == {one.journey for one in sightings()} == JOURNEYS.keys()


@pytest.mark.parametrize(
    ("id", "client"),
    sorted({(one.requirement, name) for one in sightings() for name in one.breaks}),
)
def test_what_breaks_a_client_was_also_seen_in_a_way_that_does_not(
    id: str, client: str
) -> None:
    own = [one for one in sightings() if one.requirement == id]
    taken = [one for one in own if client not in one.breaks]
    assert bool(taken) is not bool(unavoidable().get((id, client)))


def test_what_breaks_a_client_in_each_way_does_break_it() -> None:
    broken = {(one.requirement, name) for one in sightings() for name in one.breaks}
    assert unavoidable().keys() <= broken


def test_no_two_rows_are_about_the_same_violations_on_the_same_journey() -> None:
    ways = [(s.requirement, s.kind, s.cases, s.steps, s.journey) for s in sightings()]
    assert len(ways) == len(set(ways))


@pytest.mark.parametrize(
    "one", sightings(), ids=lambda one: f"{one.fault}-{one.journey}"
)
def test_the_official_client_does_what_is_told(relay: Relay, one: Sighting) -> None:
    usual = came_of(one.journey, relay.base_url())
    came = came_of(one.journey, relay.base_url(one.fault))
    told = one.breaks.get(OFFICIAL, "") or one.differs.get(OFFICIAL, "")
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
        an_outcome(one.requirement)
        for one in sightings()
        if one.requirement not in told
    ]
    rows = fates_of(judge(*outcomes, *passed))
    return next(one for one in rows if one["name"] == name)


def test_a_client_works_where_nothing_that_breaks_it_is_violated() -> None:
    made = fate_of("litellm", violated("chat.stream.role", kind="missing"))
    assert (made["fate"], made["breaks"], made["untested"]) == ("works", [], [])


@pytest.mark.parametrize("verdict", ["violated", "waived"])
def test_a_client_breaks_whether_or_not_it_is_waived(verdict: str) -> None:
    made = fate_of(
        OFFICIAL, an_outcome("chat.stream.object", verdict=verdict, kind="other")
    )
    assert made["fate"] == "breaks"
    assert made["breaks"] == [
        {
            "requirement": "chat.stream.object",
            "journey": "stream-helper",
            "fault": "stream-object-chat-completion",
            "does": "raises AssertionError, without a word",
        }
    ]


@pytest.mark.parametrize(
    ("client", "way"),
    [
        ("openai-node", {"id": "errors.envelope", "kind": "/error/code:type"}),
        ("openai-python", {"id": "errors.envelope", "kind": "/error:missing"}),
        ("openai-python", {"id": "chat.stream.chunk", "kind": "/service_tier:type"}),
        ("ai-sdk", {"id": "embeddings.base64.accepted", "step": "base64"}),
        ("langchain", {"id": "http.whole", "kind": "broken", "case": "models/list"}),
    ],
)
def test_a_client_works_where_it_was_seen_to_take_the_violation(
    client: str, way: dict[str, Any]
) -> None:
    made = fate_of(client, violated(**{"case": "errors/unknown-model"} | way))
    assert (made["fate"], made["breaks"], made["otherwise"]) == ("works", [], [])


@pytest.mark.parametrize(
    ("client", "way"),
    [
        ("openai-node", {"id": "errors.envelope", "case": "errors/images/size"}),
        ("openai-python", {"id": "chat.stream.chunk", "kind": "/usage:type"}),
        ("ai-sdk", {"id": "embeddings.base64.accepted", "step": "other"}),
    ],
)
def test_what_the_client_was_not_seen_to_meet_is_neither(
    client: str, way: dict[str, Any]
) -> None:
    made = fate_of(client, violated(**{"kind": "/error:missing"} | way))
    assert (made["fate"], made["breaks"]) == ("not-tested", [])
    assert made["otherwise"] == [way["id"]]


def test_of_several_kinds_in_one_violation_each_counts() -> None:
    kind = "/service_tier:type /choices/*/delta:missing"
    made = fate_of(OFFICIAL, violated("chat.stream.chunk", kind=kind))
    assert made["fate"] == "breaks"
    assert [one["fault"] for one in made["breaks"]] == [
        "stream-message-instead-of-delta"
    ]


def test_a_violation_counts_on_the_case_that_shows_it() -> None:
    envelope = {"id": "errors.envelope", "kind": "/error:missing"}
    taken = violated(**envelope, case="models/retrieve-unknown")
    met = violated(**envelope, case="errors/unknown-model")
    assert fate_of("ai-sdk", taken)["fate"] == "works"
    assert fate_of("ai-sdk", taken, met)["fate"] == "breaks"


def test_a_case_that_passes_says_nothing_of_another() -> None:
    passed = an_outcome("errors.envelope", case="errors/unknown-model")
    taken = violated(
        "errors.envelope", kind="/error:missing", case="models/retrieve-unknown"
    )
    assert fate_of("ai-sdk", passed, taken)["fate"] == "works"


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
    made = a_report(judge(violated("chat.stream.object", kind="other")))
    text = markdown.render(made).partition("**Known clients**")[2]
    rows = [line for line in text.splitlines() if line.startswith("| ")][1:]
    assert len(rows) == len(clients())
    assert "<code>chat.stream.object</code>: raises AssertionError" in rows[0]
