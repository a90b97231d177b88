"""Settings that a profile had once, and the keys that say now what they said."""

from collections.abc import Iterator, Mapping
from typing import Any

_FORMER: Mapping[str, str] = {
    "chat_fields": "[fields.chat] known = […]",
    "completions_fields": "[fields.completions] known = […]",
    "embeddings_fields": "[fields.embeddings] known = […]",
    "fields_complete": "[fields.ROUTE] closed = true",
    "prompt_required": "[fields.completions] required = […]",
}


def former_keys(raw: Mapping[str, Any]) -> Iterator[str]:
    """What to write instead of each former setting of a profile, a line each."""
    settings = raw.get("settings")
    for name in settings if isinstance(settings, dict) else ():
        if name in _FORMER:
            yield f"settings.{name}: write {_FORMER[name]} instead."
