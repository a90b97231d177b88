"""What Allure is told of a run as a whole: on what it ran, and how to sort results."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from conformance.formats.escape import short

# In the words that begin each message (`allure_results.py`); nothing of a target
# stands before them. Java's and JavaScript's expressions agree on these.
_REST = r"[\s\S]*$"
_LEVELS = "(MUST|SHOULD|MAY)"
_JUDGED = ("failed", "skipped", "broken")
_CATEGORIES = (
    ("MUST violated", "The target is not conformant.", "^MUST violated:"),
    ("SHOULD violated", "The target is not strict.", "^SHOULD violated:"),
    ("MAY violated", "Only noted.", "^MAY violated:"),
    (
        "Waived",
        "Violated, and accepted by a waiver in the target's file.",
        f"^{_LEVELS} waived:",
    ),
    (
        "Inconclusive",
        "Looked at, but the target's own noise hides the answer.",
        f"^{_LEVELS} inconclusive:",
    ),
    (
        "Not tested",
        "Applies, but could not be looked at.",
        f"^{_LEVELS} not-tested:",
    ),
    (
        "Not applicable",
        "The target does not offer it, and need not.",
        f"^{_LEVELS} not-applicable:",
    ),
    (
        "Defect of the suite",
        "Says nothing of the target; please tell us.",
        rf"^(?!{_LEVELS} [a-z-]+:)",
    ),
)


def write(report: dict[str, Any], folder: Path) -> None:
    """Write these files beside Allure's results; UsageError says why it could not."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in files(report).items():
            (folder / name).write_text(text, "ascii")
    except OSError as error:
        raise pytest.UsageError(
            f"{folder}: what Allure is told of the run cannot be written there "
            f"({error.strerror}). Its results, and the report, are complete."
        ) from None


def files(report: dict[str, Any]) -> dict[str, str]:
    """The files by name. Allure 3 sorts by its configuration alone."""
    rows = [f"{_name(n)}={_spelled(v)}\n" for n, v in environment(report)]
    return {
        "environment.properties": "".join(rows),
        "categories.json": _json(categories()),
        "allurerc.json": _json({"name": "relaycert", "categories": categories()}),
    }


def categories() -> list[dict[str, Any]]:
    """The categories of results; each result belongs to one at most."""
    return [
        {
            "name": name,
            "description": says,
            "messageRegex": begins + _REST,
            "matchedStatuses": list(_JUDGED),
        }
        for name, says, begins in _CATEGORIES
    ]


def environment(report: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """What judged, and what was judged."""
    suite, run = report["suite"], report["run"]
    yield "relaycert", suite["version"]
    for target in report["targets"]:
        yield from _target(target)
    yield "requirements", suite["requirements"]
    yield "run", f"{run['id']} ({run['mode']})"
    yield "selection", run["selection"]["expression"] or "all"
    yield "level", run["selection"]["level"]


def _target(target: dict[str, Any]) -> Iterator[tuple[str, str]]:
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
