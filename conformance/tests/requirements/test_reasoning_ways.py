"""Thinking as JSON and as a stream: what may differ, and by chance."""

from typing import Any

import pytest

from conformance.core.exceptions import Blocked, NotOffered, Undecided
from conformance.core.exchange import Exchange, Recording
from conformance.core.violation import Violation
from conformance.requirements.chat._thoughts import answer
from conformance.requirements.chat.test_reasoning_ways import (
    test_reasoning_comes_before_the_content as in_order,
)
from conformance.requirements.chat.test_reasoning_ways import (
    test_reasoning_has_one_field_in_both_ways as in_one_field,
)
from conformance.requirements.chat.test_reasoning_ways import (
    test_stream_carries_signed_parts_of_the_reasoning as signed_in_both,
)
from conformance.requirements.chat.test_reasoning_ways import (
    test_stream_shows_the_reasoning_that_json_shows as shown_in_both,
)
from conformance.requirements.chat.test_reasoning_ways import (
    test_thinking_does_not_depend_on_the_way as thought_in_both,
)
from conformance.tests.requirements.thinkers import (
    HELD,
    THOUGHTS,
    Ending,
    ending,
    recorded,
    refused,
    streamed,
    usage,
    whole,
)

SIGNED = [{"type": "reasoning.text", "text": THOUGHTS, "signature": "x"}]
PLAIN = whole({"content": "3648"}, counts=usage(5, 0))
HIDDEN = whole({"content": "3648"})
SHOWN = whole({"content": "3648", "reasoning": THOUGHTS})
DETAILED = whole({"content": "3648", "reasoning_details": SIGNED})
ROLE = {"role": "assistant", "content": ""}
SAID = {"content": "3648"}
PLAIN_STREAM = streamed([ROLE, SAID], counts=usage(5, 0))
HIDDEN_STREAM = streamed([ROLE, SAID])
SILENT_STREAM = streamed([ROLE, SAID], counts=None)
SHOWN_STREAM = streamed([ROLE, {"reasoning": THOUGHTS}, SAID])
OTHER_STREAM = streamed([ROLE, {"reasoning_content": THOUGHTS}, SAID])
DOUBLE_STREAM = streamed(
    [ROLE, {"reasoning_content": THOUGHTS, "reasoning": THOUGHTS}, SAID]
)
TAGGED_STREAM = streamed([ROLE, {"content": f"<think>{THOUGHTS}</think>3648"}])
LATE_STREAM = streamed([ROLE, SAID, {"reasoning": THOUGHTS}])
SECOND_STREAM = streamed(
    [ROLE, {"reasoning": "Hm."}, SAID, {"reasoning": THOUGHTS}, SAID]
)
SIGNED_STREAM = streamed(
    [
        ROLE,
        {"reasoning": THOUGHTS, "reasoning_details": [{"text": THOUGHTS}]},
        {"reasoning_details": [{"signature": "x"}]},
        SAID,
    ]
)


def both(plain: list[Exchange], streams: list[Exchange]) -> Recording:
    """A recording of the same questions in both ways."""
    steps = {f"json-{n}": one for n, one in enumerate(plain)}
    return recorded(steps | {f"stream-{n}": one for n, one in enumerate(streams)})


@pytest.mark.parametrize(
    ("plain", "streams", "ends"),
    [
        ([HIDDEN] * 4, [HIDDEN_STREAM] * 4, HELD),
        ([HIDDEN] * 4, [PLAIN_STREAM] * 3 + [HIDDEN_STREAM], HELD),
        ([HIDDEN] * 4, [PLAIN_STREAM] * 4, Violation),
        ([PLAIN] * 4, [SHOWN_STREAM] * 4, Violation),
        # By chance, or not.
        ([HIDDEN] * 3 + [PLAIN], [PLAIN_STREAM] * 4, Undecided),
        ([HIDDEN] * 3, [PLAIN_STREAM] * 3, Undecided),
        ([PLAIN] * 4, [PLAIN_STREAM] * 4, Undecided),
        # A stream without text and count tells nothing.
        ([HIDDEN] * 4, [SILENT_STREAM] * 4, NotOffered),
        # Some models are not asked without a stream, and some not with one.
        ([refused()] * 4, [SHOWN_STREAM] * 4, NotOffered),
        ([SHOWN] * 4, [refused(stream=True)] * 4, NotOffered),
    ],
)
def test_one_way_thinks_and_the_other_never(
    plain: list[Exchange], streams: list[Exchange], ends: Ending
) -> None:
    assert ending(lambda: thought_in_both(both(plain, streams))) is ends


@pytest.mark.parametrize(
    ("plain", "streams", "ends"),
    [
        ([SHOWN] * 4, [SHOWN_STREAM] * 4, HELD),
        ([SHOWN] * 4, [HIDDEN_STREAM] * 3 + [SHOWN_STREAM], HELD),
        ([SHOWN] * 4, [TAGGED_STREAM] * 4, HELD),
        ([SHOWN] * 4, [HIDDEN_STREAM] * 4, Violation),
        ([SHOWN] * 4, [SILENT_STREAM] * 4, Violation),
        ([SHOWN] * 4, [PLAIN_STREAM] * 4, Undecided),
        ([SHOWN] * 4, [HIDDEN_STREAM] * 3, Undecided),
        ([SHOWN] * 3 + [PLAIN], [HIDDEN_STREAM] * 4, NotOffered),
        ([HIDDEN] * 4, [HIDDEN_STREAM] * 4, NotOffered),
        ([HIDDEN] * 4, [SHOWN_STREAM] * 4, NotOffered),
    ],
)
def test_a_stream_shows_what_the_other_way_shows(
    plain: list[Exchange], streams: list[Exchange], ends: Ending
) -> None:
    assert ending(lambda: shown_in_both(both(plain, streams))) is ends


LISTED_STREAM = streamed(
    [ROLE, {"content": [{"type": "thinking", "thinking": []}]}, SAID]
)


@pytest.mark.parametrize(
    ("stream", "ends"),
    [
        (SHOWN_STREAM, HELD),
        (DOUBLE_STREAM, HELD),
        (SIGNED_STREAM, HELD),
        (OTHER_STREAM, Violation),
        (TAGGED_STREAM, Violation),
        (HIDDEN_STREAM, NotOffered),
        (LISTED_STREAM, Blocked),
    ],
)
def test_reasoning_has_one_name(stream: Exchange, ends: Ending) -> None:
    assert ending(lambda: in_one_field(both([SHOWN] * 4, [stream] * 4))) is ends


@pytest.mark.parametrize(
    ("streams", "ends"),
    [
        ([SHOWN_STREAM] * 4, HELD),
        ([SECOND_STREAM] * 4, HELD),
        ([LATE_STREAM] * 3 + [SHOWN_STREAM], HELD),
        ([LATE_STREAM] + [HIDDEN_STREAM] * 3, Undecided),
        ([LATE_STREAM] * 4, Violation),
        ([HIDDEN_STREAM] * 4, NotOffered),
        ([TAGGED_STREAM] * 4, NotOffered),
    ],
)
def test_reasoning_comes_first(streams: list[Exchange], ends: Ending) -> None:
    assert ending(lambda: in_order(both([SHOWN] * 4, streams))) is ends


@pytest.mark.parametrize(
    ("plain", "stream", "ends"),
    [
        (DETAILED, SIGNED_STREAM, HELD),
        (DETAILED, SHOWN_STREAM, Violation),
        (DETAILED, HIDDEN_STREAM, Blocked),
        (SHOWN, SHOWN_STREAM, NotOffered),
    ],
)
def test_signed_parts_are_in_both(
    plain: Exchange, stream: Exchange, ends: Ending
) -> None:
    assert ending(lambda: signed_in_both(both([plain] * 4, [stream] * 4))) is ends


@pytest.mark.parametrize(
    ("pieces", "joined"),
    [
        (["3", None, "6"], "36"),
        ([[1], [2]], [1, 2]),
        (["3", [{"text": "6"}]], [{"type": "text", "text": "3"}, {"text": "6"}]),
        ([3, "6"], "6"),
        ([None], None),
    ],
)
def test_deltas_join_to_a_message(pieces: list[Any], joined: Any) -> None:
    deltas = [{"reasoning": piece} for piece in pieces]
    assert answer(streamed(deltas)).message.get("reasoning") == joined
