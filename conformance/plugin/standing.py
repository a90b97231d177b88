"""Targets that need not be named: an ini file or a variable does, as for an IDE."""

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import pytest
from _pytest.junitxml import xml_key

from conformance.formats import unfinished
from conformance.plugin.flags import given
from conformance.plugin.resuming import RUN_FILE

INI = "relaycert_target"
VARIABLE = "RELAYCERT_TARGET"
_NAMING = ("--target", "--base-url", "--embedded", "--replay", "--resume")


def add_ini(parser: pytest.Parser) -> None:
    """Register the option of pytest's configuration."""
    parser.addini(
        INI,
        "relaycert: target files to judge where no option and no variable names one",
        type="paths",
        default=[],
    )


def names_nothing(config: pytest.Config) -> bool:
    """Whether no option says what to judge."""
    return not any(given(config, flag) for flag in _NAMING)


def standing_targets(config: pytest.Config) -> list[Path]:
    """The target files that the variable names, or else pytest's configuration."""
    named = os.environ.get(VARIABLE, "")
    if named:
        return [Path(name) for name in named.split(os.pathsep) if name]
    return [Path(path) for path in config.getini(INI)]


def target_files(config: pytest.Config) -> list[Path]:
    """The target files to judge: those of the options, or else the standing ones."""
    if names_nothing(config):
        return standing_targets(config)
    return [Path(path) for path in given(config, "--target")]


def forgo(config: pytest.Config, folder: Path, plugins: Iterable[str]) -> None:
    """Leave a session to its own tests, as if no target were named: without a report.

    `plugins` are those of ours that would write one into the folder.
    """
    for name in plugins:
        if config.pluginmanager.has_plugin(name):
            config.pluginmanager.unregister(name=name)
    xml = config.stash.get(xml_key, None)
    if xml is not None and Path(xml.logfile).parent == folder.absolute():
        config.pluginmanager.unregister(xml)
        del config.stash[xml_key]
    unfinished.unmark(folder)
    (folder / RUN_FILE).unlink(missing_ok=True)
    with suppress(OSError):  # others may have put something there
        folder.rmdir()
        folder.parent.rmdir()
