"""What others wrote, installed once below the folder that `RELAYCERT_TARGETS` names."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

TARGETS = Path(os.environ.get("RELAYCERT_TARGETS", ".targets")).resolve()


def call(
    *command: str | Path,
    cwd: Path,
    given: str = "",
    env: Mapping[str, str] | None = None,
    limit: float = 900,  # seconds: an installation takes minutes
) -> str:
    """What a command prints, which has to end well."""
    ended = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=env,
        input=given,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=limit,
        check=False,
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout


def npm(home: Path, *pinned: str) -> Path:
    """The folder that holds the pinned packages of npm, and their commands."""

    def install() -> None:
        shutil.rmtree(home / "node_modules", ignore_errors=True)
        flags = ("--no-save", "--no-fund", "--no-audit", "--prefix", home)
        call(program("npm"), "install", *flags, *pinned, cwd=home)

    _once(home, pinned, install)
    return home / "node_modules"


def venv(home: Path, *pinned: str) -> Path:
    """The interpreter of a virtual environment that holds the pinned packages."""
    python = home / "venv" / "bin" / "python"

    def install() -> None:
        call(sys.executable, "-m", "venv", "--clear", home / "venv", cwd=home)
        call(python, "-m", "pip", "install", "-q", *pinned, cwd=home)

    _once(home, pinned, install)
    return python


def beside(home: Path, script: Path) -> Path:
    """A script for Node, where it finds the packages of a folder."""
    # Node looks for what a script imports from where the script lies.
    for path in script.parent.glob("*.mjs"):
        shutil.copy(path, home)
    return home / script.name


def program(name: str) -> str:
    """Where a program of Node.js lies."""
    found = shutil.which(name)
    assert found, "Install Node.js with npm."
    return found


def _once(home: Path, pinned: tuple[str, ...], install: Callable[[], None]) -> None:
    mark = home / "installed"
    if mark.exists() and mark.read_text("utf-8") == str(pinned):
        return
    home.mkdir(parents=True, exist_ok=True)
    mark.unlink(missing_ok=True)
    install()
    mark.write_text(str(pinned), "utf-8")
