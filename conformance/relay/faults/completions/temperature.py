"""Faults of completions: the default of the temperature."""

from conformance.relay.bend import deaf_fault
from conformance.relay.call import Call

_PAIS = ("vmware-pais",)


@deaf_fault(
    "cmpl-temperature-default",
    caught_by="completions.temperature.default",
    source="plausible",
    dialects=_PAIS,
)
def samples_by_default(call: Call) -> Call:
    """Takes temperature 1 where a completion request names none."""
    if not call.is_completions or "temperature" in call.fields:
        return call
    return call.with_fields({"temperature": 1})
