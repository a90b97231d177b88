"""Submits of Midjourney tasks: what is drawn, described, shortened or swapped.

A prompt ends its task late, as Midjourney itself would, if it has a parameter that
no picture can have, such as `--ar 0:0`. One with `--relax` takes longer, and waits
until the tasks of its kind before it are over.
"""

import base64
import binascii
import math
import re
from dataclasses import replace
from hashlib import sha256
from typing import TypedDict, Unpack

from conformance.relay.answer import Answer
from conformance.relay.call import Call
from conformance.relay.json_text import Json
from conformance.relay.midjourney_result import Code, Declined, message, result, text
from conformance.relay.midjourney_route import submit
from conformance.relay.tasks import Task
from conformance.relay.webhook import notice

BOTS = ("MID_JOURNEY", "NIJI_JOURNEY")
DIMENSIONS = ("PORTRAIT", "SQUARE", "LANDSCAPE")
BANNED = ("gore", "nude", "beheading")
_RATIO = re.compile(r"--(?:ar|aspect)\s+(\S*)")
_GOOD_RATIO = re.compile(r"[1-9]\d*:[1-9]\d*")
_DATA_URL = re.compile(r"data:image/[a-z+.-]+;base64,(.+)", re.DOTALL)
# Times as long: it has to be in the queue still when a busy client asks for that.
_RELAXED = 8.0
_MOST_WAITING = 50
_LEAST_BLENDED, _MOST_BLENDED = 2, 5


class Parts(TypedDict, total=False):
    """The fields of a task that depend on its action."""

    prompt: str
    description: str
    parent: str
    custom_id: str
    text: str


@submit("/submit/imagine")
def imagine(call: Call) -> Answer:
    """A picture of a prompt."""
    prompt = text(call, "prompt")
    for url in _pictures(call):
        _check_picture(url, "base64Array")
    task = begun(
        call, "IMAGINE", length(call, prompt), prompt=prompt, description=_said(prompt)
    )
    return taken(call, task)


@submit("/submit/blend", "blend")
def blend(call: Call) -> Answer:
    """A picture of several pictures."""
    pictures = _pictures(call)
    if not _LEAST_BLENDED <= len(pictures) <= _MOST_BLENDED:
        raise Declined(Code.INVALID, "base64Array has 2 to 5 pictures")
    for url in pictures:
        _check_picture(url, "base64Array")
    if call.fields.get("dimensions", "SQUARE") not in DIMENSIONS:
        raise Declined(Code.INVALID, "dimensions is unknown")
    task = begun(call, "BLEND", call.task_seconds, description="/blend")
    return taken(call, task)


@submit("/submit/describe", "describe")
def describe(call: Call) -> Answer:
    """Prompts for a picture."""
    url = text(call, "base64")
    _check_picture(url, "base64")
    mark = sha256(url.encode()).hexdigest()[:6]
    said = "\n\n".join(f"{n}\ufe0f\u20e3 A picture, number {mark}" for n in range(1, 5))
    task = begun(
        call, "DESCRIBE", call.task_seconds, description="/describe", text=said
    )
    return taken(call, task)


@submit("/submit/shorten", "shorten")
def shorten(call: Call) -> Answer:
    """A prompt with fewer words."""
    prompt = text(call, "prompt")
    words = prompt.split()
    fewer = " ".join(words[: max(1, len(words) // 2)])
    task = begun(
        call,
        "SHORTEN",
        call.task_seconds,
        prompt=prompt,
        description=f"/shorten {prompt}",
        text=f"1\ufe0f\u20e3 {fewer}",
    )
    return taken(call, task)


@submit("/insight-face/swap", "swap-face")
def swap_face(call: Call) -> Answer:
    """The face of one picture in another."""
    source, target = text(call, "sourceBase64"), text(call, "targetBase64")
    for url, name in ((source, "sourceBase64"), (target, "targetBase64")):
        _check_picture(url, name)
    if source == target:
        raise Declined(Code.INVALID, "the two pictures are the same")
    task = begun(call, "SWAP_FACE", call.task_seconds, description="/swap")
    answer = message(Code.SUCCESS, "Submit success", result=task.id)
    return replace(answer, notice=notice(task))


def begun(call: Call, action: str, seconds: float, **parts: Unpack[Parts]) -> Task:
    """Stores a new task, which begins at once or in its turn."""
    _check_prompt(parts.get("prompt", ""))
    relaxed = seconds > call.task_seconds
    begins = call.received
    if relaxed:
        if call.tasks.queued(call.caller, call.received) > _MOST_WAITING:
            raise Declined(Code.FULL, "The queue is full, please try again later")
        begins = call.tasks.turn(call.caller, call.received)
    return call.tasks.put(_task(call, action, seconds, begins, relaxed, parts))


def waiting(call: Call, action: str, **parts: Unpack[Parts]) -> Task:
    """Stores a new task, which waits for input from its owner."""
    never = math.inf
    return call.tasks.put(
        _task(call, action, call.task_seconds, never, relaxed=False, parts=parts)
    )


def taken(call: Call, task: Task) -> Answer:
    """The answer to a submit whose task is stored."""
    ahead = call.tasks.queued(call.caller, call.received) - 1
    if task.begins > call.received:
        answer = result(
            Code.QUEUED,
            f"In queue, {ahead} tasks ahead",
            task.id,
            {"numberOfQueues": ahead, "discordInstanceId": "1"},
        )
    else:
        properties = {"discordInstanceId": "1"}
        answer = result(Code.SUCCESS, "Submit success", task.id, properties)
    return replace(answer, notice=notice(task))


def length(call: Call, prompt: str) -> float:
    """How long the task of a prompt takes."""
    hurried = "--relax" not in prompt and not call.path.startswith("/mj-relax/")
    return call.task_seconds * (1.0 if hurried else _RELAXED)


def _task(
    call: Call, action: str, seconds: float, begins: float, relaxed: bool, parts: Parts
) -> Task:
    milliseconds = int(call.received * 1000)
    last = int(sha256(call.id_seed.encode()).hexdigest(), 16) % 1000
    id = call.tasks.free_id(milliseconds * 1000 + last)
    return Task(
        id,
        call.caller,
        action,
        submitted=call.received,
        length=seconds,
        begins=begins,
        relaxed=relaxed,
        state=_text(call, "state") or None,
        hook=_text(call, "notifyHook"),
        bot=_bot(call),
        fails=_why_it_fails(parts.get("prompt", "")),
        picture=f"{call.home}/mj/image/{id}",
        **parts,
    )


def _text(call: Call, name: str) -> str:
    value = call.fields.get(name)
    if value is not None and not isinstance(value, str):
        raise Declined(Code.INVALID, f"{name} is no text")
    return value or ""


def _said(prompt: str) -> str:
    return f"/imagine {prompt}"


def _bot(call: Call) -> str:
    bot = _text(call, "botType") or BOTS[0]
    if bot not in BOTS:
        raise Declined(Code.INVALID, "botType is unknown")
    return bot


def _why_it_fails(prompt: str) -> str:
    ratios = _RATIO.findall(prompt)
    wrong = [ratio for ratio in ratios if not _GOOD_RATIO.fullmatch(ratio)]
    return f"Invalid parameter: `--ar {wrong[0]}`" if wrong else ""


def _check_prompt(prompt: str) -> None:
    words = re.findall(r"\w+", prompt.lower())
    for word in BANNED:
        if word in words:
            raise Declined(
                Code.BANNED,
                "The prompt may hold a sensitive word",
                promptEn=prompt,
                bannedWord=word,
            )


def _pictures(call: Call) -> list[Json]:
    value = call.fields.get("base64Array")
    if value is not None and not isinstance(value, list):
        raise Declined(Code.INVALID, "base64Array is no list")
    return value or []


def _check_picture(url: Json, name: str) -> None:
    match = _DATA_URL.fullmatch(url) if isinstance(url, str) else None
    try:
        base64.b64decode(match[1] if match else "*", validate=True)
    except (binascii.Error, ValueError):
        raise Declined(Code.INVALID, f"{name} is no picture") from None
