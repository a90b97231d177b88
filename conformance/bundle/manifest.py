"""The manifest of a report: what its folder holds, and what made it."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from conformance.bundle.files import File, vouched
from conformance.bundle.own import KEY, Row
from conformance.inputs.target import Target
from conformance.inputs.target_file import table_of
from conformance.reporting.document import Report

FORM = "relaycert/manifest/1"
Manifest = dict[str, Any]
Clean = Callable[[str, Target], str]


@dataclass(frozen=True, slots=True)
class Narrowing:
    """How pytest's own options narrowed what was judged."""

    keyword: str = ""
    marks: str = ""
    deselected: tuple[str, ...] = ()


def build(
    report: Report,
    targets: Sequence[Target],
    narrowing: Narrowing,
    files: Mapping[str, File],
    clean: Clean,
    own: Sequence[Row] = (),
) -> Manifest:
    """The manifest of a folder; `clean` takes a target's secrets out of a text.

    `own` are the folders of its owners' requirements.
    """
    run, suite = report["run"], report["suite"]
    return {
        **({KEY: list(own)} if own else {}),
        "schema": FORM,
        "suite": {name: suite[name] for name in ("name", "version", "requirements")},
        "run": {
            "id": run["id"],
            "started": run["started"],
            "finished": run["finished"],
            "seed": run["seed"],
            "mode": run["mode"],
            "selection": {**run["selection"], **asdict(narrowing)},
        },
        "targets": [_target(target, clean) for target in targets],
        "files": {name: asdict(file) for name, file in vouched(files).items()},
    }


def as_text(manifest: Manifest) -> str:
    """A manifest in its one written form."""
    return json.dumps(manifest, indent=1, sort_keys=True) + "\n"


def digest(file: Mapping[str, Any]) -> str:
    """What identifies a target file, without its secrets."""
    written = json.dumps(file, sort_keys=True, separators=(",", ":"))
    return "sha256:" + hashlib.sha256(written.encode()).hexdigest()


def _target(target: Target, clean: Clean) -> dict[str, Any]:
    file = _cleaned(_file(target), lambda text: clean(text, target))
    return {
        "name": target.name,
        "profile": target.profile.name,
        "models": {kind or "*": model for kind, model in target.models.items()},
        # Of the file itself it would tell a short secret to who tries them all.
        "digest": digest(file),
        "withheld": sorted(name for name in target.headers if target.withholds(name)),
        "file": file,
    }


def _file(target: Target) -> dict[str, Any]:
    """What a target's file says, but for headers that may hold a secret."""
    table = table_of(target)
    shown = {k: v for k, v in target.headers.items() if not target.withholds(k)}
    table.pop("headers", None)
    return {**table, "headers": shown} if shown else table


def _cleaned(value: Any, clean: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dict):
        return {clean(key): _cleaned(item, clean) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_cleaned(item, clean) for item in value]
    return value
