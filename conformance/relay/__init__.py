"""The reference relay: a faithful server that faults and variations can bend."""

from conformance.relay.app import RelaySettings
from conformance.relay.bend import Bend, BendKind, blanks, faults, variations
from conformance.relay.server import Relay, serve

__all__ = [
    "Bend",
    "BendKind",
    "Relay",
    "RelaySettings",
    "blanks",
    "faults",
    "serve",
    "variations",
]
