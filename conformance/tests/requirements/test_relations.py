"""Relations: what they hold against each other, and when they decide nothing."""

import json
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from conformance.core.exceptions import Blocked, NotOffered, Undecided
from conformance.core.exchange import Exchange, Recording
from conformance.core.violation import Violation
from conformance.requirements import relations
from conformance.requirements.chat._cases import content, text
from conformance.requirements.chat.test_relations import (
    test_every_request_gets_a_text as every_time,
)
from conformance.requirements.errors.test_relations import (
    test_routes_refuse_in_one_form as one_form,
)
from conformance.requirements.errors.test_relations import (
    test_routes_refuse_with_one_status as one_status,
)
from conformance.tests.helpers import a_stream, an_exchange
from conformance.tests.packaged import SUITE

HELD = None
Judged = type[Exception] | None


def judged(judge: Callable[[], None]) -> Judged:
    """What a judgement ends with."""
    try:
        judge()
    except (Violation, Blocked, NotOffered, Undecided) as ending:
        return type(ending)
    return HELD


def answer(
    *texts: str, prompt: int = 9, spent: int = 5, finish: str = "stop", **more: Any
) -> Exchange:
    """A chat answer with these texts."""
    said = [
        {"index": n, "message": {"content": one}, "finish_reason": finish}
        for n, one in enumerate(texts)
    ]
    counts = {
        "prompt_tokens": prompt,
        "completion_tokens": spent,
        "total_tokens": prompt + spent,
    }
    body = json.dumps({"choices": said, "usage": counts, **more})
    return an_exchange(200, body.encode(), (("Content-Type", "application/json"),))


NONE = answer()


def steps(**exchanges: Exchange) -> Recording:
    """A recording of these steps."""
    named = [
        Exchange(step, one.request, one.response, one.events)
        for step, one in exchanges.items()
    ]
    return Recording("chat/minimal", "relay", tuple(named))


@pytest.mark.parametrize(
    ("long", "ending"), [(2100, HELD), (1050, HELD), (10, Violation), (900, Violation)]
)
def test_a_longer_prompt_counts_more(long: int, ending: Judged) -> None:
    assert judged(lambda: relations.grows(NONE, 50, long, 1000)) is ending


@pytest.mark.parametrize(
    ("texts", "spent", "ending"),
    [
        (("a b c", "d e"), 5, HELD),
        (("a b c", "d e"), 4, Violation),
        (("a b", "d e"), 4, Undecided),  # a cap of 4: they may be those of one
        (("a b c",), 1, Blocked),
        (("a b c", ""), 1, Blocked),
    ],
)
def test_words_of_all_choices_are_counted(
    texts: tuple[str, ...], spent: int, ending: Judged
) -> None:
    sent = replace(NONE.request, body=b'{"max_tokens": 4}')
    found = replace(answer(*texts, spent=spent), request=sent)
    assert judged(lambda: relations.counts_all(found, content)) is ending


REFUSED = an_exchange(400, b"{}", (("Content-Type", "application/json"),))


@pytest.mark.parametrize(
    ("again", "ending"),
    [
        (answer("hi", prompt=9), HELD),
        (answer("hi", prompt=8), HELD),
        (answer("ho", prompt=9), Undecided),
        (answer("ho", prompt=8), Violation),
        (answer("ho", prompt=8, model="b"), Undecided),
        (REFUSED, Violation),
    ],
)
def test_another_spelling_is_the_same_request(again: Exchange, ending: Judged) -> None:
    found = steps(json=answer("hi", prompt=9, model="a"), again=again)
    other = steps(create=answer("Bye."))
    assert judged(lambda: relations.is_read_alike(found, other, text)) is ending


@pytest.mark.parametrize("other", [None, steps(create=answer("hi"))])
def test_a_spelling_tells_nothing_where_all_requests_are_answered_alike(
    other: Recording | None,
) -> None:
    found = steps(json=answer("hi"), again=answer("hi"))
    assert judged(lambda: relations.is_read_alike(found, other, text)) is Undecided


@pytest.mark.parametrize(
    ("part", "other", "ending"),
    [
        ("1 2 3", "1 2 3 4 ", HELD),
        (" 1 2", "1", HELD),
        ("2 3", "1 2 3 4", Violation),
        ("2 3", "one", Undecided),
        ("1 2", "", Undecided),
        ("", "1 2", Undecided),
        ("1 2 3 4 5 6", "1 2", Undecided),
    ],
)
def test_a_cut_leaves_the_beginning(part: str, other: str, ending: Judged) -> None:
    full = "1 2 3 4 5 6"
    assert judged(lambda: relations.begins(NONE, full, part, other)) is ending


@pytest.mark.parametrize(
    ("answers", "ending"),
    [
        ((answer("a"), answer("b")), HELD),
        ((answer("a"), answer("", finish="length")), HELD),
        ((answer("a"), answer("")), Violation),
        ((answer("a"), NONE), Violation),
        ((answer("a"), REFUSED), HELD),
        ((NONE, NONE), Undecided),
        ((REFUSED,), Undecided),
    ],
)
def test_no_request_is_left_without_a_text(
    answers: tuple[Exchange, ...], ending: Judged
) -> None:
    found = steps(**{f"n{place}": one for place, one in enumerate(answers)})
    assert judged(lambda: every_time(found)) is ending


def streamed(prompt: int, spent: int, finish: str, **more: Any) -> Exchange:
    """A streamed chat answer, with its usage at the end."""
    counts = {
        "prompt_tokens": prompt,
        "completion_tokens": spent,
        "total_tokens": prompt + spent,
    }
    choice = {"index": 0, "delta": {"content": "hi"}, "finish_reason": finish}
    chunks = ({"choices": [choice]}, {"choices": [], "usage": counts, **more})
    return a_stream(*map(json.dumps, chunks), "[DONE]")


@pytest.mark.parametrize(
    ("stream", "ending"),
    [
        (streamed(9, 16, "length"), HELD),
        (streamed(9, 12, "stop"), HELD),
        (streamed(8, 16, "length"), Violation),
        (streamed(9, 15, "length"), Violation),
        (streamed(9, 15, "length", model="b"), Undecided),
        (a_stream('{"choices": []}', "[DONE]"), Blocked),
    ],
)
def test_a_stream_counts_like_the_document(stream: Exchange, ending: Judged) -> None:
    alike = steps(create=answer("hi", spent=16, finish="length", model="a"))
    assert judged(lambda: relations.has_same_usage(stream, alike)) is ending
    assert judged(lambda: relations.has_same_usage(stream, None)) is Blocked


def refusal(status: int = 400, body: str = '{"error": {"type": "t"}}') -> Exchange:
    """A refusal."""
    return an_exchange(status, body.encode(), (("Content-Type", "application/json"),))


@pytest.mark.parametrize(
    ("other", "status", "form"),
    [
        (refusal(), HELD, HELD),
        (refusal(body='{"error": {"type": "t", "param": null}}'), HELD, HELD),
        (refusal(422), Violation, HELD),
        (refusal(418), Blocked, HELD),
        (refusal(404), NotOffered, NotOffered),
        (refusal(body='{"error": {"type": "u"}}'), HELD, Violation),
        (refusal(body='{"detail": "no"}'), HELD, Violation),
        (refusal(body="<html>"), HELD, Violation),
        (refusal(body=""), HELD, Violation),
        (answer("hi"), Blocked, Blocked),
    ],
)
def test_routes_refuse_alike(other: Exchange, status: Judged, form: Judged) -> None:
    found = steps(chat=refusal(), completions=other)
    case, profile = SUITE.cases["errors/routes"], SUITE.profiles["openai"]
    assert judged(lambda: one_status(found, case, profile)) is status
    assert judged(lambda: one_form(found, case, profile)) is form


@pytest.mark.parametrize("odd", ["chat", "completions", "embeddings"])
def test_of_three_routes_the_odd_one_is_shown(odd: str) -> None:
    refusals = {step: refusal() for step in ("chat", "completions", "embeddings")}
    found = steps(**refusals | {odd: refusal(422, '{"error": {"type": "u"}}')})
    case, profile = SUITE.cases["errors/routes"], SUITE.profiles["openai"]
    for judge in (
        partial(one_status, found, case, profile),
        partial(one_form, found, case, profile),
    ):
        with pytest.raises(Violation) as violation:
            judge()
        assert violation.value.exchange is found[odd]
