"""What is said to judge a statement of OpenAI looks at it."""

import pytest

from conformance.formats.paths import data
from conformance.inputs.statement import PageStatement
from conformance.inputs.suite import tables
from conformance.tests.packaged import CATALOGUE
from conformance.tests.trace.coverage import STATEMENTS, places_of
from conformance.tests.trace.evidence import is_about, is_judged
from conformance.tests.trace.place import place_of
from conformance.tests.trace.sent import is_sent

JUDGED = [one for one in STATEMENTS if one.judged_by]
ACCEPTED = [e.id for e in CATALOGUE.entries if e.id.endswith(".accepted")]
UNTESTED = tables(data("cases"), "untested")["group"]
CHAT = "openai/chat#"
# What no case sends, what no schema describes, and what another route is about.
NOT_JUDGED = [
    ("request.verbosity", "chat.accepted"),
    ("request.verbosity=low", "chat.parameters.accepted"),
    ("request.stop:maxItems=5", "generated.refused"),
    ("request.temperature:null", "chat.accepted"),
    ("request.temperature:string", "chat.parameters.accepted"),
    ("request.messages(tool).content:array", "chat.tools.history.accepted"),
    (
        "request.messages(user).content(image_url).image_url:required",
        "chat.vision.seen",
    ),
    ("request.tool_choice=sometimes", "chat.tools.accepted"),
    ("answer.service_tier=flex", "chat.shape"),
    ("answer.choices.message.audio.id", "chat.tools.ids"),
    ("answer.id", "completions.shape"),
    ("answer.created:string", "chat.shape"),
    ("answer.model:required", "chat.shape"),
    ("event.obfuscation", "chat.stream.chunk"),
    ("status.200.media=text/event-stream", "chat.stream.done"),
    ("route", "completions.accepted"),
    ("route", "chat.shape"),
]


@pytest.mark.parametrize("one", JUDGED, ids=lambda one: str(one.id))
def test_what_judges_a_statement_looks_at_each_of_its_places(
    one: PageStatement,
) -> None:
    """Each place is looked at by one of them, and each of them looks at one."""
    places = places_of(one) or [one.id]
    unseen = [
        place
        for place in places
        if not any(is_judged(place, id) for id in one.judged_by)
    ]
    assert unseen == []
    idle = [
        id
        for id in one.judged_by
        if not any(is_judged(place, id) or is_about(place, id) for place in places)
    ]
    assert idle == []


@pytest.mark.parametrize(("name", "id"), NOT_JUDGED)
def test_what_does_not_look_at_a_place_is_told(name: str, id: str) -> None:
    assert not is_judged(f"{CHAT}{name}", id)


@pytest.mark.parametrize("reason", ["unsent", "costly", "custom", "legacy", "platform"])
def test_what_is_said_to_be_sent_by_no_case_is_sent_by_none(reason: str) -> None:
    """Where a case is added, its statement is judged: it goes to its requirements."""
    ids = UNTESTED[reason]["of"]
    fields = [
        place
        for one in STATEMENTS
        if one.id in ids
        for place in places_of(one)
        if place_of(place).side == "request" and ":default=" not in place
    ]
    assert [p for p in fields if any(is_sent(p, id) for id in ACCEPTED)] == []


def test_what_is_judged_is_one_of_the_requirements() -> None:
    ids = {entry.id for entry in CATALOGUE.entries}
    assert {id for one in JUDGED for id in one.judged_by} - ids == set()


def test_the_sides_of_places_are_known() -> None:
    """A side that is misspelled would be looked at by nobody."""
    sides = {place_of(p).side for one in STATEMENTS for p in places_of(one)}
    known = {"route", "request", "query", "path", "status", "answer", "event"}
    assert sides - known == {"openai/errors#body"}
