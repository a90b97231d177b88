"""The short names of our options, beside those of any other plugin of pytest."""

import pytest

from conformance.plugin.flags import OPTIONS


def pytest_addoption(
    parser: pytest.Parser, pluginmanager: pytest.PytestPluginManager
) -> None:
    """Register the names if a conftest.py names this plugin: others are loaded then."""
    files = (getattr(p, "__file__", None) or "" for p in pluginmanager.get_plugins())
    if any(file.endswith("conftest.py") for file in files):
        add_short_names(parser)


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(parser: pytest.Parser) -> None:
    """Register the names if `-p` has loaded this plugin, which is before others."""
    add_short_names(parser)


def add_short_names(parser: pytest.Parser) -> None:
    """Let each option have its short name, too, unless another plugin has taken it.

    So it is called when other plugins have registered theirs.
    """
    group = parser.getgroup("relaycert")
    for option in OPTIONS:
        if _is_free(option.flag, parser):
            group.addoption(
                option.flag, dest=option.dest, help=option.help, **option.how
            )


def _is_free(flag: str, parser: pytest.Parser) -> bool:
    try:
        return flag in parser.parse_known_and_unknown_args([flag])[1]
    except (pytest.UsageError, SystemExit):  # it is known, and wants a value
        return False
