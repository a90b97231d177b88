"""Markers and names by which pytest chooses requirements: `-m must`, `-k chat.n`."""

import pytest

from conformance.core.requirement import Level
from conformance.plugin.collection import key_of, requirement_of


def pytest_configure(config: pytest.Config) -> None:
    """Register the markers."""
    config.addinivalue_line("markers", "requirement(stated): judges a requirement")
    for level in Level:
        config.addinivalue_line(
            "markers", f"{level.lower()}(id): judges a {level} of the target's contract"
        )


def pytest_itemcollected(item: pytest.Item) -> None:
    """Mark a requirement by its level under the target's contract, and name its id."""
    stated = requirement_of(item)
    if stated is None:
        return
    key = key_of(item)
    level = key.target.profile.level(stated) if key else stated.level
    # With an argument, as Allure makes a tag of each marker without one.
    item.add_marker(getattr(pytest.mark, level.lower())(stated.id))
    item.extra_keyword_matches.add(stated.id)
