"""Known clients: what is told of those that others wrote is seen again."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pytest

from conformance.relay import Relay, RelaySettings
from conformance.reporting.clients import (
    KnownClient,
    Sighting,
    clients,
    journeys,
    sightings,
)
from conformance.tests.real.ordinary import DRIVERS, came_of
from conformance.tests.relay.calls import KEY

NAMED = {client.name: client for client in clients()}
OCCASIONS = sorted({(one.journey, one.fault) for one in sightings()})

pytestmark = pytest.mark.real


@dataclass(frozen=True, slots=True)
class Gone:
    """A client, and what came of its journeys without a fault and with one."""

    client: KnownClient
    usual: Mapping[str, dict[str, Any]]
    came: Mapping[tuple[str, str], dict[str, Any]]

    def told(self, one: Sighting) -> str:
        """What the client is told to do then; nothing if it goes on as usual."""
        return one.does(self.client) or one.differs.get(self.client.name, "")


@pytest.fixture(scope="module", params=DRIVERS)
def gone(request: pytest.FixtureRequest) -> Gone:
    """A client that has been on all its journeys, in one process."""
    client = NAMED[request.param]
    made = [one for one in journeys() if one not in DRIVERS[client.name].unmade]
    met = [occasion for occasion in OCCASIONS if occasion[0] in made]
    with Relay(RelaySettings(key=KEY)) as relay:
        usual = [(journey, relay.base_url()) for journey in made]
        bent = [(journey, relay.base_url(fault)) for journey, fault in met]
        came = came_of(client, [*usual, *bent])
    assert len(came) == len(made) + len(met)
    return Gone(
        client,
        usual=dict(zip(made, came, strict=False)),
        came=dict(zip(met, came[len(made) :], strict=True)),
    )


def test_all_others_are_seen() -> None:
    assert {"openai-python", *DRIVERS} == NAMED.keys()


def test_without_a_fault_only_an_unknown_model_is_an_error(gone: Gone) -> None:
    assert "The model 'gpt-none' does not exist." in gone.usual["unknown-model"]["text"]
    failed = [journey for journey, came in gone.usual.items() if not came.get("result")]
    assert failed == ["unknown-model"]


@pytest.mark.parametrize("one", sightings(), ids=lambda one: one.fault)
def test_a_client_does_what_is_told(gone: Gone, one: Sighting) -> None:
    told = gone.told(one)
    if one.journey in DRIVERS[gone.client.name].unmade:
        assert not told
        return
    came = gone.came[one.journey, one.fault]
    assert (came != gone.usual[one.journey]) is bool(told), (came, told)
    assert not told or is_told(came, told), (came, told)


def is_told(came: dict[str, Any], told: str) -> bool:
    """Whether what came is of the kind that is told."""
    if "waits" in came:
        return "waits on" in told
    if named := re.search(r"raises (\w+)", told):
        return bool(came.get("error") == named[1])
    no_error = re.search(r"\b(no|without an) error", told)
    return "waits on" not in told and not (no_error and "error" in came)
