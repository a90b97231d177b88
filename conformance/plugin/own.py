"""Requirements of the target's owner: where they lie, and that pytest collects them."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from conformance.bundle import own as bundle
from conformance.formats.paths import PACKAGE
from conformance.inputs.own_folder import folder_at, read_folder
from conformance.inputs.suite import Suite
from conformance.plugin.flags import given
from conformance.reporting.catalogue import every_entry

INI = "relaycert_requirements"
# Of a run that is judged again, what it was judged by and is not there.
LEFT_OUT = pytest.StashKey[list[bundle.Row]]()
_PLUGIN = "conformance.plugin"


def add_ini(parser: pytest.Parser) -> None:
    """Register the option of pytest's configuration."""
    parser.addini(
        INI,
        "relaycert: folders with requirements of your own (default: the folder of the "
        "conftest.py that loads this plugin)",
        type="paths",
        default=[],
    )


def folders(config: pytest.Config) -> list[Path]:
    """The folders whose requirements are judged beside the packaged ones.

    Options name them, or pytest's configuration; or else it is the project that loads
    this plugin, if it states any.
    """
    named = given(config, "--requirements") or config.getini(INI)
    if named:
        return [Path(name) for name in named]
    return [path for path in _projects(config) if folder_at(path).entries]


def _projects(config: pytest.Config) -> Iterator[Path]:
    """The folders whose conftest.py loads this plugin, but for that of this package."""
    for plugin in config.pluginmanager.get_plugins():
        if not isinstance(plugin, ModuleType) or not plugin.__file__:
            continue
        file = Path(plugin.__file__)
        names: Any = getattr(plugin, "pytest_plugins", ())
        loads = _PLUGIN in ([names] if isinstance(names, str) else names)
        if file.name == "conftest.py" and loads and file.parent != PACKAGE.parent:
            yield file.parent


def collect(config: pytest.Config, suite: Suite) -> None:
    """Let pytest collect the files that state them, unless its arguments do so."""
    for file in (file for folder in suite.own for file in folder.tests):
        if not _is_named(file, config.args, config.invocation_params.dir):
            config.args.append(str(file))


def _is_named(file: Path, arguments: Iterable[str], start: Path) -> bool:
    named = [(start / text.partition("::")[0]).resolve() for text in arguments]
    return any(file.resolve().is_relative_to(path) for path in named)


def refuse_unread(items: Sequence[pytest.Item], suite: Suite) -> None:
    """A requirement that was collected and not read has no words and no cases."""
    known = {entry.id for folder in suite.own for entry in folder.entries}
    for item in items:
        marker = item.get_closest_marker("requirement")
        if marker and marker.args[0].own and marker.args[0].id not in known:
            raise pytest.UsageError(
                f"{item.path}: states {marker.args[0].id}. Name its folder: "
                f"--requirements DIR, or {INI} = DIR in pytest's configuration."
            )


def leave_out(config: pytest.Config, folder: Path, paths: Iterable[Path]) -> None:
    """Note what a run was judged by that is not handed in to judge it again.

    UsageError says that another edition is, or that its contract cannot do without.
    """
    left = bundle.left_out(bundle.recorded(folder), map(read_folder, paths))
    config.stash[LEFT_OUT] = left
    if id := bundle.named_by_contract(folder, left):
        raise pytest.UsageError(
            f"{folder}: its contract names {id}, a requirement of its owner's. Hand in "
            "the folder that states it: --requirements DIR."
        )


def narrow(config: pytest.Config, suite: Suite) -> None:
    """Choose what a run chose, without what is left out of it."""
    left, chosen = config.stash.get(LEFT_OUT, []), given(config, "--select")
    if not left or not chosen:
        return
    known = [entry.id for entry in every_entry(suite)]
    rest = bundle.selection_without(chosen, left, known)
    if not rest:
        raise pytest.UsageError(f"only {bundle.words(left)}, were judged.")
    config.option.relaycert_select = rest
