"""A defect of the suite ends a run with its own exit code, and shows no key."""

import json
from pathlib import Path

import pytest

from conformance.relay import Relay, RelaySettings
from conformance.tests.processes import relaycert

pytestmark = pytest.mark.process

KEY = "sk-defect\"'<&>+/0123456789"
# Each judgement of when an answer was made fails with a text that holds the key.
BROKEN = """
import os
import pytest

@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem):
    if pyfuncitem.name.startswith("test_created_is_now"):
        raise KeyError(os.environ["TEST_KEY"])
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which a run met a defect, and what it said."""
    folder = tmp_path_factory.mktemp("defect")
    (folder / "broken.py").write_text(BROKEN)
    with Relay(RelaySettings(key=KEY)) as relay:
        ended = relaycert(
            folder,
            *("run", "--base-url", relay.base_url(), "--key-env", "TEST_KEY"),
            *("--model", "reference-chat", "--select", "chat.created,chat.model"),
            *("--report-dir", "report"),
            *("--", "-p", "broken", "--alluredir", "allure"),
            env={"TEST_KEY": KEY, "PYTHONPATH": str(folder)},
        )
    (folder / "said.txt").write_text(ended.stdout + ended.stderr)
    (folder / "code.txt").write_text(str(ended.returncode))
    return folder


def test_a_defect_has_an_exit_code_of_its_own(home: Path) -> None:
    assert (home / "code.txt").read_text() == "4"
    said = " ".join((home / "said.txt").read_text().split())
    assert "defect of the suite: " in said


def test_a_defect_says_where_and_leaves_the_rest_judged(home: Path) -> None:
    report = json.loads((home / "report" / "report.json").read_text())
    told = report["run"]["defects"]
    assert told
    assert all("KeyError" in text for text in told)
    verdicts = {v["requirement"]: v["verdict"] for v in report["verdicts"]}
    assert verdicts == {"chat.created": "not-tested", "chat.model": "pass"}


def test_a_defect_shows_no_key(home: Path) -> None:
    spelled = [KEY, json.dumps(KEY)[1:-1], "sk-defect", "0123456789"]
    for path in (p for p in home.rglob("*") if p.is_file()):
        content = path.read_text("utf-8", "replace")
        assert not [one for one in spelled if one in content], path
