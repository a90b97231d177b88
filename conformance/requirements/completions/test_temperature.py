"""Completions: the default of the temperature (source: vmware/completions#defaults)."""

from conformance import MUST, Recording, Undecided, Violation, requirement
from conformance.requirements.completions._cases import text


@requirement(
    "completions.temperature.default",
    MUST,
    on="completions/seed-kept",
    source="vmware/completions#defaults",
    profiles=("vmware-pais",),
    breaks="Clients that rely on the documented default get another text each time.",
    fix="Take temperature 0 where a request names none.",
)
def test_temperature_is_zero_unless_given(recording: Recording) -> None:
    """Without a temperature the text is that of temperature 0."""
    wanted = text(recording["greedy"])
    if wanted != text(recording["greedy-again"]):
        raise Undecided("the target does not reproduce itself at temperature 0")
    if not wanted:
        raise Undecided("the answer is empty")
    got = text(recording["default"])
    if got != wanted:
        raise Violation(f"the text {wanted!r}", got=got, at="the text")
