"""A diff for others: JSON for programs, Markdown for a pull request."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from conformance.reporting import pages
from conformance.reporting.compare.matrix import run_of
from conformance.reporting.diff.change import ChangeKind
from conformance.reporting.diff.describe import notes, sections
from conformance.reporting.diff.difference import FORM, Diff, Strictness, TargetDiff
from conformance.reporting.document import Report, TargetRow

# A comment on a pull request may have 65,536 characters.
_MOST_BYTES = 60_000
_CUT = "\n\n**Cut here: the rest is in the terminal's output and in the JSON.**\n"


def as_json(diff: Diff) -> str:
    """A diff as JSON (`schemas/own/diff.json`)."""
    document: dict[str, Any] = {
        "schema": FORM,
        "old": _report(diff.old),
        "new": _report(diff.new),
        "notes": list(notes(diff)),
        "worse": diff.worse(Strictness.CONFORMANT),
        "worse_strictly": diff.worse(Strictness.STRICT),
        "only_old": list(diff.only_old),
        "only_new": list(diff.only_new),
        "targets": [_target(target) for target in diff.targets],
    }
    return json.dumps(document, indent=1, allow_nan=False) + "\n"


def as_markdown(diff: Diff, bar: Strictness) -> str:
    """A diff as Markdown that fits a comment on a pull request."""
    text = pages.as_markdown(
        "diff.md.j2",
        worse=diff.worse(bar),
        notes=list(notes(diff)),
        targets=[
            (target, target.worse(bar), sections(target)) for target in diff.targets
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
    suite = report["suite"]
    digests = {"version": suite["version"], "requirements": suite["requirements"]}
    return {"suite": digests, "run": run_of(report)}


def _end(target: TargetRow) -> dict[str, Any]:
    """What a report concludes of a target."""
    return {
        "name": target["name"],
        "profile": target["profile"],
        "state": target["state"],
        "conformant": target["conformant"],
        "strict": target["strict"],
        "conclusion": target["conclusion"],
    }


def _target(target: TargetDiff) -> dict[str, Any]:
    old, new = target.old, target.new
    return {
        "name": target.name,
        "old": _end(old),
        "new": _end(new),
        "worse": target.worse(Strictness.CONFORMANT),
        "worse_strictly": target.worse(Strictness.STRICT),
        "changes": {
            kind.value: [
                {k: v for k, v in asdict(change).items() if k != "kind"}
                for change in target.of(kind)
            ]
            for kind in ChangeKind
        },
        "claims": _lists(old["claims"], new["claims"]),
        "waivers": _lists(old["waivers"], new["waivers"]),
        "bad_waivers": _lists(old["bad_waivers"], new["bad_waivers"]),
    }


def _lists(old: Sequence[object], new: Sequence[object]) -> dict[str, list[object]]:
    """What a list of a target's settings gained and lost."""
    return {
        "added": [entry for entry in new if entry not in old],
        "gone": [entry for entry in old if entry not in new],
    }
