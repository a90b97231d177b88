"""One route of the relay: a path, its handler, and the dialects that know it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from conformance.relay.answer import Answer
from conformance.relay.call import Call
from conformance.relay.dialect import DIALECTS

Handler: TypeAlias = Callable[[Call], Answer]

EVERYWHERE = frozenset(DIALECTS)
# What the document of VMware's service does not offer.
NOT_VMWARE = EVERYWHERE - {"vmware-pais"}


@dataclass(frozen=True, slots=True)
class Route:
    """A path below the dialect's base, and who answers it in which dialects."""

    method: str
    pattern: re.Pattern[str]
    handler: Handler
    dialects: frozenset[str] = EVERYWHERE
    # The path begins at the root of the host instead.
    at_root: bool = False
    # No key is asked for.
    public: bool = False


def route(
    method: str, pattern: str, dialects: frozenset[str] = EVERYWHERE
) -> Callable[[Handler], Route]:
    """Makes a route of the function that answers it."""
    return lambda handler: Route(method, re.compile(pattern), handler, dialects)


def public_route(
    method: str, pattern: str, dialects: frozenset[str] = EVERYWHERE
) -> Callable[[Handler], Route]:
    """Makes a route that needs no key."""
    return lambda handler: Route(
        method, re.compile(pattern), handler, dialects, public=True
    )
