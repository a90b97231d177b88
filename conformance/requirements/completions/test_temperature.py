"""Completions: the default of the temperature (source: vmware/completions#defaults)."""

from conformance import MUST, Recording, Undecided, Violation, requirement
from conformance.requirements.chance import is_chance
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
    wanted, *again = texts(recording, "greedy")
    if any(one != wanted for one in again):
        raise Undecided("the target does not reproduce itself at temperature 0")
    if not wanted:
        raise Undecided("the answer is empty")
    found = texts(recording, "default")
    other = [one for one in found if one != wanted]
    if not is_chance(len(found) - len(other), len(found)):
        raise Violation(f"the text {wanted!r}", got=other[0], at="the text")
    if other:
        raise Undecided("answers without a temperature agree only at times")


def texts(recording: Recording, step: str) -> list[str]:
    """The texts of the steps whose name begins so."""
    return [text(one) for one in recording if one.step.startswith(step)]
