"""Legitimate differences between relays of Midjourney."""

from dataclasses import replace
from urllib.parse import urlsplit

from conformance.relay.answer import Answer, json_answer
from conformance.relay.bend import variation
from conformance.relay.call import Call
from conformance.relay.json_text import Object
from conformance.relay.midjourney_places import on_tasks, submits
from conformance.relay.midjourney_result import Code, result
from conformance.relay.problem import Problem, ProblemKind
from conformance.relay.routes import refused
from conformance.relay.shapes import drop, put

_BOTH = ("aitre", "modellss")
_MODES = ("/mj-fast/", "/mj-relax/", "/mj-turbo/")
_WAITING = ("NOT_START", "SUBMITTED")


def _code(call: Call, answer: Answer) -> int | None:
    """The code of a submit's answer; None if it is something else."""
    body = answer.json
    submitted = "/mj/submit/" in call.path and isinstance(body, dict)
    return body.get("code") if submitted else None


@variation("mj-errors-with-400", dialects=_BOTH)
def refuses_with_status(call: Call, answer: Answer) -> Answer:
    """Refuses a submit with status 400, and no result."""
    if _code(call, answer) not in (Code.NOT_FOUND, Code.INVALID, Code.BANNED):
        return answer
    bare = drop("result", "properties")(answer.json)
    return json_answer({**bare, "type": "upstream_error"}, 400)


@variation("mj-codes-made-one", dialects=_BOTH)
def makes_codes_one(call: Call, answer: Answer) -> Answer:
    """Says of what is queued, exists or waits that it was begun."""
    usable = _code(call, answer) in (Code.EXISTED, Code.QUEUED)
    return answer.map_json(put(code=int(Code.SUCCESS))) if usable else answer


@variation("mj-queue-full", dialects=("modellss",))
def has_no_room(call: Call, answer: Answer) -> Answer:
    """Takes no second task while one waits."""
    if _code(call, answer) != Code.QUEUED:
        return answer
    refusal = result(Code.FULL, "The queue is full, please try again later", None)
    return refusal.map_json(drop("result"))


@variation("mj-wide-tasks", dialects=_BOTH)
def widens_tasks(call: Call, answer: Answer) -> Answer:
    """Shows tasks with fields of its own, and null for what it does not know."""
    wide = put(displays={}, instanceId="1", messageIds=[], botType=1, promptEn=None)
    return on_tasks(call, answer, wide)


@variation("mj-no-progress", dialects=_BOTH)
def hides_progress(call: Call, answer: Answer) -> Answer:
    """Tells no progress before a task is worked on."""

    def hidden(task: Object) -> Object:
        shown = {"NOT_START": None, "SUBMITTED": ""}
        return {**task, "progress": shown.get(task["status"], task["progress"])}

    return on_tasks(call, answer, hidden)


@variation(
    "mj-id-as-number",
    also=("midjourney.submit.digits",),
    dialects=_BOTH,
)
def counts_ids(call: Call, answer: Answer) -> Answer:
    """Sends the id of a task as an integer."""

    def counted(body: Object) -> Object:
        return {**body, "result": int(body["result"])}

    known = _code(call, answer) is not None and answer.json.get("result")
    return answer.map_json(counted) if known else answer


@variation("mj-never-submitted", dialects=_BOTH)
def skips_submitted(call: Call, answer: Answer) -> Answer:
    """Shows a task as not started until it is in progress."""

    def skipped(task: Object) -> Object:
        waiting = task["status"] in _WAITING
        return {**task, "status": "NOT_START"} if waiting else task

    return on_tasks(call, answer, skipped)


@variation("mj-picture-elsewhere", dialects=_BOTH)
def moves_pictures(call: Call, answer: Answer) -> Answer:
    """Names another host for the picture, which serves it as well."""

    def moved(task: Object) -> Object:
        url = urlsplit(task["imageUrl"] or "")
        there = url._replace(netloc=f"localhost:{url.port}").geturl()
        return {**task, "imageUrl": there} if url.port else task

    return on_tasks(call, answer, moved)


@variation("mj-duplicate-refused", dialects=_BOTH)
def refuses_twice(call: Call, answer: Answer) -> Answer:
    """Refuses an action that was submitted before."""
    again = submits(call, "action") and _code(call, answer) == Code.EXISTED
    if not again or "status" not in answer.json["properties"]:
        return answer
    return result(Code.INVALID, "The action was submitted before", None)


@variation("mj-no-modes", dialects=_BOTH)
def knows_no_modes(call: Call, answer: Answer) -> Answer:
    """Routes no speeds."""
    if not call.path.startswith(_MODES):
        return answer
    message = f"Invalid URL ({call.method} {call.path[:200]})"
    return replace(refused(call, Problem(ProblemKind.NO_ROUTE, message)), notice=None)
