"""relaycert: tells whether an OpenAI-compatible relay keeps its contract.

The names that requirements use are exported here.
"""

from conformance.core.brief import ABSENT, Verbatim, field_of
from conformance.core.exceptions import Blocked, LimitReached, NotOffered, Undecided
from conformance.core.exchange import DONE, Exchange, Recording
from conformance.core.explanation import (
    anywhere,
    less_asked,
    same_answer,
    same_field,
    same_place,
)
from conformance.core.message import Event
from conformance.core.requirement import MAY, MUST, SHOULD, requirement
from conformance.core.violation import Violation, judges_exchange
from conformance.formats.schema import matches
from conformance.inputs.case import Case
from conformance.inputs.profile import Profile

__version__ = "0.1.0"

__all__ = [
    "ABSENT",
    "DONE",
    "MAY",
    "MUST",
    "SHOULD",
    "Blocked",
    "Case",
    "Event",
    "Exchange",
    "LimitReached",
    "NotOffered",
    "Profile",
    "Recording",
    "Undecided",
    "Verbatim",
    "Violation",
    "anywhere",
    "field_of",
    "judges_exchange",
    "less_asked",
    "matches",
    "requirement",
    "same_answer",
    "same_field",
    "same_place",
]
