"""Settings that a profile had once, and the keys that say now what they said."""

from collections.abc import Iterator, Mapping
from typing import Any

_FORMER: Mapping[str, str] = {
    "bot_type_required": '[sent.midjourney] botType = "MID_JOURNEY"',
    "bounds_stated": "[bounds.ROUTE] FIELD = {…, stated = true}",
    "chat_fields": "[fields.chat] known = […]",
    "completions_fields": "[fields.completions] known = […]",
    "embeddings_fields": "[fields.embeddings] known = […]",
    "fields_complete": "[fields.ROUTE] closed = true",
    "max_tokens_least": "[bounds.ROUTE] max_tokens = {least = …}",
    "n_most": "[bounds.ROUTE] n = {least = 1, most = …}",
    "prompt_required": "[fields.completions] required = […]",
    "stop_most": "[bounds.ROUTE] stop = {least = 1, most = …}",
    "temperature_least": "[bounds.ROUTE] temperature = {least = …, most = …}",
    "temperature_most": "[bounds.ROUTE] temperature = {least = …, most = …}",
}


def former_keys(raw: Mapping[str, Any]) -> Iterator[str]:
    """What to write instead of each former setting of a profile, a line each."""
    settings = raw.get("settings")
    for name in settings if isinstance(settings, dict) else ():
        if name in _FORMER:
            yield f"settings.{name}: write {_FORMER[name]} instead."
