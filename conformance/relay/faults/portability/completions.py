"""Faults of portability: completions."""

from conformance.relay.bend import request_fault
from conformance.relay.call import Call

_PAIS = ("vmware-pais",)


@request_fault(
    "cmpl-options-stream",
    caught_by="portability.stream-options",
    source="plausible",
    dialects=_PAIS,
)
def streams_for_options(call: Call) -> Call:
    """Streams a completion because it has options for a stream."""
    wanted = call.is_completions and "stream_options" in call.fields
    return call.with_fields({"stream": True}) if wanted else call
