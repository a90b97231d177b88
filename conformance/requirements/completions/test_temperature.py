"""Completions: the default of the temperature (source: vmware/completions#defaults)."""

from conformance import (
    MUST,
    Exchange,
    NotOffered,
    Profile,
    Recording,
    Undecided,
    requirement,
)
from conformance.requirements import chance
from conformance.requirements.completions._cases import text


@requirement(
    "completions.temperature.default",
    MUST,
    on="completions/seed-kept",
    source="vmware/completions#defaults",
    only_stated=True,
    breaks="Clients that rely on the documented default get another text each time.",
    fix="Take temperature 0 where a request names none.",
)
def test_temperature_is_zero_unless_given(
    recording: Recording, profile: Profile
) -> None:
    """Without a temperature the text is that of temperature 0."""
    stated = profile.bounds.get("completions", {}).get("temperature", {})
    if stated.get("default") != 0:
        raise NotOffered("the contract has no default of the temperature, or another")
    (_, usual), *again = _texts(recording, "greedy")
    if any(other != usual for _, other in again):
        raise Undecided("the target does not reproduce itself at temperature 0")
    if not usual:
        raise Undecided("the answer is empty")
    texts = _texts(recording, "default")
    chance.are(usual, texts, f'the text "{usual}"', "the text")
    drawn = (*_texts(recording, "seeded"), *_texts(recording, "other"))
    if all(other == usual for _, other in drawn):
        raise Undecided("the target says the same at any temperature")


def _texts(recording: Recording, step: str) -> list[tuple[Exchange, str]]:
    """The exchanges of the steps whose name begins so, each with its text."""
    return [(e, text(e)) for e in recording if e.step.startswith(step)]
