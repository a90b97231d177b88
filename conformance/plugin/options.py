"""The command line's options, as pytest knows them, and the settings they make."""

import argparse
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from conformance.core.requirement import Level
from conformance.inputs.suite import Suite
from conformance.inputs.target import BARE, Target, make_target, read_target
from conformance.inputs.waivers import read_waivers, waived
from conformance.plugin import earlier, own, proxies, resuming, standing
from conformance.plugin.counterexamples import case_files
from conformance.plugin.flags import OPTIONS, given
from conformance.plugin.limits import given_limits, limited
from conformance.plugin.profiles import profile_files
from conformance.plugin.standing import target_files
from conformance.reporting import own_profiles
from conformance.reporting.own_requirements import own_suite
from conformance.sending.replay import Replay, replays

NO_TARGET = (
    "Nothing to judge. Name a target: --target FILE, or --base-url URL --profile NAME "
    "--key-env VAR --model M; or once for all, the variable RELAYCERT_TARGET=FILE or "
    "relaycert_target = FILE in pytest's configuration. --embedded judges the "
    "reference relay, --replay DIR what was recorded. The suite's own tests: pytest "
    "conformance/tests"
)


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run judges, and where its report goes."""

    suite: Suite
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
        words = argparse.SUPPRESS  # the short name has them
        group.addoption(option.long, dest=option.dest, help=words, **option.how)
    standing.add_ini(parser)
    own.add_ini(parser)


def suite_of(config: pytest.Config) -> Suite:
    """The packaged suite, with what is named of the owner's or a report keeps of it."""
    files = [Path(name) for name in given(config, "--case")]
    replayed = given(config, "--replay")
    folders = own.folders(config)
    if replayed:
        files += case_files(Path(replayed))
        own.leave_out(config, Path(replayed), folders)
    return own_suite(profile_files(config), folders, files)


def settings(
    config: pytest.Config, suite: Suite, embedded: Sequence[Target], report_dir: str
) -> Settings | None:
    """The settings of a run; None if the options name nothing to judge."""
    if given(config, "--bend") and not given(config, "--embedded"):
        raise pytest.UsageError(
            "--bend goes with the reference relay, which is judged without --target, "
            "--base-url and --replay (pytest: --embedded)."
        )
    replayed = given(config, "--replay")
    stored = tuple(replays(Path(replayed), suite)) if replayed else ()
    targets = tuple(r.target for r in stored) or _targets(config, suite, embedded)
    if (resumed := _resumed(config)) is not None and not targets:
        targets = tuple(limited(t, config) for t in resuming.targets_in(resumed, suite))
    if not targets:
        return None
    files = [read_waivers(Path(path)) for path in given(config, "--waivers")]
    targets = waived(targets, files)
    # Either all of them are replayed, or none.
    stored = tuple(replace(r, target=t) for r, t in zip(stored, targets, strict=False))
    _refuse_twins(targets)
    folder = Path(report_dir) if report_dir else _report_dir(config)
    if replayed:
        earlier.narrow_alike(config, Path(replayed))
        own.narrow(config, suite)
    level = Level(given(config, "--level").upper())
    select = given(config, "--select") or ""
    budgets = given_limits(config)
    return Settings(suite, targets, stored, folder, select, level, budgets)


def _targets(
    config: pytest.Config, suite: Suite, embedded: Sequence[Target]
) -> tuple[Target, ...]:
    targets = [read_target(path, suite) for path in target_files(config)]
    if given(config, "--base-url"):
        targets.append(_inline(config, suite))
    else:
        _refuse_without_base_url(config)
    return tuple(limited(target, config) for target in (*targets, *embedded))


def _refuse_without_base_url(config: pytest.Config) -> None:
    """What describes an inline target would be ignored without one."""
    for flag in ("--profile", "--key-env", "--model", "--claim", "--header"):
        if flag == "--profile" and given(config, "--embedded"):
            continue
        if given(config, flag):
            raise pytest.UsageError(
                f"{flag} goes with --base-url; for --target write it into the file."
            )


def _inline(config: pytest.Config, suite: Suite) -> Target:
    raw: dict[str, Any] = {
        "base_url": given(config, "--base-url"),
        "profile": given(config, "--profile") or "openai",
        "models": dict(_model(text) for text in given(config, "--model")),
        "claims": [c for text in given(config, "--claim") for c in text.split(",")],
        "headers": dict(_header(text) for text in given(config, "--header")),
    }
    if given(config, "--key-env"):
        raw["key_env"] = given(config, "--key-env")
    host = raw["base_url"].split("//")[-1].split("/")[0]
    return make_target(raw, "--base-url", host, suite)


def _model(text: str) -> tuple[str, str]:
    kind, equals, model = text.partition("=")
    return (kind, model) if equals else (BARE, text)


def _header(text: str) -> tuple[str, str]:
    name, colon, value = text.partition(":")
    if not colon or not name.strip():
        raise pytest.UsageError(f"--header {text!r}: write it as 'Name: value'.")
    return name.strip(), value.strip()


def _refuse_twins(targets: tuple[Target, ...]) -> None:
    # There are file systems to which `Relay` and `relay` are one folder.
    slugs = [target.slug.casefold() for target in targets]
    for target in targets:
        if slugs.count(target.slug.casefold()) > 1:
            raise pytest.UsageError(
                f"Two targets are called {target.name!r}, or nearly so: rename one."
            )


def _resumed(config: pytest.Config) -> Path | None:
    """The folder of the run to go on with, if there is one."""
    folder = given(config, "--resume")
    if folder and (given(config, "--replay") or given(config, "--report-dir")):
        raise pytest.UsageError(
            "--resume names the folder of the report: it goes without --report-dir, "
            "and nothing is sent for --replay."
        )
    return Path(folder) if folder else None


def _report_dir(config: pytest.Config) -> Path:
    folder = given(config, "--report-dir") or given(config, "--resume")
    if folder:
        return Path(folder)
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H-%M-%SZ")
    return Path("reports") / now


def make_ready(config: pytest.Config, settings: Settings) -> None:
    """Make the report folder, and keep in it what it takes to go on with the run."""
    folder, targets, suite = settings.report_dir, settings.targets, settings.suite
    if not settings.replays:
        proxies.refuse_unusable()
    resumed = bool(given(config, "--resume"))
    if resumed:
        resuming.check(folder, targets, suite)
    make_report_dir(folder, resumed=resumed)
    if resumed:
        resuming.prepare(folder, suite)
    own_profiles.keep(profile_files(config), folder)
    if not settings.replays:
        served = bool(given(config, "--embedded"))
        resuming.note(folder, targets, suite, served=served)


def make_report_dir(folder: Path, *, resumed: bool = False) -> None:
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
    if resumed:
        return
    if (folder / "recordings").exists() and any((folder / "recordings").iterdir()):
        raise pytest.UsageError(
            f"{folder}: holds the recordings of another run. Name a new folder with "
            f"--report-dir, judge them again: relaycert replay {folder}, or go on with "
            f"that run: relaycert run … --resume {folder}"
        )
