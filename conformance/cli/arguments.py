"""Hands the command's options on to pytest."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import click
import pytest

from conformance.core.verdict import ExitCode
from conformance.formats.paths import PACKAGE
from conformance.plugin.flags import OPTIONS, Option

_SUITE = PACKAGE / "requirements"
# Nothing of the folder where the command happens to be called may change a run.
_PYTEST = (
    str(_SUITE),
    "-c",
    os.devnull,
    f"--rootdir={_SUITE.parent}",
    f"--confcutdir={_SUITE.parent}",
    "--import-mode=importlib",
    "--noconftest",
    "--strict-markers",
    "-p",
    "conformance.plugin",
    "-p",
    "no:cacheprovider",
    # What else is installed for pytest is not ours, and may end a run as it likes.
    "-p",
    "allure_pytest",
    "-p",
    "xdist",
    "-p",
    "xdist.looponfail",
)
_ALONE = "PYTEST_DISABLE_PLUGIN_AUTOLOAD"
# Meant for other suites of the same user.
_FOREIGN = ("PYTEST_PLUGINS", "PYTEST_ADDOPTS")


_PLUGIN = click.option(
    "--plugin", multiple=True, metavar="NAME", help="load this plugin of pytest, too"
)


def _as_click(option: Option) -> Callable[[Any], Any]:
    """The option of pytest's group, as click takes it."""
    how = option.how
    kwargs: dict[str, Any] = {"help": option.help, "metavar": how.get("metavar")}
    match how.get("action"):
        case "append":
            kwargs["multiple"] = True
        case "store_true":
            kwargs["is_flag"] = True
        case _:
            kwargs["type"] = (
                click.Choice(how["choices"]) if "choices" in how else how["type"]
            )
    return click.option(option.flag, **kwargs)


def options(*left_out: str) -> Callable[[Any], Any]:
    """A decorator that gives a command all options of the suite but these."""

    def decorate(command: Any) -> Any:
        command = _PLUGIN(command)
        for option in reversed(OPTIONS):
            if option.flag not in left_out:
                command = _as_click(option)(command)
        return command

    return decorate


def as_arguments(values: dict[str, Any]) -> list[str]:
    """The options as pytest's command line has them."""
    arguments: list[str] = []
    for option in OPTIONS:
        value = values.get(option.flag.strip("-").replace("-", "_"))
        if value is True:
            arguments.append(option.long)
        elif isinstance(value, tuple):
            arguments += [f"{option.long}={item}" for item in value]
        elif value is not None and value is not False:
            arguments.append(f"{option.long}={value}")
    for name in values.get("plugin", ()):
        arguments += ["-p", name]
    return arguments


@contextmanager
def _alone() -> Iterator[None]:
    """Let pytest and the processes that it starts load only plugins that are named."""
    before = {name: os.environ.pop(name, None) for name in (_ALONE, *_FOREIGN)}
    os.environ[_ALONE] = "1"
    try:
        yield
    finally:
        del os.environ[_ALONE]
        os.environ.update({k: v for k, v in before.items() if v is not None})


def run_pytest(arguments: Sequence[str], plugin: object) -> int:
    """Run the suite; how pytest itself ended, as an exit code of ours."""
    try:
        with _alone():
            ended = pytest.main([*_PYTEST, *arguments], plugins=[plugin])
        ended = pytest.ExitCode(ended)
    except ImportError as error:  # of a plugin that --plugin names
        click.echo(f"ERROR: {error}", err=True)
        return ExitCode.USAGE
    except (Exception, SystemExit) as error:  # nothing was judged: not the target's
        click.echo(f"ERROR: pytest failed: {type(error).__name__}: {error}", err=True)
        return ExitCode.DEFECT
    known = {
        pytest.ExitCode.OK: ExitCode.CONFORMANT,
        pytest.ExitCode.USAGE_ERROR: ExitCode.USAGE,
        pytest.ExitCode.NO_TESTS_COLLECTED: ExitCode.INCOMPLETE,
        pytest.ExitCode.INTERRUPTED: ExitCode.INCOMPLETE,
    }
    return known.get(ended, ExitCode.DEFECT)
