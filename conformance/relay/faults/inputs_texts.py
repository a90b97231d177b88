"""Faults of good requests with texts that are legal and seldom seen."""

from unicodedata import category

from conformance.relay.call import Call
from conformance.relay.faults.inputs import (
    asked,
    good_fails,
    good_hangs,
    good_refused,
    stops_of,
)

_USUAL = "\n\r\t"
# More than the column of a table of callers would hold.
_LONGEST_USER = 500


def _user(call: Call) -> str:
    given = call.fields.get("user")
    return given if isinstance(given, str) else ""


def _has(text: str, kind: str) -> bool:
    return any(category(one) == kind for one in text if one not in _USUAL)


@good_fails("gen-user-emoji-500")
def fails_on_emoji(call: Call) -> bool:
    """Answers a `user` with an emoji with status 500."""
    return any(ord(one) > 0xFFFF for one in _user(call))


@good_fails("gen-user-long-500")
def fails_on_long_user(call: Call) -> bool:
    """Answers a `user` of more than 500 characters with status 500."""
    return len(_user(call)) > _LONGEST_USER


@good_fails("gen-control-character-500", "aitre")
def fails_on_control_character(call: Call) -> bool:
    """Answers a text with a control character with status 500."""
    return _has(asked(call), "Cc")


@good_hangs("gen-direction-mark-hangs-up", "modellss")
def hangs_up_on_marks(call: Call) -> bool:
    """Ends the connection on a text with an invisible mark, as for its direction."""
    return _has(asked(call), "Cf")


@good_refused("gen-combining-mark-refused")
def refuses_combining_marks(call: Call) -> bool:
    """Refuses a text with a combining mark, without a word on what is wrong."""
    return _has(asked(call), "Mn")


@good_hangs("gen-blank-stop-hangs-up")
def hangs_up_on_blanks(call: Call) -> bool:
    """Ends the connection on a stop text of nothing but blanks."""
    return any(isinstance(stop, str) and stop.isspace() for stop in stops_of(call))
