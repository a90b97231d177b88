"""Faults of completions: the seed."""

from conformance.relay.bend import deaf_fault
from conformance.relay.call import Call


@deaf_fault(
    "cmpl-seed-ignored",
    caught_by="completions.seed.kept",
    source="plausible",
    dialects=("vmware-pais",),
)
def ignores_seed(call: Call) -> Call:
    """Draws each completion anew whatever the seed says."""
    if not call.is_completions or "seed" not in call.fields:
        return call
    return call.with_fields({"seed": call.nth})
