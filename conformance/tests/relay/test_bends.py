"""Faults and variations: found, named, shown, and within their scope."""

import re
from dataclasses import replace

import pytest

from conformance.relay import Bend, blanks, faults, variations
from conformance.relay.answer import Answer
from conformance.relay.call import Call
from conformance.tests.relay.calls import (
    ask,
    chat,
    chunks,
    complete,
    sent_bytes,
    texts,
)
from conformance.tests.relay.case_calls import case_calls
from conformance.tests.relay.ids import FAULT_IDS
from conformance.tests.relay.sample_calls import CALLS

# What these do is not in their answers: they call others, or leave tasks alone.
ELSEWHERE = {
    "sec-ssrf-image-url",
    "sec-ssrf-redirect",
    "mj-cancel-ignored",
    "mj-notify-missing-for-change",
}
FAITHFUL = {name: sent_bytes(ask(sent)) for name, sent in CALLS.items()}


def differs(bend: Bend, name: str) -> bool:
    """Whether the bend answers a call in another way."""
    return sent_bytes(ask(CALLS[name], bend.name)) != FAITHFUL[name]


def beginnings(text: str) -> set[str]:
    """How the words of a name or of an id begin."""
    return {word[:2] for word in re.findall(r"\w+", text)}


def shows(bend: Bend) -> bool:
    """Whether the bend answers any call in another way; the likely ones go first.

    A fault that comes with its own case needs no call here: that case shows it.
    """
    words = beginnings(f"{bend.name} {bend.caught_by}")
    likely = sorted(CALLS, key=lambda name: -len(words & beginnings(name)))
    return any(differs(bend, name) for name in likely) or any(
        sent_bytes(ask(sent, bend.name)) != sent_bytes(ask(sent))
        for sent in case_calls(bend.model)
    )


def test_the_faithful_relay_repeats_itself() -> None:
    for name, sent in CALLS.items():
        assert sent_bytes(ask(sent)) == FAITHFUL[name]


def by_name(bend: Bend) -> str:
    """The name under which a test of the bend is reported."""
    return bend.name


@pytest.mark.parametrize("bend", faults(), ids=by_name)
def test_a_fault_is_in_the_catalogue_and_shows(bend: Bend) -> None:
    """A fault is in the catalogue, or plausible, and shows."""
    assert bend.name in FAULT_IDS or bend.source == "plausible"
    assert bend.caught_by
    assert bend.source
    assert bend.sentence.endswith(".")
    assert bend.name in ELSEWHERE or shows(bend)


@pytest.mark.parametrize("bend", variations(), ids=by_name)
def test_a_variation_shows(bend: Bend) -> None:
    assert bend.sentence.endswith(".")
    assert not bend.caught_by
    # Some change only how the same bytes travel.
    assert shows(bend) or any(
        ask(sent, bend.name) != ask(sent) for sent in CALLS.values()
    )


def test_names_are_unique_and_sorted() -> None:
    names = [bend.name for bend in (*faults(), *variations(), *blanks())]
    assert len(set(names)) == len(names)
    assert [bend.name for bend in faults()] == sorted(bend.name for bend in faults())


OF_STREAMS = [
    bend
    for bend in faults()
    if bend.name.startswith("stream-") and bend.name != "stream-by-default"
]


@pytest.mark.parametrize("bend", OF_STREAMS, ids=by_name)
def test_a_fault_of_streams_leaves_documents_alone(bend: Bend) -> None:
    documents = [name for name, sent in CALLS.items() if not sent.streams]
    assert [name for name in documents if differs(bend, name)] == []


DEAF = ["chat-n-ignored", "cmpl-n-ignored", "stream-true-ignored"]


@pytest.mark.parametrize("name", DEAF)
@pytest.mark.parametrize("sent", [chat(n=0), complete(n=0), chat(n=0, stream=True)])
def test_a_fault_that_drops_a_field_still_validates_it(name: str, sent: Call) -> None:
    assert ask(sent, name) == ask(sent)


def test_a_stream_ends_without_done() -> None:
    answer = ask(CALLS["stream"], "stream-no-done")
    assert answer.events == ask(CALLS["stream"]).events[:-1]
    assert ask(CALLS["completion-stream"], "stream-no-done").events[-1].data == "[DONE]"


def test_the_finish_reason_is_lost_without_usage_only() -> None:
    def finishes(answer: Answer) -> list[str]:
        found = [c["finish_reason"] for one in chunks(answer) for c in one["choices"]]
        return [reason for reason in found if reason]

    assert finishes(ask(CALLS["stream"], "stream-no-finish-reason")) == []
    assert finishes(ask(CALLS["stream-usage"], "stream-no-finish-reason")) == ["stop"]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("stream-strips-leading-space", "Grüße漢字🎉"),
        ("stream-final-replays-content", "Grüße 漢字🎉" * 2),
    ],
)
def test_a_fault_changes_the_text(name: str, said: str) -> None:
    assert texts(ask(CALLS["stream-characters"], name)) == [said]


def test_a_split_character_is_replaced_twice() -> None:
    (said,) = texts(ask(CALLS["stream-characters"], "stream-utf8-split"))
    assert said.startswith("Gr\ufffd\ufffdße")


def test_a_stop_text_leaks_in_part() -> None:
    (said,) = texts(ask(CALLS["stream-stop"], "stream-stop-prefix-leak"))
    assert said == "1 2 3 4 5 6 7"


def test_a_stop_text_is_included() -> None:
    (said,) = texts(ask(CALLS["stop"], "chat-stop-included"))
    assert said == "1 2 3 4 5 6 7 8"


TEXT_KEEPERS = [
    "char-chunks",
    "one-chunk",
    "three-token-chunks",
    "finish-with-content",
    "finish-empty-content",
    "choices-in-turn",
    "role-everywhere",
    "role-only",
    "null-keys",
    "absent-keys",
    "reasoning-first",
    "preamble-chunk",
    "usage-in-last-choice",
    "tool-fields-repeated",
]


@pytest.mark.parametrize("name", TEXT_KEEPERS)
@pytest.mark.parametrize("sent", ["stream-n", "stream-usage", "stream-characters"])
def test_a_variation_of_chunks_keeps_the_text(name: str, sent: str) -> None:
    assert texts(ask(CALLS[sent], name)) == texts(ask(CALLS[sent]))


def test_one_chunk_is_one_chunk() -> None:
    spoken = [
        chunk
        for chunk in chunks(ask(CALLS["stream-characters"], "one-chunk"))
        if chunk["choices"][0]["delta"].get("content")
    ]
    assert len(spoken) == 1


def test_variations_wrap_faults_in_any_order() -> None:
    one = ask(CALLS["stream"], "stream-no-done", "char-chunks")
    assert one == ask(CALLS["stream"], "char-chunks", "stream-no-done")


def test_all_variations_together_still_answer() -> None:
    names = [bend.name for bend in variations() if "refuses" not in bend.name]
    for sent in CALLS.values():
        assert ask(sent, *names).status < 500 or sent.nth == 2


def test_a_server_seed_changes_the_words() -> None:
    sent = CALLS["chat"]
    assert texts(ask(sent)) != texts(ask(replace(sent, seed=1)))
