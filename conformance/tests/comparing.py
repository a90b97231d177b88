"""Makers for the tests of what holds reports against each other."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from conformance.core.verdict import NotTestedReason, Outcome, Verdict
from conformance.reporting.compare.matrix import Comparison, Rows, Written, compare
from conformance.reporting.document import Report
from conformance.tests.helpers import a_target
from conformance.tests.reports import HOSTILE, a_report, an_outcome, judge

NOWHERE = Path("no-such-folder")


def on(name: str, *outcomes: Outcome, **target: Any) -> Any:
    """A report on one target of this name."""
    return a_report(judge(*outcomes, target=a_target(name=name, **target)))


def said(target: str, **verdicts: str) -> Any:
    """A report by requirement: `chat__id="SHOULD violated"`; a MUST if none is said."""
    return on(target, *(_outcome(target, id, v) for id, v in verdicts.items()))


def compared(*reports: Report, rows: Rows = Rows.ALL) -> Comparison:
    """The comparison of reports without recordings."""
    return compare([Written(report, NOWHERE) for report in reports], rows)


def rows_of(comparison: Comparison) -> dict[str, Any]:
    """The rows of a comparison by requirement."""
    every = (row for area in comparison["areas"] for row in area["requirements"])
    return {row["requirement"]: row for row in every}


def large(targets: int = 10, requirements: int = 400) -> Comparison:
    """A comparison as large as they come."""
    return compared(*(_one(place, requirements) for place in range(targets)))


def attacked(texts: Sequence[str] = HOSTILE) -> Any:
    """A report of which nearly every text means harm, read from a file of others."""
    made = said("relay", chat__a="violated", chat__b="pass")
    for place, text in enumerate(texts):
        made["verdicts"].append(
            made["verdicts"][0]
            | {"requirement": f"chat.{place}{text}", "area": text, "sentence": text}
            | {"message": text}
        )
    (target,) = made["targets"]
    target |= {"name": texts[1], "conclusion": texts[2], "profile": texts[6]}
    target["base_url"] = f"javascript:{texts[1]}"
    target["bad_waivers"] = [*texts]
    target["claims"] = [*texts]
    target["models"] = {texts[0]: texts[4]}
    target["waivers"] = [{"requirement": t, "reason": t, "until": t} for t in texts]
    made["suite"] |= {"version": texts[5], "requirements": texts[5]}
    made["run"] |= {"started": texts[1], "defects": [*texts]}
    for verdict in made["verdicts"]:
        verdict["target"] = target["name"]
    return made


def _one(place: int, requirements: int) -> Any:
    states = ("pass", "pass", "violated", "SHOULD violated", "not-tested", "waived")
    named = {
        f"area{n % 12}__n{n}": states[(n * (place + 1)) % len(states)]
        for n in range(requirements)
    }
    return said(f"relay {place}", **named)


def _outcome(target: str, id: str, told: str) -> Outcome:
    level, _, verdict = told.rpartition(" ")
    lack = (
        NotTestedReason.LOST if verdict == Verdict.NOT_TESTED else NotTestedReason.NONE
    )
    return an_outcome(
        id.replace("__", ".").replace("_", "-"),
        level or "MUST",
        verdict,
        target=target,
        lack=lack,
        message="" if verdict == Verdict.PASS else f"it is {verdict}",
    )
