"""Caps on thinking: what they allow, and what nothing can be said of."""

from typing import Any

import pytest

from conformance.core.exceptions import Blocked, NotOffered, Undecided
from conformance.core.exchange import Exchange, Recording
from conformance.core.violation import Violation
from conformance.requirements.chat.test_reasoning_caps import (
    test_cap_is_kept_where_the_model_thinks as is_kept,
)
from conformance.requirements.chat.test_reasoning_caps import (
    test_cap_is_not_lowered as is_not_lowered,
)
from conformance.requirements.chat.test_reasoning_caps import (
    test_thinking_that_is_cut_says_length as says_length,
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

CAP: dict[str, Any] = {"max_tokens": 64}
ROOM: dict[str, Any] = {"max_completion_tokens": 2248}
NUMBERS = " ".join(map(str, range(1, 301)))
EMPTY: dict[str, Any] = {"content": ""}
# The cap was spent before the answer began, with and without a trace of it.
SPENT = whole(EMPTY, "length", usage(64, 64), **CAP)
SPENT_NULL = whole({"content": None}, "length", usage(64, None), **CAP)
SPENT_STREAM = streamed([EMPTY], "length", usage(64, 64), **CAP)
# A relay may say so of a refusal of the upstream's.
NOTHING = whole(EMPTY, "length", usage(0, 0), **CAP)
TOO_LONG = streamed([{"content": NUMBERS}], "stop", usage(664, 64), **CAP)
UNCOUNTED = streamed([{"content": NUMBERS}], "stop", None, **CAP)
CUT_UNCOUNTED = streamed([{"content": "1 2 3"}], "length", None, **CAP)
SHORT_UNCOUNTED = streamed([{"content": "1 2 3"}], "stop", None, **CAP)
ENDED = whole({"content": "1 to 300"}, "stop", usage(40, 30), **CAP)
MISNAMED = streamed([EMPTY], "stop", usage(64, 64), **CAP)
OVER = whole({"content": "1"}, "stop", usage(70, 64), **CAP)
UNCAPPED = whole({"content": NUMBERS}, "stop", usage(664, 64))
NONE = refused(**CAP)


def capped(plain: Exchange, stream: Exchange) -> Recording:
    """A recording of a small cap in both ways."""
    return recorded({"capped": plain, "capped-stream": stream})


@pytest.mark.parametrize(
    ("plain", "stream", "ends"),
    [
        (SPENT, SPENT_STREAM, HELD),
        (SPENT_NULL, CUT_UNCOUNTED, HELD),
        (NOTHING, NONE, HELD),
        (OVER, SPENT_STREAM, HELD),
        (SPENT, TOO_LONG, Violation),
        (SPENT, UNCOUNTED, Violation),
        (NONE, SHORT_UNCOUNTED, NotOffered),
        (SHORT_UNCOUNTED, NONE, Undecided),
        (ENDED, NONE, Undecided),
        (NONE, NONE, NotOffered),
        (UNCAPPED, UNCAPPED, NotOffered),
    ],
)
def test_a_cap_is_kept(plain: Exchange, stream: Exchange, ends: Ending) -> None:
    assert ending(lambda: is_kept(capped(plain, stream))) is ends


@pytest.mark.parametrize(
    ("plain", "stream", "ends"),
    [
        (SPENT, SPENT_STREAM, HELD),
        (SPENT_NULL, CUT_UNCOUNTED, HELD),
        (NONE, SPENT_STREAM, HELD),
        (SPENT, MISNAMED, Violation),
        (OVER, SPENT_STREAM, Violation),
        (ENDED, CUT_UNCOUNTED, Undecided),
        (NOTHING, NONE, Undecided),
        (TOO_LONG, NONE, Blocked),
        (NONE, NONE, NotOffered),
        (UNCAPPED, UNCAPPED, NotOffered),
    ],
)
def test_a_spent_cap_says_length(
    plain: Exchange, stream: Exchange, ends: Ending
) -> None:
    assert ending(lambda: says_length(capped(plain, stream))) is ends


def cut(spent: int, counted: int | None = 64, **more: Any) -> Exchange:
    """An answer that ended with `length` after so many tokens."""
    said = {"content": "1 2 3", **more.pop("said", {})}
    return whole(said, "length", usage(spent, counted, **more), **ROOM)


FULL = whole({"content": NUMBERS}, "stop", usage(664, 64), **ROOM)
LOWERED = cut(192)
# Its thinking is counted beside the completion, or in the total alone.
BESIDE = cut(700, 1540)
IN_TOTAL = cut(700, None, total_tokens=2257, said={"reasoning": THOUGHTS})
UNCOUNTED_THOUGHTS = cut(20, None, said={"reasoning": "so " * 900})
HIDDEN = cut(700, None)


@pytest.mark.parametrize(
    ("one", "other", "ends"),
    [
        (FULL, FULL, HELD),
        (FULL, LOWERED, HELD),
        (cut(2248), cut(2248), HELD),
        (cut(2248), LOWERED, HELD),
        (BESIDE, BESIDE, HELD),
        (IN_TOTAL, IN_TOTAL, HELD),
        (LOWERED, LOWERED, Violation),
        (cut(192, None, said={"reasoning": THOUGHTS}), LOWERED, Violation),
        (UNCOUNTED_THOUGHTS, UNCOUNTED_THOUGHTS, Undecided),
        (HIDDEN, HIDDEN, Undecided),
        (whole(EMPTY, "content_filter", **ROOM),) * 2 + (Undecided,),
        (refused(**ROOM), refused(**ROOM), NotOffered),
        (UNCAPPED, UNCAPPED, NotOffered),
    ],
)
def test_a_large_cap_is_not_lowered(
    one: Exchange, other: Exchange, ends: Ending
) -> None:
    recording = recorded({"roomy": one, "roomy-again": other})
    assert ending(lambda: is_not_lowered(recording)) is ends
