"""The reference relay: a faithful server that faults and variations can bend."""

from conformance.relay.answer import Answer
from conformance.relay.app import RelaySettings
from conformance.relay.bend import Answering, Bend, BendKind, blanks, faults, variations
from conformance.relay.call import Call
from conformance.relay.plan import RelayPlan, read_plan
from conformance.relay.routes import respond
from conformance.relay.server import Relay, serve

__all__ = [
    "Answer",
    "Answering",
    "Bend",
    "BendKind",
    "Call",
    "Relay",
    "RelayPlan",
    "RelaySettings",
    "blanks",
    "faults",
    "read_plan",
    "respond",
    "serve",
    "variations",
]
