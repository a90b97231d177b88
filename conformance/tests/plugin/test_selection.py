"""What is selected is sent for, and nothing beside it."""

from types import SimpleNamespace
from typing import Any, cast

import pytest

from conformance.core.requirement import MUST, Level, Requirement
from conformance.inputs.profile import Profile
from conformance.plugin.collection import every_item, key_of, requirement_of, select
from conformance.plugin.options import Settings
from conformance.plugin.run import Key
from conformance.reporting.catalogue import applies, entries
from conformance.sending.scheduler import schedule
from conformance.tests.helpers import a_target
from conformance.tests.packaged import SUITE

BY_ID = {entry.id: entry.requirement for entry in entries()}


def target_of(profile: Profile) -> Any:
    """A target that claims all that its profile knows, with a model for each kind."""
    models = dict.fromkeys(SUITE.kinds, "m")
    return a_target(profile=profile, models=models, claims=tuple(profile.knows))


TARGET = target_of(SUITE.profiles["openai"])


class AnItem:
    """An item as far as the selection looks at it."""

    def __init__(self, stated: Requirement, case: str) -> None:
        self.callspec = SimpleNamespace(params={"recording": Key(TARGET, case)})
        self.marker = SimpleNamespace(args=[stated])

    def get_closest_marker(self, name: str) -> Any:
        """The marker that states the requirement."""
        return self.marker


EVERY = [
    cast(pytest.Item, AnItem(BY_ID[id], case))
    for id, case in sorted(every_item(TARGET, SUITE))
]


def selected(expression: str, level: str = "MAY") -> set[tuple[str, str]]:
    """The requirements that are in, each with its case."""
    settings = SimpleNamespace(select=expression, level=Level(level), suite=SUITE)
    chosen, left = select(EVERY, cast(Settings, settings))
    assert len(chosen) + len(left) == len(EVERY)
    assert not set(chosen) & set(left)
    return {
        (stated.id, key.case)
        for item in chosen
        if (key := key_of(item)) and (stated := requirement_of(item))
    }


def needed_by(area: str) -> set[str]:
    """The cases that an area's requirements name as theirs, and what these wait for."""
    profile = TARGET.profile
    names = [
        case.name
        for stated in BY_ID.values()
        if stated.area == area and stated.on != ("*",)
        for case in SUITE.cases.values()
        if applies(case, stated, profile)
    ]
    return {case.name for case in schedule(names, TARGET, SUITE)}


@pytest.mark.parametrize("area", ["auth", "http", "limits", "models", "chat"])
def test_an_area_brings_its_own_cases_alone(area: str) -> None:
    cases = {case for _, case in selected(area)}
    assert cases <= needed_by(area)
    assert len(needed_by(area)) < len({case for _, case in selected("")}) / 2 + 30


@pytest.mark.parametrize(("area", "most"), [("auth", 9), ("http", 12), ("limits", 9)])
def test_an_area_of_few_cases_sends_few(area: str, most: int) -> None:
    assert 0 < len({case for _, case in selected(area)}) <= most


def test_every_requirement_of_an_area_stays_selected() -> None:
    for area in {stated.area for stated in BY_ID.values()}:
        ids = {id for id, _ in every_item(TARGET, SUITE) if id.startswith(f"{area}.")}
        if ids:
            assert {id for id, _ in selected(area)} == ids


def test_what_listens_is_judged_on_all_that_is_sent_anyway() -> None:
    chosen = selected("auth.secret-kept,chat.stream")
    heard = {case for id, case in chosen if id == "auth.secret-kept"}
    asked = {case for id, case in chosen if id != "auth.secret-kept"}
    assert asked <= heard
    assert "chat/minimal" not in asked


def test_what_listens_alone_is_sent_for() -> None:
    every = {case for id, case in selected("") if id == "auth.secret-kept"}
    assert {case for _, case in selected("auth.secret-kept")} == every


def test_a_whole_run_leaves_nothing_out() -> None:
    assert selected("") == every_item(TARGET, SUITE)


def test_a_level_brings_the_cases_of_its_requirements_alone() -> None:
    chosen = selected("", "MUST")
    listening = {id for id, stated in BY_ID.items() if stated.on == ("*",)}
    assert {BY_ID[id].level for id, _ in chosen} == {MUST}
    asked = [case for id, case in chosen if id not in listening]
    sent = {case.name for case in schedule(asked, TARGET, SUITE)}
    assert {case for _, case in chosen} <= sent
