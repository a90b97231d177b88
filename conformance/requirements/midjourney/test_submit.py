"""Midjourney: the answer to a submit (source: the vendors' pages)."""

import re

from conformance import (
    ABSENT,
    MAY,
    MUST,
    SHOULD,
    Blocked,
    Exchange,
    Recording,
    Violation,
    field_of,
    matches,
    requirement,
)
from conformance.requirements.midjourney._cases import LISTS, SUBMITTING, TASKS
from conformance.requirements.midjourney._tasks import USABLE, labelled, taken
from conformance.requirements.reading import is_labelled_as_json
from conformance.requirements.strict import strict_answer

CODES = "midjourney-proxy/api#codes"


@requirement(
    "midjourney.content-type",
    MUST,
    on=(*SUBMITTING, *TASKS, *LISTS, "midjourney/query", "midjourney/cancel"),
    source="new-api/midjourney#unrouted",
    breaks="Clients read a page for people as if it were the answer.",
    fix="Answer what is not routed with 404, and the rest with application/json.",
)
def test_answer_is_json(recording: Recording) -> None:
    """What is answered with 200 is labelled as JSON."""
    for exchange in recording:
        is_labelled_as_json(exchange)


@requirement(
    "midjourney.submit.shape",
    MUST,
    on=SUBMITTING,
    source="modellss/mj-describe#answer",
    fix="Send an integer `code`, a text `description`, and the id as `result`.",
)
def test_submit_answers_as_documented(exchange: Exchange) -> None:
    """The answer to a submit matches its schema."""
    matches(strict_answer(labelled(exchange)), "wire/mj-submit-result")


@requirement(
    "midjourney.submit.result",
    MUST,
    on=SUBMITTING,
    source=CODES,
    breaks="Nobody can ask for a task whose id is not told.",
    fix="Send the id of the task as `result` with each of the codes 1, 21 and 22.",
)
def test_submit_tells_the_id(exchange: Exchange) -> None:
    """What was taken has the id of its task."""
    id = field_of(taken(exchange), "result")
    if id in (ABSENT, None) or not str(id).strip():
        raise Violation("the id of the task", got=id, at="/result")


@requirement(
    "midjourney.submit.digits",
    MAY,
    on=SUBMITTING,
    source=CODES,
    fix="Send the id as a text: longer numbers lose their last digits in clients.",
)
def test_id_is_a_text_of_digits(exchange: Exchange) -> None:
    """The id of a task is a text of digits."""
    id = taken(exchange).get("result")
    if id is None:
        raise Blocked("no id was told")
    if not isinstance(id, str) or not re.fullmatch("[0-9]+", id):
        raise Violation("a text of digits", got=id, at="/result")


@requirement(
    "midjourney.action.duplicate",
    SHOULD,
    on="midjourney/action",
    source="midjourney-proxy/api#change",
    fix="Answer the same action again with code 21 and the id that there is.",
)
def test_same_action_begins_no_second_task(recording: Recording) -> None:
    """The same action again begins no second task."""
    first = taken(recording["submit"]).get("result")
    again = recording["again"]
    if not again.accepted or again.answer.get("code") not in USABLE:
        return
    if again.answer.get("result") != first:
        expected = f"code 21 with the id {first}, or a refusal"
        raise Violation(expected, again.answer, "the body", again)
