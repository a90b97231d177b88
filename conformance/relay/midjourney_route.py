"""Routes of Midjourney: at the root of the host, with a speed before them or none."""

import re
from collections.abc import Callable

from conformance.relay.midjourney_result import declining
from conformance.relay.route import Handler, Route

# The two vendors that offer Midjourney; only one documents all of its routes.
BOTH = frozenset({"aitre", "modellss"})
MODELLSS = frozenset({"modellss"})
_SPEEDS = "(?:/mj-fast|/mj-relax|/mj-turbo)?"


def submit(pattern: str, dialects: frozenset[str] = BOTH) -> Callable[[Handler], Route]:
    """Makes a POST route; what its handler declines is answered with a code."""
    whole = re.compile(f"{_SPEEDS}/mj{pattern}")
    return lambda handler: Route(
        "POST", whole, declining(handler), dialects, at_root=True
    )


def ask(pattern: str, dialects: frozenset[str] = BOTH) -> Callable[[Handler], Route]:
    """Makes a GET route."""
    whole = re.compile(f"{_SPEEDS}/mj{pattern}")
    return lambda handler: Route("GET", whole, handler, dialects, at_root=True)


def picture(pattern: str) -> Callable[[Handler], Route]:
    """Makes the route of pictures, which needs no key and has no speed."""
    return lambda handler: Route(
        "GET", re.compile(pattern), handler, BOTH, at_root=True, public=True
    )
