"""What pip installs: typed, with its data, and with its licence."""

import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

from conformance.tests.processes import completed

ROOT = Path(__file__).parents[3]


@pytest.mark.process
def test_the_wheel_says_that_it_is_typed(tmp_path: Path) -> None:
    pip = (sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", str(tmp_path))
    ended = completed((*pip, str(ROOT)), tmp_path)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    (wheel,) = tmp_path.glob("*.whl")
    names = set(ZipFile(wheel).namelist())
    assert {
        "conformance/py.typed",
        "conformance/_data/cases/sources.toml",
        "conformance/_data/schemas/own/report.json",
        "conformance/templates/report.html.j2",
    } <= names
    assert any(name.endswith("licenses/LICENSE") for name in names)
