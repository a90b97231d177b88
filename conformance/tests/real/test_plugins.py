"""Other plugins of pytest, and what configures them, change nothing of a run."""

import json
import os
import sys
from pathlib import Path

import pytest

from conformance.tests.processes import completed

pytestmark = pytest.mark.real

# The most used ones, with what they need beside what the suite has itself.
PLUGINS = (
    *("pytest-timeout", "pytest-base-url", "pytest-playwright", "pytest-profiling"),
    *("pytest-django", "pytest-cov", "pytest-asyncio", "pytest-randomly"),
    *("pytest-rerunfailures", "pytest-html"),
)
BENEATH = (
    *("django", "asgiref", "sqlparse", "coverage", "pytest-metadata", "requests"),
    *("charset-normalizer", "urllib3", "gprof2dot", "six", "python-slugify"),
    "text-unidecode",
)
HOSTILE = {
    "pytest.ini": "[pytest]\naddopts = --no-such-option -p no:terminal --maxfail=1\n",
    "conftest.py": "raise RuntimeError('a conftest of somebody else')\n",
    "setup.cfg": "[tool:pytest]\naddopts = --cov\n",
}
VARIABLES = {
    "DJANGO_SETTINGS_MODULE": "no.such.settings",
    "PYTEST_ADDOPTS": "--cov --timeout=1 --base-url=http://127.0.0.1:9 --reruns 3",
    "PYTEST_PLUGINS": "no_such_plugin",
}


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the plugins, which Python finds by `PYTHONPATH`."""
    folder = tmp_path_factory.mktemp("plugins")
    pip = (sys.executable, "-m", "pip", "install", "--quiet", "--no-deps")
    ended = completed((*pip, "--target", str(folder), *PLUGINS, *BENEATH), folder)
    assert ended.returncode == 0, ended.stderr
    return folder


def outcome(folder: Path, path: Path | None, **variables: str) -> tuple[int, object]:
    """How a small run ends, and what it says of each requirement."""
    python = os.pathsep.join(map(str, filter(None, (path, Path.cwd()))))
    ended = completed(
        (
            *(sys.executable, "-m", "conformance", "run", "--reference"),
            *("--profile", "openai", "--select", "models,errors.json,chat.shape"),
            *("--examples", "0", "--report-dir", "report"),
        ),
        folder,
        {"PYTHONPATH": python, **variables},
    )
    assert "Traceback" not in ended.stdout + ended.stderr
    report = json.loads((folder / "report" / "report.json").read_bytes())
    verdicts = {v["requirement"]: v["verdict"] for v in report["verdicts"]}
    return ended.returncode, verdicts


def test_a_run_is_the_same_beside_other_plugins(
    installed: Path, tmp_path: Path
) -> None:
    alone, beside = tmp_path / "alone", tmp_path / "beside"
    alone.mkdir()
    beside.mkdir()
    for name, text in HOSTILE.items():
        (beside / name).write_text(text)
    expected = outcome(alone, None)
    assert expected[0] == 0
    assert outcome(beside, installed, **VARIABLES) == expected


def test_pytest_itself_judges_beside_them(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "conftest.py").write_text('pytest_plugins = ["conformance.plugin"]\n')
    python = os.pathsep.join((str(installed), str(Path.cwd())))
    ended = completed(
        (
            *(sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--embedded"),
            *("--profile", "openai", "--select", "models", "--examples", "0"),
            *("--pyargs", "conformance.requirements", "--report-dir", "report"),
        ),
        tmp_path,
        {"PYTHONPATH": python},
    )
    assert ended.returncode == 0, ended.stdout[-2000:] + ended.stderr[-2000:]
    line = next(line for line in ended.stdout.splitlines() if "plugins:" in line)
    assert not [name for name in PLUGINS if name.removeprefix("pytest-") not in line]
