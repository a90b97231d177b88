"""The same seed draws the same, wherever and whenever."""

import hashlib
import json
from pathlib import Path

import pytest
from hypothesis import strategies as st

from conformance.generation.draw import draw
from conformance.generation.families import FAMILIES
from conformance.generation.request import Generated
from conformance.tests.generation.sending import broken, drawn
from conformance.tests.packaged import SUITE
from conformance.tests.processes import python

LETTERS = st.lists(st.sampled_from("abcdefgh"), max_size=4)
PRINT = """
from conformance.tests.generation.test_draw import digest
print(digest())
"""


def digest() -> str:
    """A digest of what is drawn of every family under two contracts."""
    made: list[Generated] = []
    for profile in (SUITE.profiles["openai"], SUITE.profiles["vmware-pais"]):
        for family in FAMILIES.values():
            if family.needs in profile.knows:
                made += [*drawn(family, profile, 20, 11), *broken(family, profile, 11)]
    return hashlib.sha256(repr(made).encode()).hexdigest()


def test_values_are_distinct_and_as_many_as_asked_for() -> None:
    found = draw(LETTERS, 3, 50)
    assert len({json.dumps(value) for value in found}) == len(found) == 50


def test_there_are_fewer_where_there_are_not_so_many() -> None:
    assert sorted(draw(st.sampled_from("abc"), 1, 10)) == ["a", "b", "c"]


def test_nothing_is_drawn_if_nothing_is_asked_for() -> None:
    assert draw(LETTERS, 1, 0) == []


def test_another_seed_draws_other_values() -> None:
    assert draw(LETTERS, 1, 20) != draw(LETTERS, 2, 20)


# Hypothesis takes numbers and texts from the modules that happen to be imported.
@pytest.mark.process
@pytest.mark.parametrize(
    "first", ["", "import conformance.relay, conformance.cli.main\n"]
)
def test_a_seed_draws_the_same_in_every_process(first: str, tmp_path: Path) -> None:
    ended = python(tmp_path, "-c", first + PRINT)
    assert ended.stdout.strip() == digest()
