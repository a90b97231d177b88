"""What Allure shows of a run as a whole: its environment, and its categories."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from conformance.formats.escape import short
from conformance.reporting.document import Report, TargetRow
from conformance.reporting.words import MARKS, VIOLATED, Mark

# Nothing of a target stands before the words that begin each message
# (`allure/results.py`). Java's and JavaScript's expressions agree on these.
_REST = r"[\s\S]*$"
_LEVELS = "(MUST|SHOULD|MAY)"
_JUDGED = ("failed", "skipped", "broken")
_CATEGORIES = (
    *((mark, f"^{mark.upper()} violated:") for mark in VIOLATED),
    *(
        (mark, f"^{_LEVELS} {mark}:")
        for mark in (
            Mark.WAIVED,
            Mark.INCONCLUSIVE,
            Mark.NOT_TESTED,
            Mark.NOT_APPLICABLE,
        )
    ),
)
_DEFECT = (
    "Defect of the suite",
    "Says nothing of the target; please report it.",
    rf"^(?!{_LEVELS} [a-z-]+:)",
)


def write(report: Report, folder: Path) -> None:
    """Write these files beside Allure's results; UsageError says why it could not."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in files(report).items():
            (folder / name).write_bytes(text.encode("ascii"))
    except OSError as error:
        raise pytest.UsageError(
            f"{folder}: the files for Allure cannot be written there "
            f"({error.strerror}). Its results, and the report, are complete."
        ) from None


def files(report: Report) -> dict[str, str]:
    """The files by name. Allure 3 sorts by its configuration alone."""
    rows = [f"{_name(n)}={_spelled(v)}\n" for n, v in environment(report)]
    return {
        "environment.properties": "".join(rows),
        "categories.json": _json(categories()),
        "allurerc.json": _json({"name": "relaycert", "categories": categories()}),
    }


def categories() -> list[dict[str, Any]]:
    """The categories of results; each result belongs to one at most."""
    named = [
        (MARKS[mark].category, MARKS[mark].meaning, beginning)
        for mark, beginning in _CATEGORIES
    ]
    return [
        {
            "name": name,
            "description": meaning,
            "messageRegex": beginning + _REST,
            "matchedStatuses": list(_JUDGED),
        }
        for name, meaning, beginning in (*named, _DEFECT)
    ]


def environment(report: Report) -> Iterator[tuple[str, str]]:
    """What judged, and what was judged."""
    suite, run = report["suite"], report["run"]
    yield "relaycert", suite["version"]
    for target in report["targets"]:
        yield from _target(target)
    yield "requirements", suite["requirements"]
    yield "run", f"{run['id']} ({run['mode']})"
    yield "selection", run["selection"]["expression"] or "all"
    yield "level", run["selection"]["level"]


def _target(target: TargetRow) -> Iterator[tuple[str, str]]:
    name, contract = short(target["name"], 200), target["contract"]
    dated = f"{contract['title']}, {contract['dated']}"
    yield f"{name}: profile", f"{target['profile']} ({dated})"
    yield f"{name}: base URL", target["base_url"]
    models = [f"{kind} {model}" for kind, model in target["models"].items()]
    yield f"{name}: models", ", ".join(models) or "none named"
    yield f"{name}: verdict", target["conclusion"]


def _name(text: str) -> str:
    """A name as Java's properties spell it: what ends names is escaped."""
    shown = _spelled(text)
    for char in "=: #!":
        shown = shown.replace(char, f"\\{char}")
    return shown


def _spelled(text: str) -> str:
    """A value as Java's properties spell it: on one line, in ASCII."""
    shown = short(text, 2000).strip().replace("\\", "\\\\")
    units = shown.encode("utf-16-be", "surrogatepass").hex()
    codes = [units[at : at + 4] for at in range(0, len(units), 4)]
    return "".join(chr(n) if (n := int(c, 16)) < 128 else f"\\u{c}" for c in codes)


def _json(value: object) -> str:
    return json.dumps(value, indent=1) + "\n"
