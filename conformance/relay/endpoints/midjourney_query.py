"""Queries of Midjourney tasks: one, several, pages, pictures and seeds."""

import io
from collections.abc import Callable
from hashlib import sha256

from PIL import Image

from conformance.relay.answer import Answer, json_answer
from conformance.relay.call import Call
from conformance.relay.endpoints.midjourney_action import cancelled
from conformance.relay.json_text import Json
from conformance.relay.midjourney_result import Code, message
from conformance.relay.midjourney_route import ask, picture, submit
from conformance.relay.midjourney_shape import GRIDS, shown
from conformance.relay.tasks import Status, Task

# The part of a path that names a task.
_ID = r"/task/(?P<id>[^/]+)"
_SIZE = 64
_PAGE = 10


@ask(rf"{_ID}/fetch")
def fetch(call: Call) -> Answer:
    """One task by its id."""
    task = call.tasks.find(call.args["id"], call.caller)
    return json_answer(shown(task, call.received)) if task else _no_task()


@ask("/task/list", "list")
def listing(call: Call) -> Answer:
    """All tasks, newest first."""
    return _array(call, call.tasks.of(call.caller))


@ask("/task/queue", "queue")
def queue(call: Call) -> Answer:
    """The tasks that wait or run, oldest first."""
    tasks = reversed(call.tasks.of(call.caller))
    return _array(call, [task for task in tasks if not task.is_over(call.received)])


@submit("/task/list-by-condition", "list-by-condition")
def list_by_condition(call: Call) -> Answer:
    """The tasks of these ids."""
    ids = _texts(call.fields.get("ids"))
    tasks = call.tasks.of(call.caller)
    return _array(call, [task for task in tasks if task.id in ids])


@submit("/task/query", "query")
def query(call: Call) -> Answer:
    """One page of the tasks that a condition lets through."""
    tasks = [task for task in call.tasks.of(call.caller) if _fits(call, task)]
    if call.fields.get("sort", "id,desc").endswith(",asc"):
        tasks.reverse()
    number = _whole(call.fields.get("pageNumber"), 0)
    size = _whole(call.fields.get("pageSize"), _PAGE) or _PAGE
    page = tasks[number * size : (number + 1) * size]
    pages = -(-len(tasks) // size)
    return json_answer(
        {
            "content": [shown(task, call.received) for task in page],
            "totalElements": len(tasks),
            "totalPages": pages,
            "number": number,
            "size": size,
            "numberOfElements": len(page),
            "first": number == 0,
            "last": number + 1 >= pages,
            "empty": not page,
            "sort": {"sorted": True, "unsorted": False, "empty": False},
            "pageable": {"pageNumber": number, "pageSize": size, "paged": True},
        }
    )


@submit(rf"{_ID}/cancel", "cancel")
def cancel(call: Call) -> Answer:
    """Cancels a task."""
    task = call.tasks.find(call.args["id"], call.caller)
    if task is None:
        return message(Code.NOT_FOUND, "The task does not exist")
    if task.is_over(call.received):
        return message(Code.INVALID, "The task is over")
    call.tasks.put(cancelled(task, call.received))
    return message(Code.SUCCESS, "Cancelled")


@ask(rf"{_ID}/image-seed", "seed")
def seed(call: Call) -> Answer:
    """The seed of a finished picture."""
    task = call.tasks.find(call.args["id"], call.caller)
    if task is None:
        return _no_task()
    if task.status(call.received) is not Status.SUCCESS or task.text:
        return message(Code.INVALID, "The task has no picture", result=None)
    number = int(sha256(task.id.encode()).hexdigest(), 16) % 2**32
    return message(Code.SUCCESS, "success", result=str(number))


@picture(r"/mj/image/(?P<id>\d+)")
def image(call: Call) -> Answer:
    """The picture of a finished task, for anybody who has its address."""
    task = call.tasks.drawn(call.args["id"])
    if task is None or task.status(call.received) is not Status.SUCCESS:
        return json_answer({"error": "midjourney_task_not_found"}, 400)
    return Answer(200, drawn(task), {"content-type": "image/png"})


def drawn(task: Task) -> bytes:
    """The picture of a task: one colour, or four where there are four to choose."""
    digest = sha256(task.id.encode()).digest()
    fields = 4 if task.action in GRIDS else 1
    canvas = Image.new("RGB", (_SIZE, _SIZE))
    for place in range(fields):
        colour = tuple(digest[3 * place : 3 * place + 3])
        side = _SIZE if fields == 1 else _SIZE // 2
        corner = (place % 2 * side, place // 2 * side)
        canvas.paste(Image.new("RGB", (side, side), colour), corner)
    file = io.BytesIO()
    canvas.save(file, "PNG")
    return file.getvalue()


def _no_task() -> Answer:
    # The space at the end stands for a result that there is not.
    text = "task_no_found "
    return json_answer({"description": text, "type": "upstream_error", "code": 4}, 400)


def _array(call: Call, tasks: list[Task]) -> Answer:
    return json_answer([shown(task, call.received) for task in tasks])


def _fits(call: Call, task: Task) -> bool:
    condition, seen = call.fields, shown(task, call.received)
    tests: tuple[tuple[str, Callable[[Json], bool]], ...] = (
        ("ids", lambda ids: task.id in _texts(ids)),
        ("statusSet", lambda names: seen["status"] in _texts(names)),
        *(
            (name, lambda value, name=name: seen[name] == value)
            for name in ("status", "action", "prompt", "promptEn", "description")
        ),
        ("state", lambda value: task.state == value),
    )
    return all(holds(condition[name]) for name, holds in tests if condition.get(name))


def _texts(value: Json) -> list[str]:
    items = value if isinstance(value, list) else []
    return [item for item in items if isinstance(item, str)]


def _whole(value: Json, otherwise: int) -> int:
    return value if isinstance(value, int) and 0 <= value <= 1000 else otherwise
