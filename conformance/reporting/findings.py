"""Reads a report: what it found on a target, in the order in which people care."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from conformance.core.requirement import Level
from conformance.core.verdict import Verdict
from conformance.formats.escape import count

Found = dict[str, Any]

# The columns of the table by area: heading, verdict, and the levels that count.
COLUMNS = (
    ("pass", Verdict.PASS, tuple(Level)),
    ("violated MUST", Verdict.VIOLATED, (Level.MUST,)),
    ("violated SHOULD", Verdict.VIOLATED, (Level.SHOULD,)),
    ("violated MAY", Verdict.VIOLATED, (Level.MAY,)),
    ("waived", Verdict.WAIVED, tuple(Level)),
    ("incon- clusive", Verdict.INCONCLUSIVE, tuple(Level)),
    ("not tested", Verdict.NOT_TESTED, tuple(Level)),
    ("n.a.", Verdict.NOT_APPLICABLE, tuple(Level)),
)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why several requirements have the same verdict."""

    message: str
    requirements: tuple[str, ...]

    @property
    def number(self) -> str:
        """How many requirements these are, in words."""
        return count(len(self.requirements), "requirement")


def rows(target: Found) -> Iterator[tuple[str, tuple[int, ...]]]:
    """The table by area: its name and a number for each column; `all` is last."""
    summary = target["summary"]
    for area, counts in summary["areas"].items():
        yield area, _row(counts)
    yield "all", _row(summary["levels"])


def with_verdict(report: Found, target: Found, verdict: Verdict) -> list[Found]:
    """The verdicts of one kind on a target, the most binding first."""
    order = list(Level)
    found = [
        v
        for v in report["verdicts"]
        if v["target"] == target["name"] and v["verdict"] == verdict
    ]
    return sorted(found, key=lambda v: (order.index(v["level"]), v["requirement"]))


def reasons(report: Found, target: Found, verdict: Verdict) -> list[Reason]:
    """Why requirements have a verdict, the most frequent reason first."""
    grouped: dict[str, list[str]] = {}
    for found in with_verdict(report, target, verdict):
        grouped.setdefault(found["message"], []).append(found["requirement"])
    made = [Reason(message, tuple(ids)) for message, ids in grouped.items()]
    return sorted(made, key=lambda reason: (-len(reason.requirements), reason.message))


def more(verdict: Found) -> str:
    """On how many cases, besides the one shown, it was found; empty for one case."""
    shown, *rest = (i for i in verdict["items"] if i["outcome"] == verdict["verdict"])
    same = sum(item["message"] == shown["message"] for item in rest)
    parts = []
    if same:
        parts.append(f"on {count(same, 'more case')}")
    if len(rest) > same:
        parts.append(f"in other words on {count(len(rest) - same, 'case')}")
    return "; and ".join(parts)


def where(verdict: Found) -> str:
    """The place of a finding and its case, and on how many more it was found."""
    shown = verdict["items"][0]
    step = f"the step {shown['step']} of " if shown.get("step") else ""
    place = f"{step}{shown['case']}"
    if shown["at"]:
        place = f"{shown['at']}, in {place}"
    others = more(verdict)
    return f"{place}; and {others}" if others else place


def facts(verdict: Found) -> list[tuple[str, str]]:
    """What was expected, what came, and where: the rows that have something to say."""
    shown = verdict["items"][0]
    stated = [("expected", shown["expected"]), ("got", shown["got"])]
    if not shown["expected"]:
        stated = [("found", shown["message"])]
    return [(name, text) for name, text in (*stated, ("where", where(verdict))) if text]


def cost(target: Found) -> str:
    """What judging a target cost, in one line."""
    usage = target["usage"]
    tokens = usage["prompt_tokens"] + usage["completion_tokens"]
    parts = [count(usage["requests"], "request"), count(tokens, "token")]
    return ", ".join([*parts, f"{usage['seconds']:.1f} s"])


def _row(counts: dict[str, dict[str, int]]) -> tuple[int, ...]:
    return tuple(
        sum(counts[level][verdict] for level in levels)
        for _, verdict, levels in COLUMNS
    )
