"""The requirements by id, frozen: what changes here can change someone's verdict."""

from pathlib import Path

from conformance.reporting.catalogue import entries

FROZEN = Path(__file__).with_name("requirement_ids.txt")


def test_ids_and_levels_are_those_of_the_snapshot() -> None:
    """A new, changed or dropped one is named in the changelog, and then put here."""
    now = [f"{entry.id} {entry.requirement.level}" for entry in entries()]
    assert now == FROZEN.read_text("utf-8").splitlines()
