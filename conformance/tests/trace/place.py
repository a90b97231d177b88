"""A place by its name: the route, the side, the path, and what is said there."""

import re
from dataclasses import dataclass

from conformance.tests.trace.places import OPERATIONS

_ROUTES = {root: name for name, root in OPERATIONS.items()}
_ROOTS = sorted(_ROUTES, key=len, reverse=True)
# What is said of a field: a form, a bound with its value, or one of its values.
_WORD = re.compile(r":([A-Za-z]+)(?:=(.*))?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Place:
    """A place, taken apart: `POST /embeddings`, `request`, `input`, `maxItems`, `2048`.

    `value` is one of the values that a field may have; it is None elsewhere.
    """

    route: str
    side: str
    path: str
    word: str = ""
    bound: str = ""
    value: str | None = None

    @property
    def top(self) -> str:
        """The field of the body that it is in, or that it is."""
        return re.split(r"[.(\[]", self.path)[0]


def place_of(name: str) -> Place:
    """A place by its name, be it one of a document or only named like one."""
    root = next((root for root in _ROOTS if name.startswith(root)), "")
    whole, said = _split(name.removeprefix(root))
    side = re.split(r"[.(]", whole)[0]
    path = whole.removeprefix(side).removeprefix(".")
    route = _ROUTES.get(root, "")
    word = _WORD.fullmatch(said)
    if word:
        return Place(route, side, path, word[1], word[2] or "")
    return Place(route, side, path, value=said[1:] if said else None)


def _split(rest: str) -> tuple[str, str]:
    """A path, and what is said of it: nothing, `:null`, `:maximum=2`, `=auto`."""
    # Names of kinds, which are in brackets, may hold any sign.
    end = rest.rfind(")") + 1
    if (sign := re.search(r"[:=]", rest[end:])) is None:
        return rest, ""
    cut = end + sign.start()
    return rest[:cut], rest[cut:]
