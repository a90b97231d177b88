"""Completes reports that an earlier version wrote."""

from collections.abc import Iterator, Mapping
from enum import Enum
from typing import Any

from conformance.core.exceptions import LossReason
from conformance.core.requirement import Level
from conformance.core.target_verdict import (
    Scope,
    TargetVerdict,
    by_requirement,
)
from conformance.core.verdict import NotTestedReason, Outcome, Verdict
from conformance.reporting import totals
from conformance.reporting.words import STATES

# What items did not say at first, and what stands for it there.
_LATER = {"loss": LossReason.UNSTATED.value, "kind": "", "more": [], "unshown": 0}


class Form(Enum):
    """Whether a report has the fields that are written now."""

    CURRENT = "current"
    OLDER = "older"


def form_of(report: Mapping[str, Any]) -> Form:
    """The form of a report."""
    stated = all("state" in t and "scope" in t for t in report["targets"])
    explained = all(_LATER.keys() <= item.keys() for item in _items(report))
    return Form.CURRENT if stated and explained else Form.OLDER


def completed(report: Mapping[str, Any]) -> dict[str, Any]:
    """The report with each field that was not written yet, derived from the others.

    It has what `own/report-read` asks for.
    """
    targets = [
        _with_clients(_completed(target, report)) for target in report["targets"]
    ]
    verdicts = [_explained(verdict) for verdict in report["verdicts"]]
    return {**report, "targets": targets, "verdicts": verdicts}


def _items(report: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for verdict in report["verdicts"]:
        yield from verdict.get("items", ())


def _explained(verdict: Mapping[str, Any]) -> dict[str, Any]:
    """A verdict whose items have every field, though it says that nobody knows."""
    if "items" not in verdict:
        return dict(verdict)
    items = [
        {**item, **{name: _LATER[name] for name in _LATER.keys() - item.keys()}}
        for item in verdict["items"]
    ]
    return {**verdict, "items": items}


def _with_clients(target: dict[str, Any]) -> dict[str, Any]:
    """A target whose clients have every field: older reports told no kinds."""
    if "clients" not in target:
        return target
    later: dict[str, Any] = {"otherwise": []}
    return {**target, "clients": [{**c, **(later | c)} for c in target["clients"]]}


def _completed(target: Mapping[str, Any], report: Mapping[str, Any]) -> dict[str, Any]:
    if "scope" in target and "state" in target:
        return dict(target)
    verdict = _judged(target, report)
    derived: dict[str, Any] = {"scope": totals.scope(verdict)}
    if "state" not in target or verdict.partial:
        derived |= _state(verdict)
    if verdict.partial:
        conclusion = totals.conclusion(verdict)
        derived |= {"conformant": None, "strict": None, "conclusion": conclusion}
    return {**target, **derived}


def _judged(target: Mapping[str, Any], report: Mapping[str, Any]) -> TargetVerdict:
    """The verdicts on a target; how many a part was of, nobody wrote down."""
    rows = [row for row in report["verdicts"] if row["target"] == target["name"]]
    selection = report["run"]["selection"]
    narrowed = bool(selection["expression"]) or selection["level"] != Level.MAY
    scope = Scope(None if narrowed else len(rows), narrowed)
    verdicts = by_requirement(map(_outcome, rows))
    return TargetVerdict(verdicts, tuple(target["bad_waivers"]), scope)


def _state(verdict: TargetVerdict) -> dict[str, Any]:
    return {
        "state": verdict.state.value,
        "headline": STATES[verdict.state].headline,
        "detail": totals.detail(verdict),
        "counts": totals.state_counts(verdict.counts),
    }


def _outcome(row: Mapping[str, Any]) -> Outcome:
    """A verdict of a report as the one outcome that decides it."""
    known = row["lack"] in list(NotTestedReason)
    deciding: Mapping[str, str] = next(iter(row.get("items", ())), {})
    return Outcome(
        target=row["target"],
        requirement=row["requirement"],
        level=Level(row["level"]),
        case="",
        verdict=Verdict(row["verdict"]),
        message=row["message"],
        lack=NotTestedReason(row["lack"]) if known else NotTestedReason.LOST,
        loss=LossReason(deciding.get("loss", "")),
    )
