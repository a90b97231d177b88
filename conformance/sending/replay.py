"""Gives stored recordings instead of sending."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pytest

from conformance.core.exchange import Recording
from conformance.inputs.limits import GenerationSettings
from conformance.inputs.suite import Suite
from conformance.inputs.target import InstrumentSettings, Target, make_target
from conformance.sending.applicability import check_applicable
from conformance.sending.store import Store

TARGET_FILE = "target.json"


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
        return self.store.load(case, self.target.name)


def save_target(target: Target, folder: Path) -> None:
    """Keep what judging needs to know of a target beside its recordings."""
    raw: dict[str, Any] = {
        "name": target.name,
        "base_url": target.base_url,
        "profile": target.profile.name,
        "key_env": target.key_env or None,
        "claims": list(target.claims),
        "models": dict(target.models),
        "waiver": [
            {
                "requirement": w.requirement,
                "reason": w.reason,
                "until": w.until.isoformat(),
            }
            for w in target.waivers
        ],
    }
    if target.equipment != InstrumentSettings():
        settings = asdict(target.equipment)
        raw["instruments"] = {k: v for k, v in settings.items() if v}
    if target.generation != GenerationSettings():
        raw["generated"] = {
            k: v for k, v in asdict(target.generation).items() if v is not None
        }
    if target.mj_base_url:
        raw["mj_base_url"] = target.mj_base_url
    raw = {key: value for key, value in raw.items() if value is not None}
    folder.mkdir(parents=True, exist_ok=True)
    (folder / TARGET_FILE).write_text(json.dumps(raw, indent=1) + "\n", "utf-8")


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
        raw = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise pytest.UsageError(f"{path}: cannot be read: {error}") from None
    target = make_target(raw, str(path), path.parent.name, suite)
    return Replay(target, Store(path.parent), suite)
