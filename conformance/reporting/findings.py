"""Reads a report: what came out for a target, in the order in which people care."""

from collections.abc import Iterator
from dataclasses import dataclass

from conformance.core.requirement import Level
from conformance.core.verdict import Verdict
from conformance.formats.escape import count
from conformance.reporting.document import (
    ItemRow,
    Levels,
    Report,
    TargetRow,
    VerdictRow,
    verdicts_on,
)
from conformance.reporting.own import is_apart
from conformance.reporting.words import COLUMNS, mark_of

# How a requirement is marked that a target's owner states.
OWN = "own"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why several requirements have the same verdict."""

    message: str
    requirements: tuple[str, ...]

    @property
    def number(self) -> str:
        """How many requirements these are, in words."""
        return count(len(self.requirements), "requirement")


def rows(target: TargetRow) -> Iterator[tuple[str, tuple[int, ...]]]:
    """The table by area: its name and a number for each column.

    `all` is the last of the contract; areas of an owner's own requirements follow.
    """
    summary = target["summary"]
    for area, levels in summary["areas"].items():
        yield area, _row(levels)
    yield "all", _row(summary["levels"])
    beside = target["own"]["summary"]["areas"] if "own" in target else {}
    for area, levels in beside.items():
        yield f"{area} ({OWN})", _row(levels)


def with_verdict(
    report: Report, target: TargetRow, verdict: Verdict
) -> list[VerdictRow]:
    """The verdicts of one kind on a target, the most binding first.

    Those of its owner that say nothing of its contract are the last.
    """
    order = list(Level)
    rows = [v for v in verdicts_on(report, target["name"]) if v["verdict"] == verdict]
    return sorted(
        rows,
        key=lambda v: (is_apart(v), order.index(Level(v["level"])), v["requirement"]),
    )


def reasons(report: Report, target: TargetRow, verdict: Verdict) -> list[Reason]:
    """Why requirements have a verdict, the most frequent reason first."""
    grouped: dict[str, list[str]] = {}
    for row in with_verdict(report, target, verdict):
        grouped.setdefault(row["message"], []).append(row["requirement"])
    unsorted = [Reason(message, tuple(ids)) for message, ids in grouped.items()]
    return sorted(unsorted, key=lambda r: (-len(r.requirements), r.message))


def more(verdict: VerdictRow) -> str:
    """On how many cases, besides the one shown, it came out so; empty for none."""
    shown, *rest = (i for i in verdict["items"] if i["outcome"] == verdict["verdict"])
    same = sum(item["message"] == shown["message"] for item in rest)
    different = len(rest) - same
    parts = []
    if same:
        parts.append(f"on {count(same, 'more case')}")
    if different:
        parts.append(f"in another way on {count(different, 'more case')}")
    return " and ".join(parts)


def also(verdict: VerdictRow, most: int) -> list[str]:
    """What else violates it, besides what is shown: at most so many lines."""
    lines = list(_further(verdict))
    left = len(lines) - most
    if left <= 0:
        return lines
    return [*lines[:most], f"and {left} more, which report.json has"]


def _further(verdict: VerdictRow) -> Iterator[str]:
    """Each other message, with where it is of; a whole list would repeat itself."""
    shown = verdict["items"][0]
    places: dict[str, list[str]] = {}
    unshown = 0
    for item in verdict["items"]:
        if item["outcome"] != verdict["verdict"]:
            continue
        unshown += item["unshown"]
        if item is not shown:
            places.setdefault(item["message"], []).append(_place(item))
        for finding in item["more"]:
            place = _place({**item, "step": finding["step"]})
            places.setdefault(finding["message"], []).append(place)
    for message, those in places.items():
        said = "the same" if message == shown["message"] else message
        yield f"{said} ({', '.join(those)})"
    if unshown:
        yield f"{count(unshown, 'more request')} of the recordings"


def _place(item: ItemRow) -> str:
    """The step and the case that an item is of."""
    step = f"the step {item['step']} of " if item.get("step") else ""
    return f"{step}{item['case']}"


def where(verdict: VerdictRow) -> str:
    """Where a violation shows, in which case, and on how many more."""
    shown = verdict["items"][0]
    place = _place(shown)
    if shown["at"]:
        place = f"{shown['at']}, in {place}"
    others = more(verdict)
    return f"{place}; and {others}" if others else place


def facts(verdict: VerdictRow) -> list[tuple[str, str]]:
    """What was expected, what came, and where: the rows that have something to say."""
    shown = verdict["items"][0]
    stated = [("expected", shown["expected"]), ("got", shown["got"])]
    if not shown["expected"]:
        stated = [("found", shown["message"])]
    return [(name, text) for name, text in (*stated, ("where", where(verdict))) if text]


def advice(verdict: VerdictRow) -> list[tuple[str, str]]:
    """What a violation does to clients, and how to mend it, as far as is known."""
    rows = (("impact", verdict["breaks"]), ("fix", verdict["fix"]))
    return [(name, text) for name, text in rows if text]


def own_bad_waivers(target: TargetRow) -> list[str]:
    """Why waivers of the owner's own requirements do not hold."""
    return target["own"]["bad_waivers"] if "own" in target else []


def cost(target: TargetRow) -> str:
    """What judging a target cost, in one line."""
    usage = target["usage"]
    tokens = usage["prompt_tokens"] + usage["completion_tokens"]
    parts = [count(usage["requests"], "request"), count(tokens, "token")]
    return ", ".join([*parts, f"{usage['seconds']:.1f} s"])


def _row(levels: Levels) -> tuple[int, ...]:
    numbers = dict.fromkeys(COLUMNS, 0)
    for level, counts in levels.items():
        for verdict, number in counts.items():
            numbers[mark_of(level, verdict)] += number
    return tuple(numbers.values())
