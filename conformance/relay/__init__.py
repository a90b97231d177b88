"""The reference relay: a faithful server that faults and variations can bend.

The names with which faults are written, its own and those of owners, are exported here.
"""

from conformance.relay.answer import Answer, json_answer
from conformance.relay.app import RelaySettings
from conformance.relay.bend import (
    Answering,
    Bend,
    BendKind,
    around_fault,
    around_variation,
    blanks,
    fault,
    faults,
    request_fault,
    request_variation,
    variation,
    variations,
)
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
    "around_fault",
    "around_variation",
    "blanks",
    "fault",
    "faults",
    "json_answer",
    "read_plan",
    "request_fault",
    "request_variation",
    "respond",
    "serve",
    "variation",
    "variations",
]
