"""The options of a run as data: for pytest, for the command, and for the README."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pytest


@dataclass(frozen=True, slots=True)
class Option:
    """One option: its flag, what it does, and how argparse takes it."""

    flag: str
    help: str
    how: Mapping[str, Any]

    @property
    def long(self) -> str:
        """The flag that no other plugin of pytest has."""
        return f"--relaycert-{self.flag.removeprefix('--')}"

    @property
    def dest(self) -> str:
        """Where pytest keeps the value."""
        return dest_of(self.flag)


def dest_of(flag: str) -> str:
    """Where pytest keeps the value of an option, whatever other plugins call theirs."""
    return "relaycert_" + flag.removeprefix("--").replace("-", "_")


def given(config: pytest.Config, flag: str) -> Any:
    """The value of an option."""
    return config.getoption(dest_of(flag))


def _many(flag: str, help: str, metavar: str) -> Option:
    return Option(flag, help, {"action": "append", "default": [], "metavar": metavar})


def _one(flag: str, help: str, metavar: str, kind: type = str) -> Option:
    return Option(flag, help, {"default": None, "metavar": metavar, "type": kind})


OPTIONS = (
    _many("--target", "a target file (repeatable)", "FILE"),
    _many("--case", "a case of your own, such as one that a run found", "FILE"),
    _many("--waivers", "a file of waivers: violations that are accepted", "FILE"),
    _many("--requirements", "a folder with requirements of your own", "DIR"),
    _one("--base-url", "judge this base URL, without a target file", "URL"),
    _one(
        "--profile",
        "the contract of --base-url, or of the reference relay: a packaged one, or a "
        "file of your own (default: openai)",
        "NAME|FILE",
    ),
    _one("--key-env", "the variable that holds the key of --base-url", "VAR"),
    _many("--model", "the model for all, or for one kind: chat=gpt-6-luna", "[KIND=]M"),
    _many("--claim", "capabilities to judge even if optional; all: every one", "CAP,…"),
    _many("--header", "an extra request header: 'Name: value'", "HEADER"),
    Option(
        "--embedded",
        "judge the reference relay under all profiles",
        {"action": "store_true"},
    ),
    _many("--bend", "judge the reference relay with this fault or variation", "NAME"),
    _one("--replay", "judge the recordings of a report folder, offline", "DIR"),
    _one("--report-dir", "where to write the report and the recordings", "DIR"),
    _one("--resume", "go on with the run in this report folder", "DIR"),
    _one("--select", "only these ids, globs and areas, comma-separated", "EXPR"),
    Option(
        "--level",
        "only requirements at least this binding",
        {"choices": ["must", "should", "may"], "default": "may"},
    ),
    _one("--concurrency", "requests in flight for each target (default: 8)", "N", int),
    _one("--rate", "requests to start per second at most", "N", float),
    _one("--max-requests", "requests to send to each target at most", "N", int),
    _one("--max-tokens", "completion tokens to ask of each target at most", "N", int),
    _one("--max-time", "seconds to spend on each target at most", "S", float),
    _one("--examples", "requests to generate for each family; 0: none", "N", int),
    _one(
        "--shrink",
        "requests to spend on shrinking each failure (default: 40)",
        "N",
        int,
    ),
    _one(
        "--repeat",
        "repeat cases for intermittent faults N times (default: 1)",
        "N",
        int,
    ),
    Option(
        "--client",
        "use OpenAI's own client as well (pip install 'relaycert[client]')",
        {"action": "store_true"},
    ),
    _one("--seed", "the seed of the generated requests (default: 0)", "N", int),
    _one("--sign-key", "sign the report with this Ed25519 key (PEM)", "FILE"),
    _one("--timeout", "seconds to wait for the first byte (default: 60)", "S", float),
)
