"""One route of the relay: a path, its handler, and the capability it belongs to."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from conformance.relay.answer import Answer
from conformance.relay.call import Call

Handler: TypeAlias = Callable[[Call], Answer]


@dataclass(frozen=True, slots=True)
class Route:
    """A path below the dialect's base, and who answers it."""

    method: str
    pattern: re.Pattern[str]
    handler: Handler
    # A contract without it has no such path; empty: every one has.
    capability: str = ""
    # The path begins at the root of the host instead.
    at_root: bool = False
    # No key is asked for.
    public: bool = False


def route(method: str, pattern: str, capability: str) -> Callable[[Handler], Route]:
    """Makes a route of the function that answers it."""
    return lambda handler: Route(method, re.compile(pattern), handler, capability)


def public_route(method: str, pattern: str) -> Callable[[Handler], Route]:
    """Makes a route that needs no key and belongs to every contract."""
    return lambda handler: Route(method, re.compile(pattern), handler, public=True)
