"""Bundles to verify, and how they are tampered with."""

import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from conformance.bundle.files import MANIFEST, digests, vouched
from conformance.cli.verify.verify import Verified
from conformance.tests.processes import Completed, relaycert

KEY = "sk-verifytest0123456789"
DONE = "chat.stream.done"
RECORDING = "recordings/relay/chat/stream.json"
Json = dict[str, Any]


def command(folder: Path, *arguments: str) -> Completed:
    """Run `relaycert` with the key in its environment."""
    return relaycert(folder, *arguments, env={"MY_KEY": KEY})


def edit(path: Path, change: Callable[[Json], object]) -> None:
    """Change a JSON file in the form in which it was written."""
    content = json.loads(path.read_text("utf-8"))
    change(content)
    path.write_text(json.dumps(content, indent=1) + "\n", "utf-8")


def cover_up(folder: Path) -> None:
    """Make the manifest fit the files again, as a forger would."""
    files = {name: asdict(file) for name, file in vouched(digests(folder)).items()}
    edit(folder / MANIFEST, lambda manifest: manifest.update(files=files))


def named(result: Verified) -> set[tuple[str, str]]:
    """Which differences verifying names, by their kind and place."""
    return {(difference.kind, difference.place) for difference in result.differences}


def verdict(report: Any, id: str) -> Any:
    """The row of a requirement in a report."""
    return next(v for v in report["verdicts"] if v["requirement"] == id)
