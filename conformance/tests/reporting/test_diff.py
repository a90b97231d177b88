"""Diffs: what counts as worse, and what never does."""

import click
import pytest

from conformance.inputs.waiver import Waiver
from conformance.reporting.diff.change import Kind
from conformance.reporting.diff.difference import Bar, Diff, diff
from conformance.reporting.report import Report
from conformance.tests.comparing import on, said
from conformance.tests.reports import TODAY, a_report, an_outcome, judge, violated


def _kinds(found: Diff) -> dict[str, Kind]:
    (target,) = found.targets
    return {change.requirement: change.kind for change in target.changes}


def _change(old: str | None, new: str | None) -> Diff:
    """The diff of two reports that differ in one requirement beside another."""
    before = {"chat__other": "pass"} | ({"chat__id": old} if old else {})
    after = {"chat__other": "pass"} | ({"chat__id": new} if new else {})
    return diff(said("relay", **before), said("relay", **after))


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("pass", "violated", Kind.VIOLATED),
        ("SHOULD pass", "violated", Kind.VIOLATED),
        ("inconclusive", "violated", Kind.VIOLATED),
        ("not-applicable", "violated", Kind.VIOLATED),
        ("waived", "violated", Kind.VIOLATED),
        ("violated", "pass", Kind.MENDED),
        ("waived", "pass", Kind.CHANGED),
        ("violated", "waived", Kind.CHANGED),
        ("violated", "inconclusive", Kind.CHANGED),
        ("violated", "not-tested", Kind.CHANGED),
        ("pass", "not-tested", Kind.CHANGED),
        ("pass", "not-applicable", Kind.CAPABILITY),
        ("not-applicable", "pass", Kind.CAPABILITY),
        ("violated", "not-applicable", Kind.CAPABILITY),
        ("pass", "SHOULD pass", Kind.LEVEL),
        ("SHOULD violated", "violated", Kind.LEVEL),
        (None, "violated", Kind.NEW),
        (None, "pass", Kind.NEW),
        ("violated", None, Kind.GONE),
    ],
)
def test_each_change_has_one_kind(old: str | None, new: str | None, kind: Kind) -> None:
    assert _kinds(_change(old, new)) == {"chat.id": kind}


@pytest.mark.parametrize("told", ["pass", "violated", "SHOULD violated", "not-tested"])
def test_what_stayed_is_no_change(told: str) -> None:
    found = _change(told, told)
    assert _kinds(found) == {}
    assert not found.worse(Bar.STRICT)


@pytest.mark.parametrize(
    ("old", "new", "worse", "strictly"),
    [
        ("pass", "violated", True, True),
        ("not-applicable", "violated", True, True),
        ("pass", "SHOULD violated", False, True),
        ("pass", "MAY violated", False, False),
        ("pass", "waived", True, True),
        ("pass", "not-tested", True, True),
        ("SHOULD pass", "SHOULD inconclusive", False, False),
        ("pass", "not-applicable", False, False),
        ("violated", "pass", False, False),
        ("violated", "not-tested", False, False),
        (None, "violated", False, False),
        (None, "SHOULD violated", False, False),
        (None, "waived", False, False),
        ("SHOULD violated", "violated", False, False),
        ("pass", None, False, False),
    ],
)
def test_worse_is_a_must_newly_violated_or_conformance_lost(
    old: str | None, new: str | None, worse: bool, strictly: bool
) -> None:
    found = _change(old, new)
    assert (found.worse(Bar.CONFORMANT), found.worse(Bar.STRICT)) == (worse, strictly)


def test_the_reasons_are_counted() -> None:
    found = diff(
        said("relay", chat__a="pass", chat__b="pass", chat__c="pass"),
        said(
            "relay", chat__a="violated", chat__b="violated", chat__c="SHOULD violated"
        ),
    )
    (target,) = found.targets
    assert target.worse(Bar.CONFORMANT) == ["2 MUSTs newly violated"]
    assert target.worse(Bar.STRICT)[1:] == ["1 SHOULD newly violated"]


def test_a_must_newly_violated_is_worse_beside_one_that_was() -> None:
    found = diff(
        said("relay", chat__a="violated", chat__b="pass"),
        said("relay", chat__a="violated", chat__b="violated"),
    )
    assert found.worse(Bar.CONFORMANT)


def test_a_new_requirement_is_no_excuse_for_another_that_got_worse() -> None:
    found = diff(
        said("relay", chat__a="pass"),
        said("relay", chat__a="not-tested", chat__new="violated"),
    )
    assert found.targets[0].worse(Bar.CONFORMANT) == ["no longer conformant"]


def test_nothing_judged_any_more_is_worse() -> None:
    found = diff(said("relay", chat__a="pass"), said("relay"))
    assert found.targets[0].worse(Bar.CONFORMANT) == ["no longer conformant"]


def test_a_waiver_that_holds_no_longer_is_worse() -> None:
    stale = (Waiver("chat.a", "known", TODAY),)
    old = said("relay", chat__a="pass")
    new = on("relay", an_outcome("chat.a"), waivers=stale)
    assert diff(old, new).worse(Bar.CONFORMANT)
    assert not diff(new, new).worse(Bar.CONFORMANT)
    more = (an_outcome("chat.a"), violated("chat.new"))
    assert diff(old, on("relay", *more, waivers=stale)).worse(Bar.CONFORMANT)
    assert not diff(old, on("relay", *more)).worse(Bar.CONFORMANT)


def _several(*reports: Report) -> Report:
    """One report on the targets of all of these."""
    first, *others = reports
    for other in others:
        first["targets"] += other["targets"]
        first["verdicts"] += other["verdicts"]
    return first


def test_targets_are_matched_by_name() -> None:
    old = _several(said("a", chat__id="pass"), said("b", chat__id="violated"))
    new = _several(said("b", chat__id="violated"), said("a", chat__id="violated"))
    worse = {t.name: bool(t.worse(Bar.CONFORMANT)) for t in diff(old, new).targets}
    assert worse == {"a": True, "b": False}


def test_two_targets_that_are_alone_belong_together() -> None:
    found = diff(said("old", chat__id="pass"), said("new", chat__id="violated"))
    assert [target.name for target in found.targets] == ["new"]
    assert found.worse(Bar.CONFORMANT)


def test_targets_in_one_report_only_are_named() -> None:
    old = _several(said("a", chat__id="pass"), said("gone", chat__id="pass"))
    new = _several(said("a", chat__id="pass"), said("came", chat__id="violated"))
    found = diff(old, new)
    assert (found.only_old, found.only_new) == (("gone",), ("came",))
    assert not found.worse(Bar.STRICT)


def test_without_a_common_target_nothing_can_be_said() -> None:
    old = _several(said("a"), said("b"))
    with pytest.raises(click.UsageError, match="No target is in both reports"):
        diff(old, said("c"))
    with pytest.raises(click.UsageError, match="a, b"):
        diff(old, a_report(judge()))


def test_the_most_binding_changes_come_first() -> None:
    found = diff(
        said("relay", a__may="pass", b__should="pass", c__must="pass"),
        said(
            "relay",
            a__may="MAY violated",
            b__should="SHOULD violated",
            c__must="violated",
        ),
    )
    ids = [change.requirement for change in found.targets[0].of(Kind.VIOLATED)]
    assert ids == ["c.must", "b.should", "a.may"]
