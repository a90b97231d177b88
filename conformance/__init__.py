"""relaycert: tells whether an OpenAI-compatible relay keeps its contract.

The names that requirements use are exported here.
"""

from conformance.forms.schema import matches
from conformance.inputs.case import Case
from conformance.inputs.profile import Profile
from conformance.words.exchange import Event, Exchange, Recording
from conformance.words.requirement import MAY, MUST, SHOULD, requirement
from conformance.words.violation import Blocked, NotOffered, Undecided, Violation

__version__ = "0.1.0"

__all__ = [
    "MAY",
    "MUST",
    "SHOULD",
    "Blocked",
    "Case",
    "Event",
    "Exchange",
    "NotOffered",
    "Profile",
    "Recording",
    "Undecided",
    "Violation",
    "matches",
    "requirement",
]
