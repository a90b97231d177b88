"""How a key goes with a request: in which header, and behind which word."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

HEADER, SCHEME = "Authorization", "Bearer"


@dataclass(frozen=True, slots=True)
class KeyForm:
    """One form in which a contract lets a key be sent."""

    header: str = HEADER
    scheme: str = SCHEME

    def value(self, key: str) -> str:
        """The value of the header for a key; without one the scheme alone."""
        return f"{self.scheme} {key}".strip()


def key_forms(auth: Mapping[str, Any]) -> Iterator[KeyForm]:
    """The forms of a profile's table `auth`: its own one, then the others."""
    yield _form(auth)
    for row in auth.get("also", ()):
        yield _form(row)


def _form(row: Mapping[str, Any]) -> KeyForm:
    header = row.get("header", HEADER)
    usual = SCHEME if header.lower() == HEADER.lower() else ""
    return KeyForm(header, row.get("scheme", usual))
