"""Rehearsals: what a bend changes is told from the call alone, or not at all."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from conformance.relay.answer import Answer
from conformance.relay.bend import Answering, Around, fault
from conformance.relay.call import Call
from conformance.relay.plan import RelayPlan
from conformance.relay.routes import respond
from conformance.selftest.answer_log import AnswerLog
from conformance.selftest.rehearsal import Unrehearsable, changes
from conformance.tests.relay.calls import CHAT, chat, post

ASKED = chat(stream=True, n=1)
PLAIN = post("/chat/completions", {**ASKED.fields, "stream": False})
Change = Callable[[Answer], Answer]


def is_changed(around: Around, call: Call = PLAIN) -> bool:
    """Whether a relay that is bent so answers a call otherwise."""
    bend = replace(fault("bent")(lambda _, answer: answer), function=around)
    answering = RelayPlan(call.dialect, (bend,)).answering
    return changes(answering, call, respond(call))


def with_index(value: object) -> Change:
    """Answers whose choice has another index."""
    return lambda answer: answer.map_json(
        lambda body: {**body, "choices": [{**body["choices"][0], "index": value}]}
    )


def reversed_headers(answer: Answer) -> Answer:
    return replace(answer, headers=dict(reversed([*answer.headers.items()])))


@pytest.mark.parametrize(
    "change",
    [
        with_index(1),
        with_index(0.0),
        with_index(False),
        reversed_headers,
        lambda answer: answer.with_headers({"x-more": "1"}),
        lambda answer: answer.with_status(201),
        lambda answer: answer.with_style(indent=1),
        lambda answer: replace(answer, delay=0.1),
        lambda answer: replace(answer, hangs_up=True),
        lambda answer: answer.map_json(lambda body: dict(reversed(body.items()))),
    ],
)
def test_what_is_another_answer_on_the_wire_is_a_change(change: Change) -> None:
    assert is_changed(lambda call, proceed: change(proceed(call)))


@pytest.mark.parametrize(
    "change",
    [
        lambda answer: answer,
        with_index(0),
        lambda answer: answer.map_json(dict),
        lambda answer: replace(answer, headers=dict(answer.headers)),
    ],
)
def test_the_same_answer_written_anew_is_none(change: Change) -> None:
    assert not is_changed(lambda call, proceed: change(proceed(call)))


def test_an_event_of_a_stream_is_part_of_the_answer() -> None:
    assert is_changed(lambda c, go: go(c).without_last_event(), ASKED)
    assert not is_changed(lambda c, go: go(c).map_events(lambda e: [e]), ASKED)


@pytest.mark.parametrize(
    "change",
    [
        lambda call: call.with_fields({"n": 1.0}),
        lambda call: replace(call, path=call.path + "/"),
        lambda call: replace(call, nth=7),
    ],
)
def test_another_call_is_a_change_whatever_answers_it(
    change: Callable[[Call], Call],
) -> None:
    assert is_changed(lambda call, proceed: proceed(change(call)))
    assert is_changed(lambda call, proceed: [proceed(call), proceed(change(call))][0])


def test_the_same_call_written_anew_is_none() -> None:
    def around(call: Call, proceed: Answering) -> Answer:
        return proceed(replace(call.with_fields({}), tasks=call.tasks.copied()))

    assert not is_changed(around)


def test_who_answers_without_the_faithful_relay_changes_the_answer() -> None:
    assert is_changed(lambda call, _: respond(PLAIN))


@pytest.mark.parametrize(
    "look",
    [
        lambda call: call.nth % 3,
        lambda call: call.nth != 2,
        lambda call: [one.model for one in call.earlier],
        lambda call: call.earlier[-1] if call.earlier else None,
        lambda call: int(call.received),
        lambda call: call.received > 0,
        lambda call: call.new_id("chatcmpl-"),
        lambda call: f"{call.id_seed}",
        lambda call: {call.id_seed},
        lambda call: call.tasks.of(call.caller),
    ],
)
def test_who_looks_at_more_than_the_call_cannot_be_rehearsed(
    look: Callable[[Call], object],
) -> None:
    def around(call: Call, proceed: Answering) -> Answer:
        look(call)
        return proceed(call)

    with pytest.raises(Unrehearsable):
        is_changed(around)


def test_answers_are_kept_while_somebody_listens() -> None:
    log = AnswerLog()
    log.respond(PLAIN)
    with log.listening() as answers:
        given = log.respond(ASKED)
    log.respond(PLAIN)
    assert answers == [(ASKED, given)]
    assert answers[0][0].model == CHAT
