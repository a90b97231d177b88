"""Other processes, as a user starts them; a test that does is marked `process`."""

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

Completed = subprocess.CompletedProcess[str]


def completed(
    command: tuple[str, ...],
    folder: Path,
    env: Mapping[str, str] | None = None,
    before: Callable[[], None] | None = None,
    limit: float = 300,
) -> Completed:
    """Run a command in a folder to its end, with these variables more."""
    return subprocess.run(
        command,
        cwd=folder,
        env=os.environ | {"COLUMNS": "80"} | dict(env or {}),
        capture_output=True,
        text=True,
        timeout=limit,
        check=False,
        preexec_fn=before,
    )


def relaycert(
    folder: Path, *arguments: str, env: Mapping[str, str] | None = None
) -> Completed:
    """Run `relaycert` in a folder."""
    return completed((sys.executable, "-m", "conformance", *arguments), folder, env)


def python(
    folder: Path, *arguments: str, env: Mapping[str, str] | None = None
) -> Completed:
    """Run Python in a folder: `-c CODE`, `-m pytest`, and the like."""
    return completed((sys.executable, *arguments), folder, env)
