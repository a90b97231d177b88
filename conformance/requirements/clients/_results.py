"""Reads what the client made of the steps of its journey."""

from conformance import NotOffered, Recording, Verbatim, Violation

Result = dict[str, str]


def took(recording: Recording, step: str) -> bool:
    """Whether the client took a step at all."""
    return step in recording.observations["client"]["steps"]


def result(recording: Recording, step: str) -> Result:
    """What came of a step; NotOffered if the client did not take it."""
    if not took(recording, step):
        raise NotOffered(f"{step}: not offered, so the client did not ask for it")
    result: Result = recording.observations["client"]["steps"][step]
    return result


def gives(recording: Recording, step: str, *expected: str) -> None:
    """Violation unless the client gave something of which these are the words."""
    came = result(recording, step)
    if came.get("gave", "") not in expected:
        raise _unlike(" or ".join(expected), came, recording, step)


def raises(recording: Recording, step: str, classes: tuple[str, ...]) -> None:
    """Violation unless the client raised an exception of one of these classes."""
    came = result(recording, step)
    if came.get("raised", "") not in classes:
        expected = f"the client to raise {' or '.join(classes)}"
        raise _unlike(expected, came, recording, step)


def _unlike(expected: str, came: Result, recording: Recording, step: str) -> Violation:
    raised = f"{came.get('raised', '')}: {came.get('words', '')}"
    shown = next(iter(recording.polls(step)[-1:]), None)
    got = Verbatim(came.get("gave", raised))
    return Violation(expected, got, "what the client made of it", shown)
