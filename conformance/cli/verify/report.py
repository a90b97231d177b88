"""Compares what a report says with what its recordings show."""

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from typing import Any

from conformance.core.exceptions import LossReason
from conformance.core.marks import MARK
from conformance.core.verdict import ExitCode, Verdict, worst_end
from conformance.reporting.document import ItemRow, Report, TargetRow, VerdictRow
from conformance.reporting.older import Form

# How long a run took cannot be seen from its recordings.
_UNSEEN = {"seconds"}
# What says of how many requirements those of a part are.
_OF_A_PART = {"scope", "detail", "conclusion"}
# What follows from the kinds of violations, which older reports do not tell.
_OF_KINDS = "clients"
# What items of older reports do not say.
_LATER = {"kind", "more", "unshown"}
# Why an exchange was lost names places of the machine that recorded.
_OF_A_LOSS = {"message", "loss"}


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as it was said to be, and where."""

    kind: str
    place: str
    says: str = ""


def differences(
    report: Report,
    again: Report,
    form: Form = Form.CURRENT,
    ended: int | None = None,
) -> Iterator[Difference]:
    """Where a report differs from the one that judging again gave.

    `ended` is how a run ends that came to this, where more than it shows decides that.
    """
    yield from _of_targets(report, again, form)
    yield from _of_verdicts(report, again, form)
    said = report["run"]["exit_code"]
    shown = again["run"]["exit_code"] if ended is None else ended
    if _unjudged(report, again):
        shown = int(worst_end((ExitCode(shown), ExitCode.INCOMPLETE)))
    if said != shown:
        yield Difference("run", "exit_code", _instead(said, shown))
    # Defects name places of the machine: their number alone can be compared.
    defects = [len(one["run"]["defects"]) for one in (report, again)]
    if defects[0] != defects[1]:
        yield Difference("run", "defects", _instead(*defects))


def unreached(report: Report) -> frozenset[tuple[str, str, str]]:
    """The items that a run says it did not reach: target, requirement, case."""
    return frozenset(
        (verdict["target"], verdict["requirement"], item["case"])
        for verdict in report["verdicts"]
        for item in verdict["items"]
        if item["outcome"] == Verdict.NOT_TESTED and not item["recording"]
    )


def interrupted(report: Report) -> bool:
    """Whether a run was interrupted before it had reached all of its items."""
    losses = {
        item["loss"]
        for verdict in report["verdicts"]
        for item in verdict["items"]
        if item["outcome"] == Verdict.NOT_TESTED and not item["recording"]
    }
    if losses == {LossReason.UNSTATED}:
        # Earlier versions did not say why. All that is made of it is that such a run
        # ends with this code at best.
        return bool(report["run"]["exit_code"] == ExitCode.INCOMPLETE)
    return LossReason.INTERRUPTED in losses


def _unjudged(report: Report, again: Report) -> set[str]:
    """The targets of which a report says nothing, as none of their cases was chosen.

    Nothing was recorded of them, so nothing more can be known.
    """
    known = {target["name"] for target in again["targets"]}
    judged = {verdict["target"] for verdict in report["verdicts"]}
    return {
        target["name"]
        for target in report["targets"]
        if target["name"] not in known | judged
        and not (target["conformant"] or target["strict"])
    }


def _of_targets(report: Report, again: Report, form: Form) -> Iterator[Difference]:
    without = _unjudged(report, again)
    said = _targets(t for t in report["targets"] if t["name"] not in without)
    shown = _targets(again["targets"])
    yield from _counts("target", said, shown)
    for name, rows in sorted(said.items()):
        target, *_ = rows
        judged, *_ = shown.get(name, rows)
        for field in target:
            if form is Form.OLDER and _is_forgiven(target, field):
                continue
            if not _alike(target[field], judged[field]):
                says = f"its {field} is not what the recordings show"
                yield Difference("target", name, says)


def _is_forgiven(target: Mapping[str, Any], field: str) -> bool:
    """Whether an older report could not know what a field says today.

    Nobody wrote down then of how many requirements those of a part are.
    """
    unknown = target["scope"]["whole"] is None
    return field == _OF_KINDS or (unknown and field in _OF_A_PART)


def _of_verdicts(report: Report, again: Report, form: Form) -> Iterator[Difference]:
    unknown = _LATER if form is Form.OLDER else set()
    said, shown = _verdicts(report, unknown), _verdicts(again, unknown)
    yield from _counts("verdict", said, shown)
    for place in sorted(said.keys() & shown.keys()):
        verdict, judged = said[place][0], shown[place][0]
        wrong = [name for name in verdict if not _alike(verdict[name], judged[name])]
        if "verdict" in wrong:
            says = _instead(verdict["verdict"], judged["verdict"])
            yield Difference("verdict", place, says)
        elif wrong:
            says = f"{', '.join(wrong)}: not what the recordings show"
            yield Difference("verdict", place, says)


# Rows of a report by the words that tell their place; each place should have one.
_Rows = dict[str, list[dict[str, Any]]]


def _targets(targets: Iterable[TargetRow]) -> _Rows:
    rows: _Rows = {}
    for target in targets:
        rows.setdefault(target["name"], []).append({**target})
    return rows


def _verdicts(report: Report, unknown: Set[str]) -> _Rows:
    rows: _Rows = {}
    for verdict in report["verdicts"]:
        place = f"{verdict['target']} {verdict['requirement']}"
        rows.setdefault(place, []).append(_comparable(verdict, unknown))
    return rows


def _counts(kind: str, said: _Rows, shown: _Rows) -> Iterator[Difference]:
    """What stands in one of two reports alone, or more than once."""
    for place in sorted(shown.keys() - said.keys()):
        words = f": {shown[place][0]['verdict']}" if kind == "verdict" else ""
        yield Difference(kind, place, f"left out of the report{words}")
    for place in sorted(said.keys() - shown.keys()):
        yield Difference(kind, place, "no recording is there to show it")
    for place in sorted(place for place, rows in said.items() if len(rows) > 1):
        yield Difference(kind, place, "stands there more than once")


def _comparable(verdict: VerdictRow, unknown: Set[str]) -> dict[str, Any]:
    """A verdict without what depends on the order in which items were judged."""
    first = verdict["items"][0]
    follows = (first["outcome"], first["message"])
    items = [_item(item, unknown) for item in verdict["items"]]
    return {
        **verdict,
        "message": "",
        "items": sorted(items, key=lambda item: str(item["case"])),
        "the first item": follows == (verdict["verdict"], verdict["message"]),
    }


def _item(item: ItemRow, unknown: Set[str]) -> Mapping[str, Any]:
    lost = _OF_A_LOSS if item["outcome"] == Verdict.NOT_TESTED else set()
    left = lost | unknown
    return {name: value for name, value in item.items() if name not in left}


def _alike(said: Any, shown: Any) -> bool:
    """Whether two values are the same, but for what cannot be seen again."""
    if isinstance(said, str) and isinstance(shown, str):
        return said == shown or (MARK in said and _fits(said.split(MARK), shown))
    if isinstance(said, list) and isinstance(shown, list):
        return len(said) == len(shown) and all(map(_alike, said, shown))
    if isinstance(said, dict) and isinstance(shown, dict):
        same = said.keys() == shown.keys()
        return same and all(_alike(said[k], shown[k]) for k in said.keys() - _UNSEEN)
    return type(said) is type(shown) and bool(said == shown)


def _fits(parts: list[str], text: str) -> bool:
    """Whether `text` is these parts in order, with anything between them.

    A secret that a target sent in fragments is known only where the run was made.
    """
    if not (text.startswith(parts[0]) and text.endswith(parts[-1])):
        return False
    place = 0
    for part in parts:
        place = text.find(part, place) + len(part)
        if place < len(part):
            return False
    return True


def _instead(said: object, shown: object) -> str:
    return f"the report says {said}, the recordings show {shown}"
