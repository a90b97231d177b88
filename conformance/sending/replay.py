"""Gives stored recordings instead of sending."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from conformance.core.exceptions import LossReason, NotRecorded
from conformance.core.exchange import Recording
from conformance.formats.paths import replace
from conformance.formats.unfinished import is_marked
from conformance.inputs.suite import Suite
from conformance.inputs.target import Target, make_target
from conformance.inputs.target_file import table_of
from conformance.sending.applicability import check_applicable
from conformance.sending.store import Store

TARGET_FILE = "target.json"
# What a target's file says of sending alone; headers may hold secrets, too.
_OF_SENDING = ("headers", "secret_headers", "limits", "prices")


@dataclass(frozen=True, slots=True)
class Replay:
    """The recordings of one target, from disk."""

    target: Target
    store: Store
    suite: Suite

    def get(self, name: str) -> Recording:
        """The recording of a case, as it was made; else NotRecorded, NotOffered."""
        case = self.suite.cases[name]
        if not self.store.has(name):
            check_applicable(case, self.target, self.suite, self.get)
            if is_marked(self.store.folder.parents[1]):
                raise NotRecorded(
                    LossReason.RECORDER_ENDED,
                    "the run that recorded did not end, and had not come to it",
                )
        return self.store.load(case, self.target.name)


def kept_of(target: Target) -> dict[str, Any]:
    """What is kept of a target: all but what says how to send."""
    return {k: v for k, v in table_of(target).items() if k not in _OF_SENDING}


def save_target(target: Target, folder: Path) -> None:
    """Keep what judging needs to know of a target beside its recordings."""
    folder.mkdir(parents=True, exist_ok=True)
    replace(folder / TARGET_FILE, json.dumps(kept_of(target), indent=1) + "\n")


def replays(folder: Path, suite: Suite) -> list[Replay]:
    """The targets whose recordings lie in a report folder, sorted by name."""
    files = sorted((folder / "recordings").glob(f"*/{TARGET_FILE}"))
    if not files:
        raise pytest.UsageError(
            f"{folder}: holds no recordings. Name a report folder that a run has "
            f"written (it holds recordings/<target>/{TARGET_FILE})."
        )
    return [_replay(path, suite) for path in files]


def _replay(path: Path, suite: Suite) -> Replay:
    try:
        raw = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError) as error:
        raise pytest.UsageError(f"{path}: cannot be read: {error}") from None
    target = make_target(raw, str(path), path.parent.name, suite)
    return Replay(target, Store(path.parent), suite)
