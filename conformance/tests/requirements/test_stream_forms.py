"""Streams in other forms than the reference's, where a contract documents these."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from conformance.core.exceptions import Blocked
from conformance.core.exchange import Exchange
from conformance.inputs.profile import Profile
from conformance.requirements.chat import (
    test_answer,
    test_stream_chunks,
    test_stream_usage,
)
from conformance.requirements.completions import (
    test_stream_usage as test_completions_usage,
)
from conformance.sending.as_documented import as_documented
from conformance.tests.packaged import SUITE
from conformance.tests.requirements.small_servers import (
    chat_answer,
    events,
    recorded,
    verdict,
)
from conformance.tests.server import Heard, Part, reply_json

OPENAI = SUITE.profiles["openai"]
USAGE = {"prompt_tokens": 1, "completion_tokens": 2, "total_tokens": 3}
HEAD = {"id": "c-1", "object": "chat.completion.chunk", "created": 1, "model": "m"}
PREAMBLE = {
    "id": "",
    "object": "",
    "created": 0,
    "model": "",
    "choices": [],
    "prompt_filter_results": [{"prompt_index": 0}],
}
ANNOTATION = PREAMBLE | {
    "choices": [{"index": 0, "finish_reason": None, "content_filter_offsets": {}}]
}


def chunk(delta: dict[str, str] | None, finish: str | None = None) -> dict[str, Any]:
    """A chunk with one choice; without a delta if that is None."""
    said = {} if delta is None else {"delta": delta}
    return HEAD | {"choices": [{"index": 0, "finish_reason": finish, **said}]}


TEXT, END = chunk({"role": "assistant", "content": "hi"}), chunk({}, "stop")
ALONE = HEAD | {"choices": [], "usage": USAGE}
BLOCKED = chunk(None, "content_filter")


def contract(**stream: object) -> Profile:
    """OpenAI's contract with other streams."""
    return replace(OPENAI, stream=stream)


def stream(*chunks: dict[str, Any], profile: Profile = OPENAI) -> Exchange:
    """What is read under a contract of a stream of these chunks."""
    recording = recorded(lambda _: events(*chunks), "chat/stream-usage")
    return as_documented(recording, profile).last


Judge = Callable[[Exchange, Profile], None]
IN_PLACE: tuple[Judge, ...] = (
    test_stream_usage.test_usage_stands_in_its_place,
    test_completions_usage.test_usage_stands_in_its_place,
)
NO_UNASKED: tuple[Judge, ...] = (
    test_stream_usage.test_usage_chunk_does_not_come_unasked,
    test_completions_usage.test_usage_chunk_does_not_come_unasked,
)
UNASKED: tuple[Judge, ...] = (
    test_stream_usage.test_usage_comes_unasked_where_promised,
    test_completions_usage.test_usage_comes_unasked_where_promised,
)

OWN_CHUNK = (TEXT, END, ALONE)
LAST_CHUNK = (TEXT, END | {"usage": USAGE})
EVERY_CHUNK = (TEXT | {"usage": USAGE}, END | {"usage": USAGE})
TWICE = (TEXT, END | {"usage": USAGE}, ALONE)
NOWHERE = (TEXT, END)


@pytest.mark.parametrize(
    ("place", "held"),
    [
        (None, [OWN_CHUNK]),
        ("own-chunk", [OWN_CHUNK]),
        ("last-chunk", [LAST_CHUNK]),
        ("last-event", [OWN_CHUNK, LAST_CHUNK]),
        ("every-chunk", [EVERY_CHUNK]),
    ],
)
@pytest.mark.parametrize("judge", IN_PLACE)
def test_usage_stands_where_the_contract_has_it(
    judge: Judge, place: str | None, held: list[object]
) -> None:
    profile = contract(usage=place) if place else OPENAI
    for chunks in (OWN_CHUNK, LAST_CHUNK, EVERY_CHUNK, TWICE):
        expected = "held" if chunks in held else "violated"
        assert verdict(partial(judge, stream(*chunks), profile)) == expected
    assert verdict(partial(judge, stream(*NOWHERE), profile)) == "blocked"


@pytest.mark.parametrize("judge", NO_UNASKED)
def test_usage_may_come_unasked_where_documented(judge: Judge) -> None:
    for unasked, how in [("never", "violated"), ("may", None), ("always", None)]:
        profile = contract(usage_unasked=unasked)
        found = verdict(partial(judge, stream(*OWN_CHUNK), profile))
        assert found == (how or "not applicable")
    assert verdict(partial(judge, stream(*OWN_CHUNK), OPENAI)) == "violated"


@pytest.mark.parametrize("judge", UNASKED)
@pytest.mark.parametrize(
    ("unasked", "chunks", "how"),
    [
        ("always", OWN_CHUNK, "held"),
        ("always", LAST_CHUNK, "held"),
        ("always", NOWHERE, "violated"),
        ("may", NOWHERE, "not applicable"),
        ("never", OWN_CHUNK, "not applicable"),
    ],
)
def test_promised_usage_has_to_come(
    judge: Judge, unasked: str, chunks: tuple[dict[str, Any], ...], how: str
) -> None:
    profile = contract(usage_unasked=unasked)
    assert verdict(partial(judge, stream(*chunks), profile)) == how


ALIKE: tuple[Callable[[Exchange], None], ...] = (
    test_stream_chunks.test_chunks_have_the_documented_shape,
    test_stream_chunks.test_chunks_name_their_object,
    test_stream_chunks.test_chunks_share_one_id,
    test_stream_chunks.test_each_choice_finishes_once,
    test_stream_chunks.test_nothing_follows_the_finish,
)


def ends(*chunks: dict[str, Any], profile: Profile = OPENAI) -> set[str]:
    """How the requirements on chunks end."""
    read = stream(*chunks, profile=profile)
    return {verdict(partial(judge, read)) for judge in ALIKE}


FILTERED = (PREAMBLE, TEXT, ANNOTATION, TEXT, END, ANNOTATION)


def test_annotations_are_no_chunks_where_documented() -> None:
    documented = contract(preamble=True, annotations=True)
    assert ends(*FILTERED, profile=documented) == {"held"}
    assert "violated" in ends(*FILTERED)
    assert "violated" in ends(*FILTERED, profile=contract(preamble=True))


def test_a_choice_without_a_delta_can_end_where_annotations_are_documented() -> None:
    profile = contract(annotations=True)
    assert ends(TEXT, TEXT, BLOCKED, profile=profile) == {"held"}
    assert "violated" in ends(TEXT, TEXT, BLOCKED)


def test_a_broken_chunk_is_one_in_a_stream_with_annotations_too() -> None:
    profile = contract(annotations=True)
    nameless = TEXT | {"object": "text", "id": "other"}
    assert "violated" in ends(TEXT, nameless, END, profile=profile)


def test_an_answer_does_not_end_with_its_preamble() -> None:
    with pytest.raises(Blocked, match="no chunk of an answer"):
        _ = stream(PREAMBLE, PREAMBLE, profile=contract(preamble=True)).chunks
    read = stream(PREAMBLE, TEXT, END, ALONE, profile=contract(preamble=True))
    assert [said for _, said in read.chunks] == [TEXT, END, ALONE]


def test_usage_alone_is_no_preamble() -> None:
    read = stream(ALONE, profile=contract(preamble=True))
    assert len(read.chunks) == 1


@pytest.mark.parametrize(("reasons", "how"), [([], "violated"), (["error"], "held")])
def test_a_contract_has_finish_reasons_of_its_own(reasons: list[str], how: str) -> None:
    def script(_: Heard) -> list[Part]:
        answer = chat_answer()
        return reply_json(
            answer | {"choices": [answer["choices"][0] | {"finish_reason": "error"}]}
        )

    profile = replace(OPENAI, answers={"finish_reasons": reasons})
    plain = recorded(script, "chat/minimal").last
    judge = test_answer.test_finish_reason_is_documented
    assert verdict(partial(judge, plain, profile)) == how
    streamed = stream(TEXT, chunk({}, "error"))
    values = test_stream_chunks.test_finish_reasons_are_documented
    assert verdict(partial(values, streamed, profile)) == how
