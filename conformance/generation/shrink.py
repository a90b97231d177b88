"""The smallest request that still fails: nothing in it can be left out."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import chain
from typing import Any

from conformance.generation.change import Place, put
from conformance.generation.family import Json
from conformance.generation.request import Generated, is_endless

# What a field is moot, or not allowed, without.
_UPON = {
    "stream_options": "stream",
    "top_logprobs": "logprobs",
    "tool_choice": "tools",
    "parallel_tool_calls": "tools",
}
# Below these, any text is as good as another.
_FREE = (
    "content",
    "text",
    "prompt",
    "input",
    "suffix",
    "user",
    "stop",
    "instructions",
    "state",
)
# What is asked for instead of another field; that returns when this is dropped.
_INSTEAD = {"max_completion_tokens": "max_tokens"}
# Lists of which one item is as good as all.
_LISTS = ("stop", "prompt", "input", "tools")
# The simplest values first; each is allowed wherever its field is.
_SIMPLE: dict[str, tuple[float, ...]] = {
    "temperature": (0, 1),
    "top_p": (1,),
    "presence_penalty": (0,),
    "frequency_penalty": (0,),
    "n": (1,),
    "max_tokens": (1,),
    "max_completion_tokens": (1,),
    "top_logprobs": (0,),
    "seed": (0, 1),
    "dimensions": (1,),
    "speed": (1,),
}


def shrink(
    request: Generated, base: Json, fails: Callable[[Generated], bool], budget: int
) -> Generated:
    """The smallest request found with at most `budget` calls of `fails`."""
    tried, current = {_key(request)}, request
    ways = smaller(current, base)
    for _ in range(budget):
        candidate = next((way for way in ways if _key(way) not in tried), None)
        if candidate is None:
            break
        tried.add(_key(candidate))
        if fails(candidate):
            current, ways = candidate, smaller(candidate, base)
    return current


def smaller(request: Generated, base: Json) -> Iterator[Generated]:
    """Requests one step smaller, what gains most first.

    `base` is the smallest request of the family: its fields stay. Of the refused
    family the broken field stays as it is.
    """
    body = request.json
    if not isinstance(body, dict):
        return
    ways = [
        _dropped(body, base, request.purpose.field),
        _reset(body, base, request.purpose.field),
    ]
    if not request.purpose.statement:
        # What is as in the smallest request is simple enough.
        kept = {name: v for name, v in body.items() if v != base.get(name)}
        small = chain(_shorter(kept), _simpler(kept), _halved(kept))
        ways.append({**body, **way} for way in small)
    for smaller_body in chain.from_iterable(ways):
        if smaller_body != body:
            yield replace(request, json=smaller_body)


def _dropped(body: Json, base: Json, broken: str) -> Iterator[Json]:
    """Without one optional field, and without what is moot then."""
    kept = {*base, broken, _UPON.get(broken, ""), *_ending(body)}
    for name in body:
        if name not in kept:
            gone = {name, *(other for other, upon in _UPON.items() if upon == name)}
            back = {_INSTEAD[name]: base[_INSTEAD[name]]} if name in _INSTEAD else {}
            yield {k: v for k, v in body.items() if k not in gone} | back


def _ending(body: Json) -> tuple[str, ...]:
    """What lets us leave an answer that may have no end."""
    return ("stream",) if is_endless(body) else ()


def _reset(body: Json, base: Json, broken: str) -> Iterator[Json]:
    """With one field as the smallest request has it."""
    for name, value in base.items():
        if name in body and name != broken:
            yield {**body, name: value}


def _shorter(body: Json) -> Iterator[Json]:
    """With one item of a list alone."""
    for place, items in _lists(body):
        for item in items:
            yield put(body, place, [item])


def _lists(body: Json) -> Iterator[tuple[Place, list[Any]]]:
    for name in _LISTS:
        chosen = name == "tools" and "tool_choice" in body
        if isinstance(body.get(name), list) and not chosen:
            yield (name,), body[name]
    messages = body.get("messages", [])
    yield ("messages",), [m for m in messages if m["role"] == "user"]
    for place, message in enumerate(messages):
        if isinstance(message["content"], list):
            yield ("messages", place, "content"), message["content"]


def _simpler(body: Json) -> Iterator[Json]:
    """With a simpler number."""
    for name, values in _SIMPLE.items():
        if name in body:
            known = values.index(body[name]) if body[name] in values else len(values)
            yield from ({**body, name: value} for value in values[:known])


def _halved(body: Json) -> Iterator[Json]:
    """With a shorter text; a blank one is another matter, so none becomes blank."""
    for place, text in _texts(body, (), ""):
        half = len(text) // 2
        shorter = ("a", text[:half], text[half:], text[1:], text[:-1])
        for way in dict.fromkeys(shorter):
            if way.strip() and len(way) < len(text):
                yield put(body, place, way)


def _texts(value: Any, place: Place, name: str) -> Iterator[tuple[Place, str]]:
    """Each free text, with its place."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _texts(inner, (*place, key), key)
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _texts(inner, (*place, number), name)
    elif isinstance(value, str) and name in _FREE:
        yield place, value


def _key(request: Generated) -> str:
    return json.dumps(request.json, sort_keys=True)
