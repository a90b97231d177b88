"""Tools of models that think: calls, and messages that come back."""

from typing import Any

import pytest

from conformance.core.exceptions import Blocked, NotOffered, Undecided
from conformance.core.exchange import Exchange
from conformance.core.violation import Violation
from conformance.requirements.chat.test_reasoning_tools import (
    test_call_is_not_left_in_the_thinking as call_is_made,
)
from conformance.requirements.chat.test_reasoning_tools import (
    test_message_of_the_target_can_be_handed_back as is_taken_back,
)
from conformance.requirements.chat.test_reasoning_tools import (
    test_streamed_call_is_not_left_in_the_thinking as streamed_call_is_made,
)
from conformance.tests.requirements.thinkers import (
    HELD,
    THOUGHTS,
    Ending,
    ending,
    recorded,
    refused,
    streamed,
    whole,
)

ANSWERED = whole({"content": "15", "reasoning": THOUGHTS})
CALL = {"id": "call_1", "function": {"name": "get_weather", "arguments": "{}"}}
OFFERED: dict[str, Any] = {
    "tools": [
        {"function": {"name": "get_weather", "parameters": {"required": ["city"]}}}
    ]
}
MARKUP = '{"name": "get_weather", "arguments": {"city": "Oslo"}}'


def thinking(text: str, finish: str = "stop", **message: Any) -> Exchange:
    """An answer without content after these thoughts, with a tool offered."""
    said = {"content": None, "reasoning": text, **message}
    return whole(said, finish, **OFFERED)


MADE = thinking(f"I call {MARKUP}.", "tool_calls", tool_calls=[CALL])
LEFT = thinking(f"<tool_call>{MARKUP}</tool_call>")
SAID = thinking("I would call get_weather with a city.", content="It is sunny.")


@pytest.mark.parametrize(
    ("answers", "ends"),
    [
        ((MADE, MADE, MADE), HELD),
        ((SAID, SAID, MADE), HELD),
        ((LEFT, thinking("get_weather(city='Oslo')"), MADE), Violation),
        ((LEFT, MADE, refused(**OFFERED)), Undecided),
        ((thinking(THOUGHTS), MADE, MADE), HELD),
        ((thinking(MARKUP, "length"), thinking(MARKUP, "length"), MADE), HELD),
        ((whole({"content": "Sunny."}, **OFFERED),) * 3, NotOffered),
        ((refused(**OFFERED),) * 3, NotOffered),
    ],
)
def test_a_call_is_no_thought(answers: tuple[Exchange, ...], ends: Ending) -> None:
    steps = ("json-1", "json-2", "json-3")
    recording = recorded(dict(zip(steps, answers, strict=True)))
    assert ending(lambda: call_is_made(recording)) is ends


@pytest.mark.parametrize(
    ("text", "ends"), [(f"<tool_call>{MARKUP}", Violation), (THOUGHTS, HELD)]
)
def test_a_streamed_call_is_no_thought(text: str, ends: Ending) -> None:
    pieces = [{"reasoning": text[:20]}, {"reasoning": text[20:]}]
    stream = streamed(pieces, **OFFERED)
    recording = recorded({f"stream-{n}": stream for n in range(3)})
    assert ending(lambda: streamed_call_is_made(recording)) is ends


@pytest.mark.parametrize(
    ("call", "results", "ends"),
    [
        (MADE, (ANSWERED, ANSWERED), HELD),
        (MADE, (MADE, ANSWERED), HELD),
        (MADE, (refused(), refused()), Violation),
        (MADE, (refused(500), refused()), Violation),
        (MADE, (refused(), ANSWERED), Undecided),
        (MADE, (refused(401), refused(401)), Blocked),
        (thinking("", tool_calls=[CALL, CALL]), (refused(), refused()), Undecided),
        (refused(**OFFERED), (), NotOffered),
        # Without a call there is no second turn.
        (SAID, (), Undecided),
    ],
)
def test_what_was_sent_comes_back(
    call: Exchange, results: tuple[Exchange, ...], ends: Ending
) -> None:
    steps = ("call", "result", "result-again")
    recording = recorded(dict(zip(steps, (call, *results), strict=False)))
    assert ending(lambda: is_taken_back(recording)) is ends
