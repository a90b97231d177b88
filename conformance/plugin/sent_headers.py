"""The headers that a contract promises, with values for the reference relay to send."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from conformance.relay.dialect import SentHeader

# Values of the kinds that servers send: the first one that fits is sent.
_VALUES = (
    *("1", "1.0", "true", "relaycert", "v1", "req-1b2c3d4e5f60", "1ms", "60s"),
    *("3f2b8c1e-9d47-4a56-8e0b-7c1d2e3f4a5b", "3f2b8c1e9d474a568e0b7c1d2e3f4a5b"),
    *("2026-01-02", "2026-01-02T03:04:05Z", "Fri, 02 Jan 2026 03:04:05 GMT"),
    *("application/json", "https://relay.example/", "en-US", "East US"),
)


def sent_headers(expected: Mapping[str, Any]) -> Iterator[SentHeader]:
    """The headers of a profile's table; one that nothing fits is left out."""
    for name, row in expected.items():
        stated = {"pattern": row} if isinstance(row, str) else row
        value = stated.get("example") or value_of(stated["pattern"])
        if value:
            on = stated.get("on", "all")
            yield SentHeader(
                name.lower(),
                value,
                on_success=on != "refusal",
                on_refusal=on != "success",
                routes=frozenset(stated.get("routes", ())),
            )


def value_of(pattern: str) -> str:
    """A value that a regular expression fits; empty where none is known."""
    return next((value for value in _VALUES if re.fullmatch(pattern, value)), "")
