"""The command line's options, as pytest knows them, and the settings they make."""

import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from conformance.core.requirement import Level
from conformance.inputs.target import (
    BARE,
    Target,
    find_profile,
    make_target,
    read_target,
)
from conformance.inputs.waivers import read_waivers, waived
from conformance.plugin.counterexamples import kept, use
from conformance.plugin.flags import OPTIONS
from conformance.plugin.limits import given_limits, limited
from conformance.sending.replay import Replay, replays

NO_TARGET = (
    "Nothing to judge. Name a target: --target FILE, or --base-url URL --profile NAME "
    "--key-env VAR --model M; --embedded judges the reference relay, --replay DIR what "
    "was recorded. The suite's own tests: pytest conformance/tests"
)
EMBEDDED_KEY = "RELAYCERT_EMBEDDED_KEY"
EMBEDDED_SECOND_KEY = "RELAYCERT_EMBEDDED_SECOND_KEY"
# The addresses of the embedded relay's upstream, and of a listener.
EMBEDDED_INSTRUMENTS = "RELAYCERT_EMBEDDED_INSTRUMENTS"
# The model that the embedded relay gets from its upstream.
RELAYED = "relayed"


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run judges, and where its report goes."""

    targets: tuple[Target, ...]
    replays: tuple[Replay, ...]
    report_dir: Path
    select: str
    level: Level
    budgets: Mapping[str, float]

    @property
    def seed(self) -> int:
        """The seed of what is generated; that of the first target."""
        return self.targets[0].generation.seed


def add_options(parser: pytest.Parser) -> None:
    """Register the options as a group of their own."""
    group = parser.getgroup("relaycert", "relaycert: the relays to judge, and how")
    for option in OPTIONS:
        group.addoption(option.flag, help=option.help, **option.how)


def settings(
    config: pytest.Config, embedded: Mapping[str, str], report_dir: str
) -> Settings | None:
    """The settings of a run; None if the options name nothing to judge.

    `embedded` maps the names of embedded targets to their base URLs.
    """
    if config.getoption("--bend") and not config.getoption("--embedded"):
        raise pytest.UsageError(
            "--bend goes with the reference relay, which is judged without --target, "
            "--base-url and --replay (pytest: --embedded)."
        )
    replayed = config.getoption("--replay")
    use([*config.getoption("--case"), *(kept(Path(replayed)) if replayed else ())])
    found = tuple(replays(Path(replayed))) if replayed else ()
    targets = tuple(r.target for r in found) or _targets(config, embedded)
    if not targets:
        return None
    files = [read_waivers(Path(path)) for path in config.getoption("--waivers")]
    targets = waived(targets, files)
    # Either all of them are replayed, or none.
    found = tuple(replace(r, target=t) for r, t in zip(found, targets, strict=False))
    _refuse_twins(targets)
    folder = Path(report_dir) if report_dir else _report_dir(config)
    level = Level(config.getoption("--level").upper())
    select = config.getoption("--select") or ""
    return Settings(targets, found, folder, select, level, given_limits(config))


def _targets(config: pytest.Config, embedded: Mapping[str, str]) -> tuple[Target, ...]:
    named = [read_target(Path(path)) for path in config.getoption("--target")]
    if config.getoption("--base-url"):
        named.append(_inline(config))
    else:
        _refuse_without_base_url(config)
    named += [embedded_target(name, url) for name, url in embedded.items()]
    return tuple(limited(target, config) for target in named)


def _refuse_without_base_url(config: pytest.Config) -> None:
    """What describes an inline target would be ignored without one."""
    for flag in ("--profile", "--key-env", "--model", "--claim", "--header"):
        if config.getoption(flag):
            raise pytest.UsageError(
                f"{flag} goes with --base-url; for --target write it into the file."
            )


def _inline(config: pytest.Config) -> Target:
    raw: dict[str, Any] = {
        "base_url": config.getoption("--base-url"),
        "profile": config.getoption("--profile") or "openai",
        "models": dict(_model(text) for text in config.getoption("--model")),
        "claims": [c for text in config.getoption("--claim") for c in text.split(",")],
        "headers": dict(_header(text) for text in config.getoption("--header")),
    }
    if config.getoption("--key-env"):
        raw["key_env"] = config.getoption("--key-env")
    host = raw["base_url"].split("//")[-1].split("/")[0]
    return make_target(raw, where="--base-url", name=host)


def embedded_target(name: str, url: str) -> Target:
    """The reference relay as a target that claims all that its profile knows."""
    profile = find_profile(name.split("+")[0], "--embedded")
    raw = {
        "base_url": url,
        "profile": profile.name,
        "models": dict(profile.models),
        "key_env": EMBEDDED_KEY,
        "claims": ["all"],
        # Its tasks take a tenth of a second.
        "limits": {"poll_interval": 0.05, "poll_timeout": 2.0},
        "instruments": _embedded_instruments(),
    }
    return make_target(raw, where="--embedded", name=name)


def _embedded_instruments() -> dict[str, Any]:
    """The instruments beside the embedded relay; none where nothing is started."""
    addresses = os.environ.get(EMBEDDED_INSTRUMENTS, "").split()
    if not addresses:
        return {}
    return {
        "upstream": addresses[0],
        "upstream_model": RELAYED,
        "listener": addresses[1],
        "second_key_env": EMBEDDED_SECOND_KEY,
        "second_key_models": [RELAYED],
    }


def _model(text: str) -> tuple[str, str]:
    kind, equals, model = text.partition("=")
    return (kind, model) if equals else (BARE, text)


def _header(text: str) -> tuple[str, str]:
    name, colon, value = text.partition(":")
    if not colon or not name.strip():
        raise pytest.UsageError(f"--header {text!r}: write it as 'Name: value'.")
    return name.strip(), value.strip()


def _refuse_twins(targets: tuple[Target, ...]) -> None:
    slugs = [target.slug for target in targets]
    for target in targets:
        if slugs.count(target.slug) > 1:
            raise pytest.UsageError(
                f"Two targets are called {target.name!r}: rename one."
            )


def _report_dir(config: pytest.Config) -> Path:
    given = config.getoption("--report-dir")
    if given:
        return Path(given)
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H-%M-%SZ")
    return Path("reports") / now


def make_report_dir(folder: Path) -> None:
    """Make the report folder, and make sure that it can be written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise pytest.UsageError(
            f"{folder}: no report can be written there ({error.strerror}). "
            "Name another folder with --report-dir."
        ) from None
    if (folder / "recordings").exists() and any((folder / "recordings").iterdir()):
        raise pytest.UsageError(
            f"{folder}: holds the recordings of another run. Name a new folder with "
            f"--report-dir, or judge them again: relaycert replay {folder}"
        )
