"""Why a requirement does not hold, or cannot be judged."""

import json

NOTHING = object()
_LONGEST = 400


class Violation(AssertionError):
    """A requirement that did not hold: what was expected, what came, and where.

    `step` names the exchange that shows it, if that is not the one looked at last.
    """

    def __init__(
        self, expected: str, got: object = NOTHING, at: str = "", step: str = ""
    ) -> None:
        self.step = step
        self.expected = expected
        self.got = "" if got is NOTHING else brief(got)
        self.at = at
        super().__init__(expected, got, at)

    def __str__(self) -> str:
        parts = [f"expected {self.expected}"]
        if self.got:
            parts.append(f"got {self.got}")
        if self.at:
            parts.append(f"at {self.at}")
        return ", ".join(parts)


class Undecided(Exception):
    """Looked at, but the target's own noise hides the answer."""


class Blocked(Exception):
    """Nothing to look at, because another requirement is violated before it."""


class NotOffered(Exception):
    """The target does not offer the capability, and need not."""


class NotEquipped(Exception):
    """The case needs an instrument that the target's file does not give."""


class NotRecorded(Exception):
    """The exchange could not be had: lost, or over a budget."""


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
