"""A diff for others: JSON for programs, Markdown for a pull request."""

import json
from dataclasses import asdict
from typing import Any

from conformance.reporting import pages
from conformance.reporting.diff.change import ChangeKind
from conformance.reporting.diff.describe import notes, sections
from conformance.reporting.diff.difference import FORM, Diff, Strictness, TargetDiff
from conformance.reporting.report import Report

# A comment on a pull request may have 65,536 characters.
_MOST_BYTES = 60_000
_CUT = "\n\n**Cut here: the rest is in the terminal's output and in the JSON.**\n"
_TARGET = ("name", "profile", "conformant", "strict", "conclusion")


def as_json(found: Diff) -> str:
    """A diff as JSON (`schemas/own/diff.json`)."""
    told: dict[str, Any] = {
        "schema": FORM,
        "old": _report(found.old),
        "new": _report(found.new),
        "notes": list(notes(found)),
        "worse": found.worse(Strictness.CONFORMANT),
        "worse_strictly": found.worse(Strictness.STRICT),
        "only_old": list(found.only_old),
        "only_new": list(found.only_new),
        "targets": [_target(target) for target in found.targets],
    }
    return json.dumps(told, indent=1, allow_nan=False) + "\n"


def as_markdown(found: Diff, bar: Strictness) -> str:
    """A diff as Markdown that fits a comment on a pull request."""
    text = pages.as_markdown(
        "diff.md.j2",
        worse=found.worse(bar),
        notes=list(notes(found)),
        targets=[
            (target, target.worse(bar), sections(target)) for target in found.targets
        ],
    )
    return _cut(text)


def _cut(text: str) -> str:
    """`text`, cut behind a whole line if it is too long."""
    encoded = text.encode()
    if len(encoded) <= _MOST_BYTES:
        return text
    head = encoded[: _MOST_BYTES - len(_CUT)].decode("utf-8", "ignore")
    return head.rpartition("\n")[0] + _CUT


def _report(report: Report) -> dict[str, Any]:
    run = report["run"]
    return {
        "suite": {k: report["suite"][k] for k in ("version", "requirements")},
        "run": {k: run[k] for k in ("id", "started", "selection")},
    }


def _target(target: TargetDiff) -> dict[str, Any]:
    return {
        "name": target.name,
        "old": {name: target.old[name] for name in _TARGET},
        "new": {name: target.new[name] for name in _TARGET},
        "worse": target.worse(Strictness.CONFORMANT),
        "worse_strictly": target.worse(Strictness.STRICT),
        "changes": {
            kind.value: [
                {k: v for k, v in asdict(change).items() if k != "kind"}
                for change in target.of(kind)
            ]
            for kind in ChangeKind
        },
        "claims": _lists(target, "claims"),
        "waivers": _lists(target, "waivers"),
        "bad_waivers": _lists(target, "bad_waivers"),
    }


def _lists(target: TargetDiff, name: str) -> dict[str, list[Any]]:
    """What a list of a target's settings gained and lost."""
    old, new = target.old[name], target.new[name]
    return {
        "added": [one for one in new if one not in old],
        "gone": [one for one in old if one not in new],
    }
