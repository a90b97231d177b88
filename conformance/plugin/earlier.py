"""What a run chose whose recordings are judged again."""

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from conformance.core.requirement import Level
from conformance.plugin.flags import given

# Written with the report; a run that was killed has neither.
_FILES = ("manifest.json", "report.json")


def narrow_alike(config: pytest.Config, folder: Path) -> None:
    """Choose what the run of a folder chose, unless the options choose otherwise.

    Nothing else was recorded: it could only be called not tested.
    """
    option, chosen = config.option, _selection(folder)
    narrowed = given(config, "--select") or given(config, "--level") != "may"
    if narrowed or option.keyword or option.markexpr:
        return
    with suppress(AttributeError, TypeError, ValueError):
        option.relaycert_select = str(chosen.get("expression", ""))
        option.relaycert_level = Level(chosen.get("level", "MAY")).lower()
        option.keyword = str(chosen.get("keyword", ""))
        option.markexpr = str(chosen.get("marks", ""))
        option.deselect = option.deselect or list(chosen.get("deselected", ()))


def _selection(folder: Path) -> dict[str, Any]:
    """How a run was narrowed; a manifest knows more of it than a report."""
    for name in _FILES:
        with suppress(OSError, ValueError, LookupError, TypeError, RecursionError):
            selection = json.loads((folder / name).read_text("utf-8"))["run"][
                "selection"
            ]
            if isinstance(selection, dict):
                return selection
    return {}
