"""What is wrong with how a run on a hostile server ended, if anything is."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from conformance.tests.hostile.behaviour import Behaviour
from conformance.tests.hostile.judging import KEY, MOST_MEMORY, Judged
from conformance.tests.hostile.listener import Listener

MOST_REPORT = 4 * 2**20
FAITHFUL = ("models.list.shape", "embeddings.shape.strict")
LONGEST = 100.0


def row(name: str, judged: Judged) -> str:
    """A line of the table."""
    run = judged.run
    verdict = "; ".join(judged.problems) or "as it should"
    return (
        f"{name:32} exit {run.code:2} {run.memory:5} MB {run.seconds:5.1f} s  {verdict}"
    )


def problems(behaviour: Behaviour, judged: Judged, listener: Listener) -> Iterator[str]:
    """Each thing that is not as it has to be."""
    run, report = judged.run, judged.report
    if run.code not in behaviour.codes:
        yield f"ended with {run.code}"
    if run.memory > MOST_MEMORY:
        yield f"took {run.memory} MB"
    if run.seconds > LONGEST:
        yield f"took {run.seconds:.0f} s"
    if "Traceback" in run.said or "INTERNALERROR" in run.said:
        yield "a traceback"
    if not report:
        yield "no report"
        return
    said = run.said + json.dumps(report, ensure_ascii=False)
    if not re.search(behaviour.says, said):
        yield f"does not say {behaviour.says!r}"
    yield from _held_back(behaviour, report)
    yield from _artefacts(judged.folder)
    if judged.verify and judged.verify.code != 0:
        yield f"verify ended with {judged.verify.code}"
    if judged.verify and judged.verify.memory > MOST_MEMORY:
        yield f"verify took {judged.verify.memory} MB"
    recorded = sum(_exchanges(judged.folder))
    if recorded < len(listener.heard) and "refuses the key" not in run.said:
        yield f"{recorded} of {len(listener.heard)} exchanges recorded"


def _held_back(behaviour: Behaviour, report: dict[str, Any]) -> Iterator[str]:
    """What could have been judged, as its route is faithful, and was not."""
    if behaviour.everywhere:
        return
    for _, name, verdict in verdicts(report):
        own = name.startswith(behaviour.route.strip("/"))
        if name in FAITHFUL and not own and verdict != "pass":
            yield f"{name}: {verdict}"


def verdicts(report: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Target, requirement and verdict of all that was judged."""
    rows = report.get("verdicts", ())
    return [(v["target"], v["requirement"], v["verdict"]) for v in rows]


def _exchanges(folder: Path) -> Iterator[int]:
    """How many exchanges and attempts each recording holds."""
    for path in (folder / "report" / "recordings").rglob("*.json"):
        raw = json.loads(path.read_bytes())
        for exchange in raw.get("exchanges", ()):
            yield 1 + len(exchange["attempts"])


def _artefacts(folder: Path) -> Iterator[str]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            data = path.read_bytes()
            if KEY.encode() in data:
                yield f"the key is in {path.name}"
            if "recordings" not in path.parts and len(data) > MOST_REPORT:
                yield f"{path.name} has {len(data) >> 20} MB"
