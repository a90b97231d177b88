"""Labels Allure's results with what explains them, which is known at the end alone."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from conformance.core.verdict import Verdict
from conformance.formats.escape import visible
from conformance.formats.paths import replace
from conformance.reporting import causes
from conformance.reporting.document import Report, TargetRow

CAUSE = "cause"
_VIOLATED = f'"{Verdict.VIOLATED}"'.encode()


def label(report: Report, folder: Path) -> None:
    """Give each violated result of this run in a folder the label of its cause.

    UsageError says why it could not.
    """
    try:
        _label(report, folder)
    except (OSError, ValueError) as error:
        raise pytest.UsageError(
            f"{folder}: Allure's results cannot be labelled with their causes "
            f"({error}). They, and the report, are complete."
        ) from None


def _label(report: Report, folder: Path) -> None:
    roots = {
        (visible(target["name"]), requirement): root
        for target in report["targets"]
        for requirement, root in _every(target).items()
    }
    started = datetime.fromisoformat(report["run"]["started"]).timestamp() * 1000
    for path in sorted(folder.glob("*-result.json")) if roots else ():
        result = _violated(path)
        labels = {row["name"]: row["value"] for row in result.get("labels", ())}
        place = (labels.get("target", ""), labels.get("requirement", ""))
        if place in roots and _is_of_run(result, started) and CAUSE not in labels:
            result["labels"].append({"name": CAUSE, "value": roots[place]})
            replace(path, json.dumps(result))


def _every(target: TargetRow) -> dict[str, str]:
    """By each violation on a target: its cause, which may be itself."""
    own = [cause["requirement"] for cause in target.get("causes", ())]
    return dict(zip(own, own, strict=True)) | causes.roots(target)


def _violated(path: Path) -> dict[str, Any]:
    """A result if it is of a violation; most are not, and need not be parsed."""
    content = path.read_bytes()
    return dict(json.loads(content)) if _VIOLATED in content else {}


def _is_of_run(result: dict[str, Any], started: float) -> bool:
    """Whether a result is not left of an earlier run into the same folder."""
    return int(result.get("stop", 0)) >= started
