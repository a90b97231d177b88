"""Routes of Midjourney: at the root of the host, with a speed before them or none."""

import re
from collections.abc import Callable

from conformance.relay.midjourney_result import declining
from conformance.relay.route import Handler, Route

_SPEEDS = "(?:/mj-fast|/mj-relax|/mj-turbo)?"
_WHOLE = "midjourney"


def submit(pattern: str, part: str = "") -> Callable[[Handler], Route]:
    """Makes a POST route; what its handler declines is answered with a code."""
    whole = re.compile(f"{_SPEEDS}/mj{pattern}")
    return lambda handler: Route(
        "POST", whole, declining(handler), _capability(part), at_root=True
    )


def ask(pattern: str, part: str = "") -> Callable[[Handler], Route]:
    """Makes a GET route."""
    whole = re.compile(f"{_SPEEDS}/mj{pattern}")
    return lambda handler: Route("GET", whole, handler, _capability(part), at_root=True)


def picture(pattern: str) -> Callable[[Handler], Route]:
    """Makes the route of pictures, which needs no key and has no speed."""
    return lambda handler: Route(
        "GET", re.compile(pattern), handler, _WHOLE, at_root=True, public=True
    )


def _capability(part: str) -> str:
    return f"{_WHOLE}.{part}" if part else _WHOLE
