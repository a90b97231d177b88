"""The order of cases: each behind those that it waits for."""

import pytest

from conformance.inputs.case import Case, Lane
from conformance.inputs.target import BARE
from conformance.sending.scheduler import lanes, needed, schedule
from conformance.tests.helpers import a_case, a_suite, a_target
from conformance.tests.packaged import SUITE
from conformance.tests.sending.test_applicability import ASKS, BESIDE


def test_a_feature_waits_for_what_it_is_part_of() -> None:
    parent = a_case("images/minimal", needs=("images",))
    suite = a_suite(parent, a_case("chat.tools/minimal", needs=("chat.tools",)))
    case: Case = a_case("chat/tools", needs=("chat.tools", "images"))
    assert needed(case, a_target(), suite) == (
        "chat.tools/minimal",
        "images/minimal",
    )


def test_the_list_of_models_is_needed_where_none_is_named() -> None:
    suite = a_suite(a_case("models/list"), ASKS)
    assert needed(ASKS, a_target(), suite) == ("models/list",)
    assert needed(ASKS, a_target(models={"images": "i"}), suite) == ()


def test_what_stands_beside_a_case_is_sent_as_well() -> None:
    suite = a_suite(a_case("models/list"), BESIDE)
    assert "models/list" in needed(BESIDE, a_target(models={BARE: "m"}), suite)


def names(order: list[Case]) -> list[str]:
    """The names of cases, in their order."""
    return [case.name for case in order]


def test_what_a_shared_case_waits_for_is_not_kept_for_the_end() -> None:
    first = a_case("mj/submit", lane=Lane.ALONE)
    last = a_case("time/pace", lane=Lane.ALONE)
    second = a_case("mj/task", after="mj/submit")
    suite = a_suite(first, second, last)
    order = schedule(["time/pace", "mj/task"], a_target(), suite)
    shared, alone = lanes(order, a_target(), suite)
    assert names(shared) == ["mj/submit", "mj/task"]
    assert names(alone) == ["time/pace"]


@pytest.mark.parametrize("profile", SUITE.profiles)
@pytest.mark.parametrize("models", [{BARE: "m"}, {}])
def test_no_case_stands_before_one_that_it_waits_for(
    profile: str, models: dict[str, str]
) -> None:
    """Threads are never too few: whoever is waited for has been begun with."""
    target = a_target(profile=SUITE.profiles[profile], models=models)
    shared, alone = lanes(schedule(SUITE.cases, target, SUITE), target, SUITE)
    order = names([*shared, *alone])
    assert sorted(order) == sorted(SUITE.cases)
    for case in (*shared, *alone):
        before = order[: order.index(case.name)]
        assert set(needed(case, target, SUITE)) <= set(before)
