"""Fills `${…}` in the data of a case."""

import re
from collections.abc import Mapping
from itertools import cycle, islice
from typing import Any

_PLACE = re.compile(r"\$\{([^}]*)\}")
# Common words of several letters: each is a token at least to any tokenizer.
_FILLER = ("window", "garden", "letter", "market", "bridge", "summer", "station")


class Words:
    """Fillers for long prompts: under `${words.500}` stand 500 English words."""

    def __getitem__(self, count: str) -> str:
        if not count.isdigit():
            raise KeyError(count)
        return " ".join(islice(cycle(_FILLER), int(count)))


class Unfilled(LookupError):
    """A place whose value is not known."""


def fill(value: Any, context: Mapping[str, Any]) -> Any:
    """`value` with every `${a.b}` replaced by what `context` holds under a, b.

    A string that is one place takes the value as it is; else its text is put in.
    """
    if isinstance(value, str):
        return _fill_text(value, context)
    if isinstance(value, list):
        return [fill(item, context) for item in value]
    if isinstance(value, dict):
        return {name: fill(item, context) for name, item in value.items()}
    return value


def expanded(text: str) -> str:
    """`text` with its fillers in place, whatever else is not known yet."""
    return _PLACE.sub(_filler, text)


def _filler(place: re.Match[str]) -> str:
    kind, _, count = place[1].partition(".")
    return Words()[count] if kind == "words" else place[0]


def places(value: Any) -> frozenset[str]:
    """The names of all places in `value`."""
    if isinstance(value, str):
        return frozenset(_PLACE.findall(value))
    if isinstance(value, list):
        return frozenset().union(*map(places, value))
    if isinstance(value, dict):
        return frozenset().union(*map(places, value.values()))
    return frozenset()


def _fill_text(text: str, context: Mapping[str, Any]) -> Any:
    whole = _PLACE.fullmatch(text)
    if whole:
        return _look_up(whole[1], context)
    return _PLACE.sub(lambda place: _as_text(place[1], context), text)


def _as_text(name: str, context: Mapping[str, Any]) -> str:
    """What goes into a text: null is no text that could be meant."""
    found = _look_up(name, context)
    if found is None:
        raise Unfilled(name)
    return str(found)


def _look_up(name: str, context: Mapping[str, Any]) -> Any:
    found: Any = context
    for part in name.split("."):
        try:
            found = found[int(part)] if isinstance(found, list) else found[part]
        except (LookupError, TypeError, ValueError):
            raise Unfilled(name) from None
    return found
