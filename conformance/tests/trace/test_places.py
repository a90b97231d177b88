"""Places are named, compared and taken apart in one way."""

import pytest

from conformance.tests.trace.place import Place, place_of
from conformance.tests.trace.places import Difference, compare, matching, uncovered

PLACES = ("a#b", "a#b:null", "a#b(c).d", "a#e[]=f.g")


def test_a_pattern_names_itself_or_what_its_star_stands_for() -> None:
    assert matching(PLACES, ["a#b"]) == ["a#b"]
    assert matching(PLACES, ["a#b(*", "a#e[]=*"]) == ["a#b(c).d", "a#e[]=f.g"]
    assert uncovered(PLACES, ["a#b*"]) == ["a#e[]=f.g"]


def test_what_is_new_gone_and_changed_is_told_apart() -> None:
    old = ("a#n", "a#n:maximum=4", "a#n:null", "a#n=x")
    new = ("a#n", "a#n:maximum=8", "a#n:integer", "a#n=y")
    assert compare(old, new) == Difference(
        new=("a#n:integer", "a#n=y"),
        gone=("a#n:null", "a#n=x"),
        changed=(("a#n:maximum=4", "a#n:maximum=8"),),
    )


@pytest.mark.parametrize(
    ("name", "place"),
    [
        (
            "openai/chat#request.tools(function).function:required",
            Place(
                "POST /chat/completions",
                "request",
                "tools(function).function",
                "required",
            ),
        ),
        (
            "openai/audio#speech.request.speed:minimum=0.25",
            Place("POST /audio/speech", "request", "speed", "minimum", "0.25"),
        ),
        (
            "openai/audio#transcriptions.event(transcript.text.done).usage(tokens).n",
            Place(
                "POST /audio/transcriptions",
                "event",
                "(transcript.text.done).usage(tokens).n",
            ),
        ),
        (
            "openai/models#list.answer.object=list",
            Place("GET /models", "answer", "object", value="list"),
        ),
        ("openai/errors#body.code", Place("", "openai/errors#body", "code")),
    ],
)
def test_a_place_is_taken_apart(name: str, place: Place) -> None:
    assert place_of(name) == place
