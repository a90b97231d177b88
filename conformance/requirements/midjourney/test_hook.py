"""Midjourney: calls about a task (source: midjourney-proxy/api#hook)."""

from conformance import (
    MUST,
    SHOULD,
    Blocked,
    Recording,
    Violation,
    field_of,
    matches,
    requirement,
)
from conformance.requirements.midjourney._cases import HOOKS
from conformance.requirements.midjourney._tasks import hooked, over, taken

SOURCE = "midjourney-proxy/api#hook"


@requirement(
    "midjourney.hook.called",
    MUST,
    on=HOOKS,
    source=SOURCE,
    breaks="Clients that wait to be called wait forever.",
    fix="Call the `notifyHook` of every kind of task, not of drawings alone.",
)
def test_hook_is_called(recording: Recording) -> None:
    """The address in `notifyHook` is called about the task."""
    submit = recording["submit"]
    id = str(taken(submit).get("result"))
    calls = hooked(recording)
    if not any(str(task.get("id")) == id for task in calls):
        over(recording)
        raise Violation(f"a call about the task {id}", calls, "the hook", submit)


@requirement(
    "midjourney.hook.shape",
    SHOULD,
    on=HOOKS,
    source=SOURCE,
    fix="Send the whole task, as it is answered to whoever asks for it.",
)
def test_hook_gets_tasks(recording: Recording) -> None:
    """Each call brings a task that matches its schema."""
    for number, task in enumerate(_calls(recording), 1):
        matches(task, "wire/mj-task", f"call {number} ", recording["submit"])


@requirement(
    "midjourney.hook.end",
    SHOULD,
    on=HOOKS,
    source=SOURCE,
    fix="Call once more when a task is over.",
)
def test_hook_learns_the_end(recording: Recording) -> None:
    """The last call brings the status that the task was found with in the end."""
    end, last = over(recording)["status"], field_of(_calls(recording)[-1], "status")
    if last != end:
        at = "/status of the last call"
        raise Violation(f'"{end}"', last, at, recording["submit"])


def _calls(recording: Recording) -> list[dict[str, object]]:
    """The calls; Blocked if there was none."""
    calls = hooked(recording)
    if not calls:
        raise Blocked("the hook was not called")
    return calls
