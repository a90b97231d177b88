"""Other plugins of pytest beside the suite: not loaded, unless they are asked for."""

from pathlib import Path

import pytest

from conformance.tests.processes import Completed, python, relaycert

pytestmark = pytest.mark.process

# Registers options of ours, and ends every run that it is loaded into.
HOSTILE = """
def pytest_addoption(parser):
    for flag in ("--timeout", "--base-url", "--target", "--profile", "--seed"):
        parser.addoption(flag)

def pytest_configure(config):
    raise RuntimeError("the foreign plugin was loaded")
"""
HARMLESS = """
def pytest_configure(config):
    print("the foreign plugin was loaded")
"""
BROKEN = {
    "configure": "raise RuntimeError('broken in configure')",
    "sessionstart": "raise RuntimeError('broken in sessionstart')",
    "collection_finish": "raise RuntimeError('broken in collection')",
    "configure_": "import pytest; pytest.exit('broken by choice', returncode=1)",
}


def installed(folder: Path, code: str) -> dict[str, str]:
    """A plugin that pytest would load by itself, and the variables with which it is."""
    info = folder / "foreign-1.0.dist-info"
    info.mkdir()
    (folder / "foreign.py").write_text(code)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: foreign\nVersion: 1\n")
    (info / "entry_points.txt").write_text("[pytest11]\nforeign = foreign\n")
    return {"PYTHONPATH": str(folder)}


def a_run(folder: Path, env: dict[str, str], *more: str) -> Completed:
    """A short run on the reference relay."""
    few = ("--bend", "openai", "--select", "models", "--report-dir", "r")
    return relaycert(folder, "run", *few, *more, env=env)


@pytest.mark.parametrize("more", [(), ("--", "-n", "1")])
def test_what_else_is_installed_changes_nothing(
    tmp_path: Path, more: tuple[str, ...]
) -> None:
    env = installed(tmp_path, HOSTILE)
    env |= {"PYTEST_ADDOPTS": "--no-such-option", "PYTEST_PLUGINS": "foreign"}
    (tmp_path / "conftest.py").write_text("raise RuntimeError('a foreign conftest')")
    (tmp_path / "pytest.ini").write_text("[pytest]\naddopts = --ds=settings\n")
    ended = a_run(tmp_path, env, *more)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert "judged, none violated" in ended.stdout


def test_a_plugin_that_is_asked_for_is_loaded(tmp_path: Path) -> None:
    ended = a_run(tmp_path, installed(tmp_path, HARMLESS), "--plugin", "foreign")
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert "the foreign plugin was loaded" in ended.stdout


@pytest.mark.parametrize("hook", BROKEN)
def test_a_plugin_that_fails_is_no_violation(tmp_path: Path, hook: str) -> None:
    code = f"def pytest_{hook.strip('_')}():\n    {BROKEN[hook]}\n"
    ended = a_run(tmp_path, installed(tmp_path, code), "--plugin", "foreign")
    assert ended.returncode == 4, ended.stdout + ended.stderr
    if hook != "configure_":
        assert "broken in" in ended.stdout + ended.stderr


TAKING = HOSTILE.partition("def pytest_configure")[0]


def test_a_plugin_may_have_options_of_the_same_name(tmp_path: Path) -> None:
    env = installed(tmp_path, TAKING)
    ended = a_run(tmp_path, env, "--timeout", "50", "--plugin", "foreign")
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert '"timeout": 50' in (tmp_path / "r" / "report.json").read_text()


@pytest.mark.parametrize("early", [(), ("-p", "foreign")])
def test_under_plain_pytest_the_short_names_are_left_to_others(
    tmp_path: Path, early: tuple[str, ...]
) -> None:
    env = installed(tmp_path, TAKING)
    ended = python(
        tmp_path,
        *("-m", "pytest", "--pyargs", "conformance.requirements", *early),
        *("-p", "conformance.plugin", "-p", "no:cacheprovider", "-c", "/dev/null"),
        *(
            "--import-mode=importlib",
            "--confcutdir",
            str(tmp_path),
            "--timeout",
            "soon",
        ),
        *("--embedded", "--bend", "openai", "--relaycert-timeout", "50"),
        *("--select", "models", "--report-dir", "r"),
        env=env,
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert '"timeout": 50' in (tmp_path / "r" / "report.json").read_text()


def test_a_plugin_that_is_not_there_is_a_slip(tmp_path: Path) -> None:
    ended = a_run(tmp_path, {}, "--plugin", "no_such_plugin")
    assert ended.returncode == 2, ended.stdout + ended.stderr
    assert "no_such_plugin" in ended.stderr
