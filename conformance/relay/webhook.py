"""Callbacks: sends a task to its owner's address whenever its status changes."""

import asyncio
import http.client
import math
import time
from contextlib import suppress
from dataclasses import replace
from urllib.parse import urlsplit

from conformance.relay.bend import Answering
from conformance.relay.call import Call
from conformance.relay.tasks import Task
from conformance.relay.upstream_plan import Notice
from conformance.relay.wire import plain

_PATIENCE = 2.0
# After a change, so that whoever is asked then knows of it.
_LATER = 0.005
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


def notice(task: Task) -> Notice | None:
    """The callback that a task wants; None if it wants none."""
    if not task.hook:
        return None
    later = () if math.isinf(task.begins) else (task.begins, *task.steps)
    return Notice(task.hook, task.id, (task.submitted, *later))


async def send_callbacks(notice: Notice, call: Call, answering: Answering) -> None:
    """Send the task at each change, as a fetch would show it at that time."""
    last = ""
    for at in notice.times:
        await asyncio.sleep(max(0.0, at + _LATER - time.time()))
        answer = answering(_fetching(call, notice.id))
        status = answer.json.get("status") if isinstance(answer.json, dict) else None
        if status and status != last:
            last = status
            with suppress(OSError, http.client.HTTPException, ValueError):
                await asyncio.to_thread(_post, notice.address, plain(answer))


def _fetching(call: Call, id: str) -> Call:
    """The call with which its owner would fetch the task now."""
    path = f"/mj/task/{id}/fetch"
    fetch = replace(call, method="GET", path=path, headers={}, raw=b"", json=None)
    return replace(fetch, received=time.time())


def _post(address: str, body: bytes) -> None:
    parts = urlsplit(address)
    # Nothing but this machine is ever called.
    if parts.scheme != "http" or parts.hostname not in _LOOPBACK:
        return
    line = http.client.HTTPConnection(parts.netloc, timeout=_PATIENCE)
    try:
        line.request("POST", parts.path, body, {"Content-Type": "application/json"})
        line.getresponse().read()
    finally:
        line.close()
