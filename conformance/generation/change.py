"""Changes that turn a request which was accepted into one that breaks a statement."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

Place = tuple[str | int, ...]
# Stands where a literal of the text goes that no JSON library writes.
_MARK = "relaycert-literal"


@dataclass(frozen=True, slots=True)
class Altered:
    """What a change leaves to be sent."""

    json: Any = None
    body: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Put:
    """Another value at one place; `beside` are fields without which it is moot."""

    place: Place
    value: Any
    beside: Mapping[str, Any] = field(default_factory=dict)

    def __call__(self, accepted: Any) -> Altered:
        """The request with the value."""
        return Altered(put({**accepted, **self.beside}, self.place, self.value))


@dataclass(frozen=True, slots=True)
class Drop:
    """One field left out."""

    name: str

    def __call__(self, accepted: Any) -> Altered:
        """The request without the field."""
        return Altered({k: v for k, v in accepted.items() if k != self.name})


@dataclass(frozen=True, slots=True)
class Literal:
    """A value that is written as it is, be it JSON or not."""

    place: Place
    text: str

    def __call__(self, accepted: Any) -> Altered:
        """The text of the request with the literal in it."""
        text = json.dumps(put(accepted, self.place, _MARK))
        return Altered(body=text.replace(f'"{_MARK}"', self.text))


@dataclass(frozen=True, slots=True)
class Twice:
    """One field written twice, with the same value."""

    name: str

    def __call__(self, accepted: Any) -> Altered:
        """The text of the request with the field at its beginning as well."""
        again = json.dumps({self.name: accepted[self.name]})[1:-1]
        return Altered(body=f"{{{again}, {json.dumps(accepted)[1:]}")


@dataclass(frozen=True, slots=True)
class Truncation:
    """A body that ends too early, by so many characters."""

    by: int

    def __call__(self, accepted: Any) -> Altered:
        """The text of the request without its end."""
        return Altered(body=json.dumps(accepted)[: -self.by])


@dataclass(frozen=True, slots=True)
class Whole:
    """A body that is something else altogether."""

    text: str

    def __call__(self, accepted: Any) -> Altered:
        """The text alone."""
        return Altered(body=self.text)


@dataclass(frozen=True, slots=True)
class Listed:
    """The whole request inside a list."""

    def __call__(self, accepted: Any) -> Altered:
        """The request as the only item of a list."""
        return Altered([accepted])


@dataclass(frozen=True, slots=True)
class Labelled:
    """The request under another content type."""

    kind: str

    def __call__(self, accepted: Any) -> Altered:
        """The same request with the label."""
        return Altered(accepted, headers={"Content-Type": self.kind})


Change = Put | Drop | Literal | Twice | Truncation | Whole | Listed | Labelled


def puts(*place: str | int, to: list[Any]) -> SearchStrategy[Change]:
    """One of these values at a place."""
    return st.sampled_from([Put(place, value) for value in to])


def one(*changes: Change) -> SearchStrategy[Change]:
    """One of these changes."""
    return st.sampled_from(changes)


def put(value: Any, place: Place, new: Any) -> Any:
    """`value` with a new one at a place, which is made where it is missing."""
    if not place:
        return new
    first, *rest = place
    inner = tuple(rest)
    if isinstance(first, int):
        return [
            put(item, inner, new) if n == first else item
            for n, item in enumerate(value)
        ]
    return {**value, first: put(value.get(first, {}), inner, new)}
