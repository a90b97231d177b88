"""Calls about Midjourney's tasks, and the tasks that they are about."""

import base64
import json
import math
from dataclasses import replace

from conformance.relay.call import Call
from conformance.relay.json_text import Json, Object
from conformance.relay.midjourney_shape import buttons
from conformance.relay.tasks import Task, Tasks
from conformance.tests.relay.calls import call

NOW = 1_700_000_000.0
HOME = "http://127.0.0.1:9"
RED, BLUE = (
    f"data:image/png;base64,{base64.b64encode(name).decode()}"
    for name in (b"red", b"blue")
)
DONE, DRAWN, SAID, FAILED = (f"170000000000000{n}" for n in range(4))
WAITS, WORKS, ASKS, BEGUN = (f"170000000000000{n}" for n in range(4, 8))
IDS = (DONE, DRAWN, SAID, FAILED, WAITS, WORKS, ASKS, BEGUN)
NOBODY = "1000000000000001"


def task(id: str, ago: float = 60.0, action: str = "IMAGINE", **facts: Json) -> Task:
    """A task that was submitted so many seconds ago, and took one."""
    made = Task(id, "", action, NOW - ago, 1.0, NOW - ago, prompt="A red square.")
    return replace(made, picture=f"{HOME}/mj/image/{id}", **facts)


def button(id: str, number: int, action: str = "IMAGINE") -> str:
    """The customId of a button of a task."""
    return str(list(buttons(task(id, action=action)))[number]["customId"])


ENLARGED = task(
    DRAWN, action="UPSCALE", parent=DONE, custom_id=button(DONE, 1), bot="NIJI_JOURNEY"
)
KEPT = (
    task(DONE, state="mine"),
    ENLARGED,
    task(SAID, action="DESCRIBE", text="1. A square", prompt=""),
    task(FAILED, fails="Invalid parameter", prompt="A. --ar 0:0 --relax"),
    task(WAITS, 0.1, begins=NOW + 5, prompt="A. --relax", relaxed=True),
    task(WORKS, 0.5, prompt="A. --relax"),
    task(BEGUN, 0.1),
    task(ASKS, 1.0, "ZOOM", begins=math.inf, custom_id="MJ::CustomZoom::x"),
)
STORE = Tasks({one.id: one for one in KEPT})


def mj(method: str, path: str, body: Json = None, dialect: str = "modellss") -> Call:
    """A call of a Midjourney route, with some tasks in the store."""
    made = call(method, "", json.dumps(body).encode() if body else b"", dialect)
    return replace(made, path=f"/mj{path}", home=HOME, tasks=STORE, received=NOW)


def submit(name: str, dialect: str = "modellss", **fields: Json) -> Call:
    """A submit."""
    return mj("POST", f"/submit/{name}", fields, dialect)


def fetch(id: str) -> Call:
    """A question about one task."""
    return mj("GET", f"/task/{id}/fetch")


HOOK: Object = {"notifyHook": "http://127.0.0.1:9/hook"}
MIDJOURNEY: dict[str, Call] = {
    "mj-imagine": submit("imagine", prompt="A red square.", **HOOK),
    "mj-imagine-relaxed": submit("imagine", prompt="A. --relax"),
    "mj-imagine-blank": submit("imagine", prompt=""),
    "mj-imagine-fast": replace(
        submit("imagine", prompt="A."), path="/mj-fast/mj/submit/imagine"
    ),
    "mj-action": submit("action", taskId=DONE, customId=button(DONE, 0)),
    "mj-action-again": submit("action", taskId=DONE, customId=button(DONE, 1)),
    "mj-zoom": submit("action", taskId=DRAWN, customId=button(DRAWN, 7, "UPSCALE")),
    "mj-modal": submit("modal", taskId=ASKS, prompt="A. --zoom 1.5"),
    "mj-change": submit("change", taskId=DONE, action="UPSCALE", index=3),
    "mj-blend": submit("blend", base64Array=[RED, BLUE]),
    "mj-describe": submit("describe", base64=RED),
    "mj-shorten": submit("shorten", prompt="A red square."),
    "mj-swap": mj(
        "POST", "/insight-face/swap", {"sourceBase64": RED, "targetBase64": BLUE}
    ),
    **{f"mj-fetch-{id}": fetch(id) for id in IDS},
    "mj-fetch-unknown": fetch(NOBODY),
    "mj-fetch-foreign": replace(fetch(DONE), caller="other"),
    "mj-fetch-without-headers": replace(fetch(DONE), headers={}),
    "mj-list": mj("GET", "/task/list"),
    "mj-list-by-condition": mj("POST", "/task/list-by-condition", {"ids": [DONE]}),
    "mj-query": mj("POST", "/task/query", {"pageSize": 2}),
    "mj-queue": mj("GET", "/task/queue"),
    "mj-cancel": mj("POST", f"/task/{WORKS}/cancel"),
    "mj-seed": mj("GET", f"/task/{DONE}/image-seed"),
    "mj-image": mj("GET", f"/image/{DONE}"),
}
