"""Reads what the client made of the steps of its journey."""

from conformance import NotOffered, Recording, Violation

Told = dict[str, str]


def asked(recording: Recording, step: str) -> bool:
    """Whether the client took a step at all."""
    return step in recording.observations["client"]["steps"]


def told(recording: Recording, step: str) -> Told:
    """What came of a step; NotOffered if the client did not take it."""
    if not asked(recording, step):
        raise NotOffered(f"{step}: not offered, so the client did not ask for it")
    found: Told = recording.observations["client"]["steps"][step]
    return found


def gives(recording: Recording, step: str, *wanted: str) -> None:
    """Violation unless the client gave something of which these are the words."""
    came = told(recording, step)
    if came.get("gave", "") not in wanted:
        raise _unlike(" or ".join(wanted), came, recording, step)


def raises(recording: Recording, step: str, wanted: tuple[str, ...]) -> None:
    """Violation unless the client raised an exception of one of these classes."""
    came = told(recording, step)
    if came.get("raised", "") not in wanted:
        expected = f"the client to raise {' or '.join(wanted)}"
        raise _unlike(expected, came, recording, step)


def _unlike(expected: str, came: Told, recording: Recording, step: str) -> Violation:
    raised = f"{came.get('raised', '')}: {came.get('words', '')}"
    place = f"what the client made of the step {step}"
    shown = next(iter(recording.polls(step)[-1:]), None)
    return Violation(expected, came.get("gave", raised), place, shown)
