"""What models that think refuse: read from two requests and their difference."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from conformance.core.exceptions import NotOffered, Undecided
from conformance.core.exchange import Exchange, Recording
from conformance.core.violation import Violation
from conformance.requirements.chat.test_reasoning_requests import (
    test_developer_message_reaches_the_model as reaches_the_model,
)
from conformance.requirements.chat.test_reasoning_requests import (
    test_refused_field_is_no_server_error as is_no_server_error,
)
from conformance.requirements.chat.test_reasoning_requests import (
    test_refused_field_is_not_listed_as_supported as is_not_listed,
)
from conformance.requirements.chat.test_reasoning_requests import (
    test_refused_field_is_refused_before_a_stream as is_refused_before_a_stream,
)
from conformance.tests.helpers import an_exchange

REFUSAL: dict[str, Any] = {"error": {"message": "no", "param": "stop"}}
Ending = type[Exception] | None


def sent(step: str, status: int, **fields: Any) -> Exchange:
    """The exchange of a request with these fields."""
    body = json.dumps({} if status == 200 else REFUSAL).encode()
    answered = an_exchange(status, body, step=step)
    asked = json.dumps({"model": "m", "messages": [], **fields}).encode()
    return replace(answered, request=replace(answered.request, body=asked))


def asked(with_it: int, again: int, without: int = 200, stream: int = 400) -> Recording:
    """A recording in which the requests were answered with these statuses."""
    exchanges = (
        sent("with", with_it, stop="x", top_p=0.9),
        sent("without", without),
        sent("with-again", again, stop="x", top_p=0.9),
        sent("without-again", 200),
        sent("with-stream", stream, stop="x", top_p=0.9, stream=True),
    )
    return Recording("chat/reasoning-fields", "relay", exchanges)


def listing(*supported: str) -> Recording:
    """A list of models that says what the one in use supports."""
    entries = [{"id": "other"}, {"id": "m", "supported_parameters": supported}]
    body = json.dumps({"data": entries}).encode()
    return Recording("models/list", "relay", (an_exchange(200, body, step="list"),))


def ending(judge: Callable[[], None]) -> Ending:
    """What a judgement ends with; None: it holds."""
    try:
        judge()
    except (Violation, Undecided, NotOffered) as found:
        return type(found)
    return None


@pytest.mark.parametrize(
    ("recording", "ends"),
    [
        (asked(400, 400), None),
        (asked(500, 502), Violation),
        (asked(502, 400), Undecided),
        (asked(200, 502), Undecided),
        (asked(200, 200), NotOffered),
        (asked(502, 502, without=502), Undecided),
    ],
)
def test_a_server_error_counts_where_it_comes_each_time(
    recording: Recording, ends: Ending
) -> None:
    assert ending(lambda: is_no_server_error(recording)) is ends


@pytest.mark.parametrize(
    ("recording", "ends"),
    [
        (asked(400, 400), None),
        (asked(400, 400, stream=200), Undecided),
        (asked(400, 400, stream=503), Undecided),
        (asked(400, 200), NotOffered),
        (asked(400, 400, without=400), Undecided),
    ],
)
def test_a_stream_is_held_against_what_is_refused_without_one(
    recording: Recording, ends: Ending
) -> None:
    assert ending(lambda: is_refused_before_a_stream(recording)) is ends


@pytest.mark.parametrize(
    ("recording", "beside", "ends"),
    [
        (asked(400, 400), listing("stop", "tools"), Violation),
        (asked(400, 400), listing("top_p", "tools"), None),
        (asked(200, 200), listing("stop"), NotOffered),
        (asked(400, 400), None, NotOffered),
        (asked(400, 400, without=400), listing("stop"), Undecided),
    ],
)
def test_a_list_is_held_against_what_is_refused_by_name(
    recording: Recording, beside: Recording | None, ends: Ending
) -> None:
    assert ending(lambda: is_not_listed(recording, beside)) is ends


def test_a_list_without_the_model_says_nothing_of_it() -> None:
    body = b'{"data": [{"id": "m"}, {"id": "x", "supported_parameters": ["stop"]}]}'
    bare = Recording("models/list", "relay", (an_exchange(200, body, step="list"),))
    with pytest.raises(NotOffered):
        is_not_listed(asked(400, 400), bare)


def counting(*counts: int | None) -> Recording:
    """A recording of answers with these counts of the prompt; None: without any."""
    steps = zip(("plain", "developer"), counts, strict=True)
    return Recording(
        "chat/reasoning-developer",
        "relay",
        tuple(an_exchange(200, usage_of(tokens), step=step) for step, tokens in steps),
    )


def usage_of(tokens: int | None) -> bytes:
    """The body of an answer whose prompt had so many tokens."""
    if tokens is None:
        return b"{}"
    usage = {"prompt_tokens": tokens, "completion_tokens": 1, "total_tokens": 99}
    return json.dumps({"usage": usage}).encode()


@pytest.mark.parametrize(
    ("recording", "ends"),
    [
        (counting(20, 90), None),
        # Merged with an instruction of the relay's own, or counted in words.
        (counting(220, 284), None),
        (counting(20, 20), Violation),
        (counting(20, 24), Violation),
        (counting(None, 20), NotOffered),
        (counting(20, None), NotOffered),
    ],
)
def test_a_developer_message_shows_in_the_prompt(
    recording: Recording, ends: Ending
) -> None:
    assert ending(lambda: reaches_the_model(recording)) is ends


def test_a_role_that_is_refused_is_not_judged() -> None:
    plain, _ = counting(20, 20)
    refused = an_exchange(400, step="developer")
    both = Recording("chat/reasoning-developer", "relay", (plain, refused))
    assert ending(lambda: reaches_the_model(both)) is NotOffered
