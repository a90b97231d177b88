"""Midjourney: what is documented is served (source: the vendors' pages)."""

from conformance import MUST, SHOULD, Exchange, Recording, Undecided, requirement
from conformance.requirements.midjourney._cases import HOOKS, LISTS, SUBMITS, TASKS
from conformance.requirements.midjourney._tasks import TASK, USABLE, is_taken, taken
from conformance.requirements.reading import is_accepted

PROXY = "midjourney-proxy/api"
REFUSED = "Clients cannot use what the document offers."


@requirement(
    "midjourney.submit.accepted",
    MUST,
    on=SUBMITS,
    source="modellss/mj-imagine#request",
    fix="Begin the task, and answer with status 200 and code 1.",
)
def test_submit_is_taken(exchange: Exchange) -> None:
    """A documented submit is answered with 200 and a code that says so."""
    is_taken(exchange)


@requirement(
    "midjourney.action.accepted",
    MUST,
    on="midjourney/action",
    source="modellss/mj-action#request",
    fix="Take each `customId` that a finished task shows among its buttons.",
)
def test_action_is_taken(recording: Recording) -> None:
    """An action by a button of a finished task is taken."""
    is_taken(recording["submit"])


@requirement(
    "midjourney.modal.accepted",
    MUST,
    on="midjourney/modal",
    source="modellss/mj-modal#request",
    fix="Let the task that waits begin when it gets its prompt.",
)
def test_modal_is_taken(recording: Recording) -> None:
    """What a task has been waiting for is taken."""
    if taken(recording["zoom"]).get("code") != 21 and not _is_taken(recording["modal"]):
        raise Undecided("the action that was taken for a zoom waits for nothing")
    is_taken(recording["modal"])


@requirement(
    "midjourney.change.accepted",
    MUST,
    on="midjourney/change",
    source=f"{PROXY}#change",
    breaks="Callers cannot choose one of the pictures that they have paid for.",
    fix="Look the parent up by its id, and take it as soon as it has SUCCESS.",
)
def test_change_is_taken(exchange: Exchange) -> None:
    """A change of a task that has SUCCESS is taken."""
    is_taken(exchange)


@requirement(
    "midjourney.queued.accepted",
    MUST,
    on="midjourney/crowd",
    source=f"{PROXY}#codes",
    breaks="Clients give up a task that will be worked on all the same.",
    fix="Hand code 22 on with its id and status 200, or make it code 1.",
)
def test_queued_task_is_taken(exchange: Exchange) -> None:
    """A task that has to wait for its turn is taken."""
    is_taken(exchange)


@requirement(
    "midjourney.task.accepted",
    MUST,
    on=tuple(name for name in TASKS if name != "midjourney/modal"),
    source=f"{PROXY}#fetch",
    breaks="Nobody learns what has become of a task.",
    fix="Answer with the task, from the moment on in which its id was told.",
)
def test_task_is_found(recording: Recording) -> None:
    """A task can be asked for by its id at any time."""
    for exchange in recording.polls(TASK):
        is_accepted(exchange)


@requirement(
    "midjourney.picture.accepted",
    MUST,
    on="midjourney/picture",
    source=f"{PROXY}#picture",
    breaks="The picture that was paid for cannot be had.",
    fix="Give an address in `imageUrl` that anybody can fetch.",
)
def test_picture_can_be_fetched(exchange: Exchange) -> None:
    """The address of a picture answers with 200."""
    is_accepted(exchange)


@requirement(
    "midjourney.lists.accepted",
    MUST,
    on=(*LISTS, "midjourney/query"),
    source="modellss/mj-list#answer",
    fix="Route the lists of tasks.",
)
def test_lists_are_served(exchange: Exchange) -> None:
    """A list of tasks is answered with 200."""
    is_accepted(exchange)


@requirement(
    "midjourney.cancel.accepted",
    MUST,
    on="midjourney/cancel",
    source="modellss/mj-cancel#answer",
    fix="Route the cancelling of a task.",
)
def test_cancel_is_taken(exchange: Exchange) -> None:
    """The cancelling of a task is answered with 200."""
    is_accepted(exchange)


@requirement(
    "midjourney.seed.accepted",
    SHOULD,
    on="midjourney/seed",
    source="midjourney-proxy-plus/api#seed",
    fix="Route the seed of a picture.",
)
def test_seed_is_served(exchange: Exchange) -> None:
    """The seed of a picture is answered with 200."""
    is_accepted(exchange)


@requirement(
    "midjourney.hook.accepted",
    MUST,
    on=HOOKS,
    source="modellss/mj-imagine#hook",
    breaks=REFUSED,
    fix="Take an address in `notifyHook`.",
)
def test_hook_is_taken(recording: Recording) -> None:
    """A submit with an address that is to be called is taken."""
    is_taken(recording["submit"])


def _is_taken(exchange: Exchange) -> bool:
    return exchange.accepted and exchange.answer.get("code") in USABLE
