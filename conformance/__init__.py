"""relaycert: tells whether an OpenAI-compatible relay keeps its contract.

The names that requirements use are exported here.
"""

from conformance.case import Case
from conformance.exchange import Event, Exchange, Recording
from conformance.profile import Profile
from conformance.requirement import MAY, MUST, SHOULD, requirement
from conformance.schema import matches
from conformance.violation import Blocked, NotOffered, Undecided, Violation

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
