"""A real run on a hostile server, in a process of its own, measured from outside."""

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

KEY = "sk-hostile-Canary/0+123456789&x"
MOST_MEMORY = 200  # MB
# Above it the machine is in danger, and the run is ended.
_DEADLY = 1500
_ENDED = 120.0
_LOOK = 0.02

TARGET = """
name = "{name}"
base_url = "{url}"
profile = "openai"
key_env = "HOSTILE_KEY"
[models]
chat = "reference-chat"
embeddings = "text-embedding-3-small"
[limits]
concurrency = 4
connect_timeout = 2
timeout = {patience[0]}
gap_timeout = {patience[1]}
total_timeout = {patience[2]}
[generated]
examples = 0
"""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a process ended: its code, what it printed, its peak and its time."""

    code: int
    said: str
    memory: int  # MB
    seconds: float


@dataclass(slots=True)
class Judged:
    """A run and what was then made of its folder."""

    folder: Path
    run: Ended
    # Of what happens in one exchange all are replayed together instead.
    verify: Ended | None
    problems: list[str] = field(default_factory=list)

    @property
    def report(self) -> dict[str, Any]:
        """The report; empty if there is none."""
        with suppress(OSError, ValueError):
            report = json.loads((self.folder / "report" / "report.json").read_bytes())
            return report if isinstance(report, dict) else {}
        return {}


def relaycert(folder: Path, *arguments: str, limit: float = _ENDED) -> Ended:
    """Run `relaycert` in a folder, and watch what it takes."""
    begun, peak = time.monotonic(), 0
    with (folder / f"{arguments[0]}.txt").open("wb") as said:
        process = subprocess.Popen(
            (sys.executable, "-m", "conformance", *arguments),
            cwd=folder,
            env=os.environ | {"COLUMNS": "100", "HOSTILE_KEY": KEY},
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
        )
        while process.poll() is None:
            peak = max(peak, _peak(process.pid))
            if peak > _DEADLY or time.monotonic() - begun > limit:
                process.send_signal(signal.SIGKILL)
            time.sleep(_LOOK)
    text = (folder / f"{arguments[0]}.txt").read_text("utf-8", "replace")
    return Ended(process.returncode, text, peak, time.monotonic() - begun)


def _peak(pid: int) -> int:
    """The most memory that a process has had until now, in MB."""
    with suppress(OSError, StopIteration):
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
        row = next(line for line in lines if line.startswith("VmHWM"))
        return int(row.split()[1]) // 1024
    return 0


def judge(
    folder: Path,
    url: str,
    select: str,
    patience: tuple[float, float, float],
    verified: bool,
) -> Judged:
    """Judge the server at `url`, then verify the folder if that is wanted."""
    folder.mkdir()
    target = TARGET.format(name=folder.name, url=url, patience=patience)
    (folder / "hostile.toml").write_text(target)
    options = ("--report-dir", "report", "--quiet", "--select", select)
    run = relaycert(folder, "run", "--target", "hostile.toml", *options)
    verify = relaycert(folder, "verify", "report") if verified else None
    return Judged(folder, run, verify)
