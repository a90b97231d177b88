"""Places: what a document says, each thing under one name, whoever describes it.

A name is that of a statement: `openai/chat#request.temperature` is a field, and what is
said of it follows a sign: `:null` (a form), `:maximum=2`, `:default=1`, `:required`,
`=auto` (a value). A kind of object is in brackets, `tools(function).function.name`,
and lists are passed through; `[]` stands for items that are no objects.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

# The documents of the operations, as `cases/sources.toml` has them, and what comes
# before the places of one of them.
OPERATIONS = {
    "POST /chat/completions": "openai/chat#",
    "GET /chat/completions": "openai/chat#stored.list.",
    "GET /chat/completions/{completion_id}": "openai/chat#stored.retrieve.",
    "POST /chat/completions/{completion_id}": "openai/chat#stored.update.",
    "DELETE /chat/completions/{completion_id}": "openai/chat#stored.delete.",
    "GET /chat/completions/{completion_id}/messages": "openai/chat#stored.messages.",
    "POST /completions": "openai/completions#",
    "POST /embeddings": "openai/embeddings#",
    "GET /models": "openai/models#list.",
    "GET /models/{model}": "openai/models#retrieve.",
    "DELETE /models/{model}": "openai/models#delete.",
    "POST /audio/speech": "openai/audio#speech.",
    "POST /audio/transcriptions": "openai/audio#transcriptions.",
    "POST /audio/translations": "openai/audio#translations.",
    "POST /images/generations": "openai/images#generations.",
    "POST /images/edits": "openai/images#edits.",
    "POST /images/variations": "openai/images#variations.",
}
_VALUED = re.compile(r"(.*:[A-Za-z]+)=(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Difference:
    """What one document says and another does not, or says otherwise."""

    new: tuple[str, ...]
    gone: tuple[str, ...]
    changed: tuple[tuple[str, str], ...]


def operation(name: str) -> str:
    """What the places of an operation begin with."""
    return OPERATIONS.get(name, f"openai/operations#{name}.")


def value(place: str, of: Any) -> str:
    """The place of one of the values of a field."""
    return f"{place}={of if isinstance(of, str) else json.dumps(of)}"


def branch(place: str, kind: str) -> str:
    """The place of one kind of object."""
    return f"{place}({kind})"


def matching(places: Iterable[str], patterns: Iterable[str]) -> list[str]:
    """The places that a pattern names; in a pattern only `*` is special."""
    plain, globs = _split(patterns)
    return [one for one in places if one in plain or _is_in(one, globs)]


def uncovered(places: Iterable[str], patterns: Iterable[str]) -> list[str]:
    """The places that no pattern names."""
    plain, globs = _split(patterns)
    return [one for one in places if one not in plain and not _is_in(one, globs)]


def _split(patterns: Iterable[str]) -> tuple[set[str], list[re.Pattern[str]]]:
    plain = set(patterns)
    parts = (one.split("*") for one in plain if "*" in one)
    globs = (".*".join(map(re.escape, texts)) for texts in parts)
    return plain, [re.compile(glob, re.DOTALL) for glob in globs]


def _is_in(place: str, globs: list[re.Pattern[str]]) -> bool:
    return any(glob.fullmatch(place) for glob in globs)


def compare(old: Iterable[str], new: Iterable[str]) -> Difference:
    """What is new, gone, or has another value, in the order of the documents."""
    before, after = _keyed(old), _keyed(new)
    return Difference(
        tuple(_whole(key, after) for key in after if key not in before),
        tuple(_whole(key, before) for key in before if key not in after),
        tuple(
            (_whole(key, before), _whole(key, after))
            for key in before
            if key in after and before[key] != after[key]
        ),
    )


def _keyed(places: Iterable[str]) -> dict[str, str]:
    """Places whose value may change (a bound, a default) apart from it."""
    parted = ((_VALUED.fullmatch(place), place) for place in places)
    return dict((m[1], m[2]) if m else (place, "") for m, place in parted)


def _whole(key: str, keyed: Mapping[str, str]) -> str:
    return f"{key}={keyed[key]}" if keyed[key] else key
