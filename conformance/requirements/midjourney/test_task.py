"""Midjourney: the task as an object (source: the vendors' pages)."""

from conformance import (
    MUST,
    SHOULD,
    Recording,
    Violation,
    field_of,
    matches,
    requirement,
    same_answer,
)
from conformance.requirements.midjourney._cases import TASKS
from conformance.requirements.midjourney._tasks import STATUSES, TASK, labelled, polls
from conformance.requirements.strict import strict_answer

PROXY = "midjourney-proxy/api"
FIELDS = [
    "id",
    "action",
    "status",
    "prompt",
    "promptEn",
    "description",
    "state",
    "submitTime",
    "startTime",
    "finishTime",
    "progress",
    "imageUrl",
    "failReason",
    "properties",
    "buttons",
]
STATE = "relaycert"


@requirement(
    "midjourney.task.object",
    MUST,
    on=TASKS,
    source=f"{PROXY}#fetch",
    breaks="Clients that ask for their task get nothing to read.",
    fix="Answer with the task as a JSON object, also when it is over.",
)
def test_task_is_an_object(recording: Recording) -> None:
    """A task that is asked for is a JSON object."""
    for exchange in recording.polls(TASK):
        if not strict_answer(labelled(exchange)):
            raise Violation("a task", exchange.body, "the body", exchange)


@requirement(
    "midjourney.task.shape",
    MUST,
    on=TASKS,
    source="modellss/mj-list#task",
    fix="Send the fields of a task with their documented types, or null.",
    explained_by=same_answer("midjourney.task.object"),
)
def test_task_has_the_documented_shape(recording: Recording) -> None:
    """A task matches its schema each time it is asked for."""
    for exchange in recording.polls(TASK):
        matches(exchange.answer, "wire/mj-task", exchange=exchange)


@requirement(
    "midjourney.task.fields",
    SHOULD,
    on=TASKS,
    source="modellss/mj-list#task",
    fix="Send all fifteen fields of a task; null stands for what is not known.",
    explained_by=same_answer("midjourney.task.object"),
)
def test_task_has_all_fields(recording: Recording) -> None:
    """A task has its fifteen documented fields."""
    for exchange, task in polls(recording):
        missing = [name for name in FIELDS if name not in task]
        if missing:
            expected = f"the fields {', '.join(f'`{name}`' for name in missing)}"
            raise Violation(expected, task, "the task", exchange)


@requirement(
    "midjourney.task.id",
    MUST,
    on=TASKS,
    source=f"{PROXY}#fetch",
    breaks="Callers get the picture of another task.",
    fix="Answer with the task whose id stands in the path.",
)
def test_task_has_the_id_of_the_path(recording: Recording) -> None:
    """A task carries the id by which it was asked for."""
    for exchange, task in polls(recording):
        id = exchange.request.url.split("/")[-2]
        if str(task.get("id")) != id:
            raise Violation(f'"{id}"', field_of(task, "id"), "/id", exchange)


@requirement(
    "midjourney.task.status",
    MUST,
    on=TASKS,
    source="modellss/mj-list#task",
    breaks="Clients that wait for SUCCESS wait forever.",
    fix="Translate the upstream's own words into the seven documented ones.",
)
def test_status_is_a_documented_word(recording: Recording) -> None:
    """The status of a task is one of the seven documented words."""
    for exchange, task in polls(recording):
        if task["status"] not in STATUSES:
            expected = f"one of {', '.join(name for name in STATUSES if name)}"
            raise Violation(expected, task["status"], "/status", exchange)


@requirement(
    "midjourney.task.progress",
    SHOULD,
    on=TASKS,
    source=f"{PROXY}#progress",
    fix="Send the progress as a text such as `45%`.",
)
def test_progress_is_a_percentage(recording: Recording) -> None:
    """The progress of a task is a text such as `45%`, empty or null."""
    for exchange, task in polls(recording):
        if not is_progress(task.get("progress")):
            expected = "a text such as `45%`"
            raise Violation(expected, task["progress"], "/progress", exchange)


@requirement(
    "midjourney.task.state",
    SHOULD,
    on="midjourney/task",
    source=f"{PROXY}#state",
    fix="Keep the `state` of a submit with its task.",
)
def test_state_comes_back(recording: Recording) -> None:
    """A task carries the `state` of its submit."""
    exchange, task = polls(recording)[-1]
    if task.get("state") != STATE:
        raise Violation(f'"{STATE}"', field_of(task, "state"), "/state", exchange)


def is_progress(value: object) -> bool:
    """Whether a value is a progress, or says that none is known."""
    if value is None or value == "":
        return True
    number = value[:-1] if isinstance(value, str) and value.endswith("%") else ""
    return number.isascii() and number.isdigit() and int(number) <= 100
