"""Faults of input handling: what each does, and who can see it."""

import pytest

from conformance.relay import faults
from conformance.relay.answer import Answer
from conformance.relay.call import Call
from conformance.relay.wire import plain
from conformance.tests.relay.calls import ask, sent_bytes
from conformance.tests.relay.input_calls import (
    FAILS,
    GOOD,
    TAKEN,
    UNREADABLE,
    UNUSUAL,
)
from conformance.tests.relay.sample_calls import CALLS

GENERATED = {bend.name: bend for bend in faults() if bend.name.startswith("gen-")}
# Calls of the ordinary sample that are unusual in the same way.
ALSO_SHOWN = {
    "gen-null-500": {"completion-null"},
    "gen-usage-of-three": {"n"},
    "gen-short-stream-unended": {
        "stream-cap",
        "stream-cap-usage",
        "completion-stream-cap-usage",
    },
    "gen-format-unknown-accepted": {"bad-format"},
    "gen-format-error-as-text": {"bad-format"},
}
REFUSED = range(400, 500)
# What no client sends, so that a server error is no more than a bad refusal.
UNANSWERED = ("gen-list-body-500",)


def bent(name: str) -> Answer:
    """What the fault answers to the call that shows it."""
    return ask(UNUSUAL[name], name)


def test_each_fault_has_its_call() -> None:
    """Each fault of input handling has one call that shows it, of its dialect."""
    assert set(UNUSUAL) == set(GENERATED)
    for name, sent in UNUSUAL.items():
        assert GENERATED[name].dialects == (sent.dialect.name,)


@pytest.mark.parametrize("name", GOOD)
def test_a_good_call_is_answered(name: str) -> None:
    """The faithful relay answers the unusual calls that are good."""
    assert ask(GOOD[name]).status == 200


@pytest.mark.parametrize("name", [*TAKEN, *FAILS, *UNREADABLE])
def test_a_bad_call_is_refused(name: str) -> None:
    """The faithful relay refuses the others as its dialect does."""
    documented = {"openai": 400, "vmware-pais": 422}
    sent = UNUSUAL[name]
    assert ask(sent).status == documented[sent.dialect.name]


def caught(by: str) -> list[str]:
    """The faults that a requirement has to notice."""
    return [name for name, bend in GENERATED.items() if bend.caught_by == by]


@pytest.mark.parametrize("name", caught("generated.answered"))
def test_a_good_call_is_not_answered(name: str) -> None:
    """A good call ends the connection."""
    assert name in GOOD
    assert bent(name).hangs_up


@pytest.mark.parametrize("name", [*caught("generated.no-5xx"), *UNANSWERED])
def test_a_call_breaks_the_relay(name: str) -> None:
    """A call, be it good or bad, gets status 500 in place of 200 or 400."""
    assert name in {**GOOD, **FAILS}
    assert bent(name).status == 500


@pytest.mark.parametrize("name", caught("generated.accepted"))
def test_a_good_call_is_refused_silently(name: str) -> None:
    """A good call is refused, and no field of it is named."""
    assert name in GOOD
    assert bent(name).status in REFUSED
    said = plain(bent(name)).decode()
    assert [field for field in GOOD[name].fields if field in said] == []


@pytest.mark.parametrize(
    "name", [name for name in caught("generated.refused") if name not in UNANSWERED]
)
def test_a_bad_call_is_taken(name: str) -> None:
    """A bad call gets an answer as if it were good."""
    assert name in TAKEN
    assert bent(name).status == 200


def test_the_total_is_too_small() -> None:
    """The total of three choices is less than its parts."""
    usage = bent("gen-usage-of-three").json["usage"]
    parts = usage["prompt_tokens"] + usage["completion_tokens"]
    assert usage["total_tokens"] < parts


def test_a_choice_is_lost() -> None:
    """One of two choices is lost."""
    assert len(bent("gen-choices-with-stop").json["choices"]) == 1


def test_a_stop_text_stays() -> None:
    """The fourth stop text stays in the text."""
    (choice,) = bent("gen-fourth-stop-kept").json["choices"]
    assert choice["text"].endswith("10")


def test_created_is_a_text() -> None:
    """The time of an answer is a text."""
    assert isinstance(bent("gen-fine-temperature").json["created"], str)


def test_a_short_stream_has_no_end() -> None:
    """A stream of two tokens lacks the last event."""
    whole = ask(UNUSUAL["gen-short-stream-unended"]).events
    assert bent("gen-short-stream-unended").events == whole[:-1]


def test_a_vector_is_too_long() -> None:
    """A vector of two numbers has more."""
    (item,) = bent("gen-few-dimensions-ignored").json["data"]
    assert len(item["embedding"]) > 2


def test_a_sound_is_empty() -> None:
    """A fast text has no sound."""
    assert bent("gen-speed-without-sound").body == b""


def test_a_picture_comes_twice() -> None:
    """One picture of high quality comes twice."""
    assert len(bent("gen-hd-picture-twice").json["data"]) == 2


def test_a_refusal_is_no_json() -> None:
    """A refused format is explained in prose."""
    assert bent("gen-format-error-as-text").status == 400
    assert bent("gen-format-error-as-text").json is None


def test_a_refusal_has_no_envelope() -> None:
    """A refused stop text is explained without the object around it."""
    assert bent("gen-stop-error-bare").status == 400
    assert isinstance(bent("gen-stop-error-bare").json["error"], str)


ORDINARY = {name: sent for name, sent in CALLS.items() if name not in UNUSUAL}
FAITHFUL = {name: sent_bytes(ask(sent)) for name, sent in ORDINARY.items()}


def differs(name: str, sent: Call, fault: str) -> bool:
    """Whether a fault changes the answer to an ordinary call."""
    return sent_bytes(ask(sent, fault)) != FAITHFUL[name]


@pytest.mark.parametrize("fault", UNUSUAL)
def test_ordinary_calls_do_not_show_it(fault: str) -> None:
    """No ordinary call shows a fault of input handling."""
    shown = {name for name, sent in ORDINARY.items() if differs(name, sent, fault)}
    assert shown == ALSO_SHOWN.get(fault, set())
