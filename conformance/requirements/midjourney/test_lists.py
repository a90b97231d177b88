"""Midjourney: several tasks at once (source: the vendors' pages)."""

from typing import Any

from conformance import (
    MAY,
    MUST,
    SHOULD,
    Blocked,
    Exchange,
    NotOffered,
    Recording,
    Undecided,
    Violation,
    field_of,
    matches,
    requirement,
)
from conformance.requirements.midjourney._cases import LISTS
from conformance.requirements.midjourney._tasks import FINAL, labelled, taken
from conformance.requirements.reading import objects, whole
from conformance.requirements.strict import strict_answer, strict_body

PAGE = ("totalElements", "totalPages", "number", "size", "numberOfElements")


@requirement(
    "midjourney.lists.shape",
    MUST,
    on=LISTS,
    source="modellss/mj-list#answer",
    fix="Send a bare list of tasks, empty where there are none.",
)
def test_list_is_one_of_tasks(exchange: Exchange) -> None:
    """A list of tasks matches its schema."""
    if not exchange.accepted:
        raise Blocked(f"the request was refused ({exchange.status})")
    matches(strict_body(labelled(exchange)), "wire/mj-task-list")
    if not _listed(exchange):
        raise NotOffered("the list is empty")


@requirement(
    "midjourney.list-by-condition.exact",
    MUST,
    on="midjourney/list-by-condition",
    source="midjourney-proxy/api#list-by-condition",
    breaks="Callers take the tasks of others for their own.",
    fix="Answer with the tasks of the given ids, and with no others.",
)
def test_list_holds_the_given_tasks(exchange: Exchange) -> None:
    """The tasks of some ids are those that are known, and no others."""
    known = str(exchange.request.fields["ids"][0])
    ids = [field_of(task, "id") for task in _listed(exchange)]
    if [str(id) for id in ids] != [known]:
        raise Violation(f"the task {known} alone", got=ids, at="the ids")


@requirement(
    "midjourney.queue.running",
    SHOULD,
    on="midjourney/queue",
    source="midjourney-proxy/api#queue",
    fix="Leave out of the queue what is over.",
)
def test_queue_holds_what_is_not_over(exchange: Exchange) -> None:
    """The queue holds no task that is over."""
    queue = _listed(exchange)
    over = [task for task in queue if task.get("status") in FINAL]
    if over:
        raise Violation("tasks that wait or run", got=over[0], at="the queue")
    if not queue:
        raise Undecided("the queue is empty")


@requirement(
    "midjourney.queue.known",
    SHOULD,
    on="midjourney/queue",
    source="midjourney-proxy/api#queue",
    fix="List each task from its submit until its end.",
)
def test_queue_holds_the_new_task(recording: Recording) -> None:
    """The queue holds a task that was submitted just before."""
    submitted = str(taken(recording["submit"]).get("result"))
    queue = recording["queue"]
    ids = [str(task.get("id")) for task in _listed(queue)]
    if submitted not in ids:
        raise Violation(f"the task {submitted}", ids, "the queue", queue)


@requirement(
    "midjourney.query.shape",
    MUST,
    on="midjourney/query",
    source="modellss/mj-query#answer",
    fix="Send a page: an object whose `content` is a list of tasks.",
)
def test_page_has_tasks(exchange: Exchange) -> None:
    """A page of tasks matches its schema."""
    matches(strict_answer(labelled(exchange)), "wire/mj-task-page")
    if not exchange.answer["content"]:
        raise NotOffered("the page is empty")


@requirement(
    "midjourney.query.size",
    SHOULD,
    on="midjourney/query",
    source="modellss/mj-query#answer",
    fix="Put as many tasks on a page as `pageSize` says.",
)
def test_page_keeps_its_size(exchange: Exchange) -> None:
    """A page has no more tasks than were asked for."""
    content = exchange.answer.get("content")
    most = exchange.request.fields["pageSize"]
    if not isinstance(content, list):
        raise Blocked("the page has no content")
    if len(content) > most:
        raise Violation(f"at most {most}", got=len(content), at="/content")
    if len(content) < most:
        raise Undecided("there are fewer tasks than a page takes")


@requirement(
    "midjourney.query.page",
    MAY,
    on="midjourney/query",
    source="spring/page#fields",
    fix="Tell the numbers of the page beside its content.",
)
def test_page_tells_its_numbers(exchange: Exchange) -> None:
    """A page tells its number, its size and how many tasks there are."""
    page = exchange.answer
    missing = [name for name in PAGE if not whole(page.get(name))]
    if missing:
        expected = f"the numbers {', '.join(f'`{name}`' for name in missing)}"
        raise Violation(expected, got=page, at="the page")


@requirement(
    "midjourney.cancel.shape",
    MUST,
    on="midjourney/cancel",
    source="modellss/mj-cancel#answer",
    fix="Send an integer `code` and a text `description`.",
)
def test_cancel_answers_as_documented(exchange: Exchange) -> None:
    """The answer to the cancelling of a task has a code and a description."""
    matches(strict_answer(labelled(exchange)), "wire/mj-submit-result")


def _listed(exchange: Exchange) -> list[dict[str, Any]]:
    """The tasks of a list; Blocked if it is none."""
    if not exchange.accepted:
        raise Blocked(f"the request was refused ({exchange.status})")
    if not isinstance(exchange.json, list):
        raise Blocked("the answer is not a list")
    return objects(exchange.json)
