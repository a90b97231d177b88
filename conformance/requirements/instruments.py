"""Reads what the suite's own instruments saw of a case."""

from typing import Any

from conformance import Recording, Undecided
from conformance.requirements.reading import objects


def visits(recording: Recording, instrument: str) -> list[dict[str, Any]]:
    """The calls that an instrument got."""
    return objects(recording.observations.get(instrument))


def relayed(recording: Recording) -> list[dict[str, Any]]:
    """The calls that the stand-in for the upstream got; Undecided if none came."""
    calls = visits(recording, "upstream")
    if not calls:
        raise Undecided(
            "the stand-in for the upstream saw no call: check that the target sends "
            f"`upstream_model` there (it answered {recording.last.status})"
        )
    return calls
