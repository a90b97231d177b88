"""What follows the thinking: answers, stop texts and log probabilities."""

import json
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from conformance.core.exceptions import Blocked, NotOffered, Undecided
from conformance.core.exchange import Exchange
from conformance.core.message import Piece
from conformance.core.violation import Violation
from conformance.requirements.chat._reasoning import (
    counts_what_it_shows,
    has_content,
    has_no_tags,
    has_reasoning_apart,
    is_part_of_completion,
)
from conformance.requirements.chat._thoughts import each
from conformance.requirements.chat.test_reasoning_text import (
    test_log_probabilities_are_of_the_content as are_of_the_content,
)
from conformance.requirements.chat.test_reasoning_text import (
    test_stop_text_does_not_end_the_thinking as thinking_goes_on,
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

CALL = {"id": "call_1", "function": {"name": "get_weather", "arguments": "{}"}}
ANSWERED = whole({"content": "15", "reasoning": THOUGHTS})
EMPTY = whole({"content": None, "reasoning": THOUGHTS})


@pytest.mark.parametrize(
    ("answer", "ends"),
    [
        (ANSWERED, HELD),
        (whole({"content": f"<think>{THOUGHTS}</think>15"}), HELD),
        (whole({"content": [{"type": "text", "text": "15"}]}), HELD),
        (EMPTY, Violation),
        (whole({"content": "\n\n"}), Violation),
        (whole({"content": f"<think>{THOUGHTS}</think>\n"}), Violation),
        (streamed([{"reasoning": THOUGHTS}]), Violation),
        (whole({"content": ""}, "length"), NotOffered),
        (whole({"content": ""}, "content_filter"), NotOffered),
        (whole({"content": None, "tool_calls": [CALL]}), NotOffered),
        (whole({"content": None, "refusal": "No."}), NotOffered),
        (whole({"content": ""}, counts=usage(0, 0)), NotOffered),
        # What is counted may be anything.
        (whole({"content": ""}, counts=usage(40, None)), NotOffered),
    ],
)
def test_thinking_ends_with_an_answer(answer: Exchange, ends: Ending) -> None:
    assert ending(lambda: has_content(answer)) is ends


@pytest.mark.parametrize(
    ("content", "apart", "tags"),
    [
        ("15", HELD, HELD),
        ("", HELD, HELD),
        (THOUGHTS, Violation, HELD),
        (f"\n{THOUGHTS}\n\n15", Violation, HELD),
        (f"I thought: {THOUGHTS}", HELD, HELD),
        ("</think>15", HELD, Violation),
        ("15</t", HELD, Violation),
        ([{"type": "text", "text": "15"}], Blocked, Blocked),
    ],
)
def test_the_content_is_the_answer_alone(
    content: object, apart: Ending, tags: Ending
) -> None:
    answer = whole({"content": content, "reasoning": THOUGHTS})
    assert ending(lambda: has_reasoning_apart(answer)) is apart
    assert ending(lambda: has_no_tags(answer)) is tags


@pytest.mark.parametrize("judge", [has_reasoning_apart, has_no_tags])
@pytest.mark.parametrize(
    "message",
    [
        {"content": "<think>Hm.</think>15"},
        {"content": "<think>Hm.</think>15", "reasoning": "Let me think."},
        {"content": "Hm.", "reasoning": "Hm."},
    ],
)
def test_a_content_is_read_where_reasoning_has_a_field(
    judge: Any, message: dict[str, Any]
) -> None:
    """Some have none, and some open it with a phrase."""
    assert ending(lambda: judge(whole(message))) is NotOffered


@pytest.mark.parametrize(
    ("spent", "counted", "part", "shown"),
    [
        (40, 30, HELD, HELD),
        # As was seen of an honest server.
        (40, 41, HELD, HELD),
        (40, 42, Violation, HELD),
        (40, 0, HELD, Violation),
        (40, None, NotOffered, NotOffered),
    ],
)
def test_reasoning_tokens_are_counted(
    spent: int, counted: int | None, part: Ending, shown: Ending
) -> None:
    counts = usage(spent, counted)
    answer = whole({"content": "15", "reasoning": THOUGHTS}, counts=counts)
    stream = streamed([{"reasoning": THOUGHTS}, {"content": "15"}], counts=counts)
    for one in (answer, stream):
        assert ending(partial(is_part_of_completion, one)) is part
        assert ending(partial(counts_what_it_shows, one)) is shown


def test_one_answer_that_can_be_judged_is_enough() -> None:
    hidden = whole({"content": "15"})
    each([hidden, ANSWERED], has_no_tags)
    with pytest.raises(NotOffered):
        each([hidden, hidden], has_no_tags)
    with pytest.raises(Violation):
        each([ANSWERED, hidden, EMPTY], has_content)
    with pytest.raises(Blocked):
        each([], has_no_tags)


NO_STOP = refused(stop=["Marmaduke"])
STREAMED = streamed([{"reasoning": THOUGHTS}, {"content": "15"}])


@pytest.mark.parametrize(
    ("without", "stopped", "ends"),
    [
        (ANSWERED, (ANSWERED, ANSWERED, STREAMED), HELD),
        (ANSWERED, (ANSWERED, EMPTY, streamed([{"reasoning": "Hm."}])), Violation),
        (ANSWERED, (EMPTY, EMPTY, NO_STOP), Violation),
        (ANSWERED, (ANSWERED, EMPTY, STREAMED), Undecided),
        (ANSWERED, (NO_STOP, NO_STOP, NO_STOP), NotOffered),
        (whole({"content": "15"}, counts=usage(2, 0)), (ANSWERED,) * 3, NotOffered),
        # What is no field of its own is a part of the text.
        (whole({"content": "<think>Hm.</think>15"}), (EMPTY,) * 3, NotOffered),
        (EMPTY, (EMPTY, EMPTY, EMPTY), Blocked),
    ],
)
def test_a_stop_text_is_for_the_answer(
    without: Exchange, stopped: tuple[Exchange, ...], ends: Ending
) -> None:
    steps = ("without", "json", "json-again", "stream")
    asked = (without, *(stopping(exchange, "product") for exchange in stopped))
    recording = recorded(dict(zip(steps, asked, strict=True)))
    assert ending(lambda: thinking_goes_on(recording)) is ends


def test_a_stop_text_that_is_never_thought_tells_nothing() -> None:
    stopped = stopping(ANSWERED, "Marmaduke")
    steps = {"without": ANSWERED, "json": stopped, "stream": stopping(STREAMED, "x")}
    recording = recorded(steps | {"json-again": stopped})
    assert ending(lambda: thinking_goes_on(recording)) is Undecided


def stopping(exchange: Exchange, stop: str) -> Exchange:
    """The exchange, with a stop text in its request."""
    fields = {**exchange.request.fields, "stop": [stop]}
    sent = replace(exchange.request, body=json.dumps(fields).encode())
    return replace(exchange, request=sent)


@pytest.mark.parametrize(
    ("tokens", "ends"),
    [
        (["Hello", " there", "!"], HELD),
        (["\n\n", "Hello", " there", "!", "<|im_end|>"], HELD),
        ([THOUGHTS, "</think>", "Hello", " there", "!"], Violation),
        (["Hel", "\ufffd", "there!"], Undecided),
        ([], Blocked),
    ],
)
def test_log_probabilities_leave_thoughts_out(tokens: list[str], ends: Ending) -> None:
    answer = whole({"content": "Hello there!", "reasoning": THOUGHTS})
    body = json.loads(answer.body)
    entries = [{"token": token, "logprob": -1.0} for token in tokens]
    body["choices"][0]["logprobs"] = {"content": entries}
    pieces = (Piece(0.1, json.dumps(body).encode()),)
    weighed = replace(answer, response=replace(answer.response, pieces=pieces))
    assert ending(lambda: are_of_the_content(weighed)) is ends


def test_log_probabilities_are_judged_after_thinking() -> None:
    plain = whole({"content": "Hello"}, counts=usage(1, 0))
    assert ending(lambda: are_of_the_content(plain)) is NotOffered
    assert ending(lambda: are_of_the_content(EMPTY)) is Undecided
