"""A target that pytest's configuration names, in a project with tests of its own."""

from pathlib import Path

import pytest

from conformance.relay import Relay, RelaySettings
from conformance.tests.processes import Completed, python

pytestmark = pytest.mark.process

KEY = {"MY_KEY": "sk-relaycert-standing-0123456789"}
SUITE = ("--pyargs", "conformance.requirements", "--select", "models.list.accepted")


def project(folder: Path, url: str) -> None:
    """A project whose tests load the plugin, and whose configuration names a target."""
    (folder / "pytest.ini").write_text("[pytest]\nrelaycert_target = my-relay.toml\n")
    (folder / "conftest.py").write_text('pytest_plugins = ["conformance.plugin"]\n')
    (folder / "my-relay.toml").write_text(
        f'base_url = "{url}"\nprofile = "openai"\nkey_env = "MY_KEY"\n'
    )
    (folder / "test_own.py").write_text("def test_own():\n    assert 0\n")


def pytest_in(folder: Path, *arguments: str) -> Completed:
    """Plain pytest in the project."""
    return python(folder, "-m", "pytest", "-p", "no:cacheprovider", *arguments, env=KEY)


def test_the_suite_judges_what_the_configuration_names(tmp_path: Path) -> None:
    with Relay(RelaySettings(key=KEY["MY_KEY"])) as relay:
        project(tmp_path, relay.base_url("openai"))
        ended = pytest_in(tmp_path, *SUITE, "--import-mode=importlib")
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert "target: my-relay (" in ended.stdout
    assert len(list((tmp_path / "reports").glob("*/report.json"))) == 1


def test_tests_of_its_own_end_as_they_do_and_leave_no_report(tmp_path: Path) -> None:
    project(tmp_path, "http://127.0.0.1:9/v1")
    before = sorted(path.name for path in tmp_path.iterdir())
    ended = pytest_in(tmp_path, "test_own.py")
    assert ended.returncode == 1
    assert "1 failed" in ended.stdout
    left = sorted(path.name for path in tmp_path.iterdir() if path.name[0] != "_")
    assert left == before
