"""Values in short, for people."""

import json

_LONGEST = 400


def brief(value: object) -> str:
    """`value` as short JSON (or text), for people."""
    if isinstance(value, bytes):
        text = value.decode("utf-8", "backslashreplace")
    else:
        text = _as_json(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}… ({len(text)} long)"


def _as_json(value: object) -> str:
    try:
        text = json.dumps(value, ensure_ascii=False)
    except (TypeError, ValueError):
        return repr(value)[: _LONGEST + 1]
    except RecursionError:
        return "JSON that is nested too deeply to show"
    return text.encode("utf-8", "backslashreplace").decode()
