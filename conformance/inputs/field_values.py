"""The values of enumerated fields that a request has."""

from collections.abc import Iterator, Mapping
from typing import Any


def values_in(fields: Mapping[str, Any], name: str) -> Iterator[str]:
    """The values of a field: of `role` those of all messages, of an object its type."""
    if name == "role":
        messages = fields.get("messages")
        for message in messages if isinstance(messages, list) else ():
            if isinstance(message, dict) and isinstance(message.get("role"), str):
                yield message["role"]
        return
    value = fields.get(name)
    named = value.get("type") if isinstance(value, dict) else value
    if isinstance(named, str) and not named.startswith("${"):
        yield named
