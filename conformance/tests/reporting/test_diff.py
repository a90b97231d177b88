"""Diffs: what counts as worse, and what never does."""

import json

import click
import pytest

from conformance.core.target_verdict import Scope
from conformance.core.verdict import Outcome
from conformance.formats.schema import first_error
from conformance.inputs.waiver import Waiver
from conformance.reporting.diff import files, text
from conformance.reporting.diff.change import ChangeKind
from conformance.reporting.diff.difference import Diff, Strictness, diff
from conformance.reporting.document import Report
from conformance.reporting.terminal import Colors
from conformance.tests.comparing import on, said
from conformance.tests.reports import TODAY, a_report, an_outcome, judge, violated


def _kinds(found: Diff) -> dict[str, ChangeKind]:
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
        ("pass", "violated", ChangeKind.VIOLATED),
        ("SHOULD pass", "violated", ChangeKind.VIOLATED),
        ("inconclusive", "violated", ChangeKind.VIOLATED),
        ("not-applicable", "violated", ChangeKind.VIOLATED),
        ("waived", "violated", ChangeKind.VIOLATED),
        ("violated", "pass", ChangeKind.MENDED),
        ("waived", "pass", ChangeKind.CHANGED),
        ("violated", "waived", ChangeKind.CHANGED),
        ("violated", "inconclusive", ChangeKind.CHANGED),
        ("violated", "not-tested", ChangeKind.CHANGED),
        ("pass", "not-tested", ChangeKind.CHANGED),
        ("pass", "not-applicable", ChangeKind.CAPABILITY),
        ("not-applicable", "pass", ChangeKind.CAPABILITY),
        ("violated", "not-applicable", ChangeKind.CAPABILITY),
        ("pass", "SHOULD pass", ChangeKind.LEVEL),
        ("SHOULD violated", "violated", ChangeKind.LEVEL),
        (None, "violated", ChangeKind.NEW),
        (None, "pass", ChangeKind.NEW),
        ("violated", None, ChangeKind.GONE),
    ],
)
def test_each_change_has_one_kind(
    old: str | None, new: str | None, kind: ChangeKind
) -> None:
    assert _kinds(_change(old, new)) == {"chat.id": kind}


@pytest.mark.parametrize("told", ["pass", "violated", "SHOULD violated", "not-tested"])
def test_what_stayed_is_no_change(told: str) -> None:
    found = _change(told, told)
    assert _kinds(found) == {}
    assert not found.worse(Strictness.STRICT)


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
    assert (found.worse(Strictness.CONFORMANT), found.worse(Strictness.STRICT)) == (
        worse,
        strictly,
    )


def test_the_reasons_are_counted() -> None:
    found = diff(
        said("relay", chat__a="pass", chat__b="pass", chat__c="pass"),
        said(
            "relay", chat__a="violated", chat__b="violated", chat__c="SHOULD violated"
        ),
    )
    (target,) = found.targets
    assert target.worse(Strictness.CONFORMANT) == ["2 MUSTs newly violated"]
    assert target.worse(Strictness.STRICT)[1:] == ["1 SHOULD newly violated"]


def test_a_must_newly_violated_is_worse_beside_one_that_was() -> None:
    found = diff(
        said("relay", chat__a="violated", chat__b="pass"),
        said("relay", chat__a="violated", chat__b="violated"),
    )
    assert found.worse(Strictness.CONFORMANT)


def test_a_new_requirement_is_no_excuse_for_another_that_got_worse() -> None:
    found = diff(
        said("relay", chat__a="pass"),
        said("relay", chat__a="not-tested", chat__new="violated"),
    )
    assert found.targets[0].worse(Strictness.CONFORMANT) == ["no longer conformant"]


def test_nothing_judged_any_more_is_worse() -> None:
    found = diff(said("relay", chat__a="pass"), said("relay"))
    assert found.targets[0].worse(Strictness.CONFORMANT) == ["no longer conformant"]


def a_part(*outcomes: Outcome) -> Report:
    made: Report = a_report(judge(*outcomes, scope=Scope(285, narrowed=True)))
    return made


def test_a_part_after_a_whole_is_not_worse_and_says_of_how_much_that_is() -> None:
    old = a_report(judge(an_outcome("chat.a"), an_outcome("chat.b")))
    found = diff(old, a_part(an_outcome("chat.a")))
    assert not found.worse(Strictness.STRICT)
    shown = text.text(found, Strictness.CONFORMANT, 120, Colors.NONE)
    assert "relay: not worse in the part that was judged" in shown
    assert "judged in part now: 1 of 285 judged, none violated" in shown
    assert "not worse in the part that was judged" in files.as_markdown(
        found, Strictness.CONFORMANT
    )


def test_what_is_newly_violated_in_a_part_is_worse() -> None:
    found = diff(a_report(judge(an_outcome("chat.a"))), a_part(violated("chat.a")))
    assert found.targets[0].worse(Strictness.CONFORMANT) == ["1 MUST newly violated"]


def test_a_diff_of_parts_has_the_form_that_is_stated() -> None:
    told = files.as_json(diff(a_part(an_outcome()), a_part(an_outcome())))
    assert first_error(json.loads(told), "own/diff") is None
    assert json.loads(told)["targets"][0]["new"]["conformant"] is None


def test_a_waiver_that_holds_no_longer_is_worse() -> None:
    stale = (Waiver("chat.a", "known", TODAY),)
    old = said("relay", chat__a="pass")
    new = on("relay", an_outcome("chat.a"), waivers=stale)
    assert diff(old, new).worse(Strictness.CONFORMANT)
    assert not diff(new, new).worse(Strictness.CONFORMANT)
    more = (an_outcome("chat.a"), violated("chat.new"))
    assert diff(old, on("relay", *more, waivers=stale)).worse(Strictness.CONFORMANT)
    assert not diff(old, on("relay", *more)).worse(Strictness.CONFORMANT)


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
    worse = {
        t.name: bool(t.worse(Strictness.CONFORMANT)) for t in diff(old, new).targets
    }
    assert worse == {"a": True, "b": False}


def test_two_targets_that_are_alone_belong_together() -> None:
    found = diff(said("old", chat__id="pass"), said("new", chat__id="violated"))
    assert [target.name for target in found.targets] == ["new"]
    assert found.worse(Strictness.CONFORMANT)


def test_targets_in_one_report_only_are_named() -> None:
    old = _several(said("a", chat__id="pass"), said("gone", chat__id="pass"))
    new = _several(said("a", chat__id="pass"), said("came", chat__id="violated"))
    found = diff(old, new)
    assert (found.only_old, found.only_new) == (("gone",), ("came",))
    assert not found.worse(Strictness.STRICT)


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
    ids = [change.requirement for change in found.targets[0].of(ChangeKind.VIOLATED)]
    assert ids == ["c.must", "b.should", "a.may"]
