"""Locates Midjourney's tasks in answers, for faults and variations."""

from conformance.relay.answer import Answer
from conformance.relay.call import Call
from conformance.relay.json_text import Object
from conformance.relay.shapes import Change


def submits(call: Call, *names: str) -> bool:
    """Whether the call submits a task by one of these routes: `imagine`, `action`, …"""
    return call.method == "POST" and any(
        call.path.endswith(f"/mj/submit/{name}") for name in names
    )


def asks(call: Call, name: str) -> bool:
    """Whether the call queries tasks by this route: `fetch`, `list`, …"""
    return "/mj/task/" in call.path and call.path.endswith(f"/{name}")


def shows(call: Call, answer: Answer, *actions: str) -> bool:
    """Whether the answer is one task, of one of these actions if any are named."""
    task = answer.json
    if not asks(call, "fetch") or answer.refuses or not isinstance(task, dict):
        return False
    return not actions or task.get("action") in actions


def on_tasks(call: Call, answer: Answer, change: Change) -> Answer:
    """The answer with each task in it changed, however many it shows."""
    if "/mj/task/" not in call.path or answer.refuses:
        return answer
    if isinstance(answer.json, list):
        return answer.with_json([change(task) for task in answer.json])
    return answer.map_json(lambda value: _page(value, change))


def _page(value: Object, change: Change) -> Object:
    if "content" in value:
        return {**value, "content": [change(task) for task in value["content"]]}
    return change(value) if "status" in value else value
