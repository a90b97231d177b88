"""Options become settings, or advice."""

import os
from pathlib import Path
from typing import Any, cast

import pytest

from conformance.core.requirement import SHOULD, Level
from conformance.inputs.target import BARE
from conformance.plugin.embedded import EmbeddedAccess
from conformance.plugin.flags import OPTIONS, dest_of
from conformance.plugin.options import Settings, make_report_dir, settings
from conformance.plugin.standing import INI, VARIABLE
from conformance.tests.helpers import a_case, a_profile, a_step, a_suite

URL = "https://h/v1"
CHATS = a_case("chat/minimal", steps=(a_step(json={"model": "${models.chat}"}),))
CONTRACT = a_profile(optional=("chat.tools", "images"))
SUITE = a_suite(CHATS, profiles={"openai": CONTRACT})


class Given:
    """What pytest knows after it has read a command line."""

    def __init__(self, given: dict[str, Any], *configured: Path) -> None:
        self.configured = list(configured)
        usual = {option.dest: option.how.get("default") for option in OPTIONS}
        stated = {dest_of(flag): value for flag, value in given.items()}
        assert stated.keys() <= usual.keys()
        self.values = usual | stated

    def getoption(self, dest: str) -> Any:
        """The value of an option."""
        return self.values[dest]

    def getini(self, name: str) -> list[Path]:
        """The files that pytest's configuration names."""
        assert name == INI
        return self.configured


def made(given: dict[str, Any], embedded: dict[str, str] | None = None) -> Settings:
    """The settings that options make."""
    targets = EmbeddedAccess(embedded or {}).targets(SUITE)
    found = settings(cast(pytest.Config, Given(given)), SUITE, targets, "")
    assert found is not None
    return found


def test_without_a_target_there_is_nothing_to_judge() -> None:
    assert settings(cast(pytest.Config, Given({})), SUITE, (), "") is None


def a_file(folder: Path, name: str) -> Path:
    """A target file of that name."""
    path = folder / f"{name}.toml"
    path.write_text(f'name = "{name}"\nbase_url = "{URL}"\nprofile = "openai"\n')
    return path


def names(given: dict[str, Any], *configured: Path) -> list[str]:
    """The targets that options make beside what pytest's configuration names."""
    stub = cast(pytest.Config, Given(given, *configured))
    found = settings(stub, SUITE, (), "")
    return [target.name for target in found.targets] if found else []


def test_a_configuration_and_a_variable_name_targets_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two, three = (a_file(tmp_path, name) for name in ("one", "two", "three"))
    assert names({}, one, two) == ["one", "two"]
    monkeypatch.setenv(VARIABLE, os.pathsep.join((str(two), str(three))))
    assert names({}, one) == ["two", "three"]
    assert names({"--target": [str(one)]}, two) == ["one"]
    assert names({"--base-url": URL}, one) == ["h"]
    monkeypatch.setenv(VARIABLE, str(tmp_path / "thre.toml"))
    with pytest.raises(pytest.UsageError, match=r"Did you mean 'three\.toml'"):
        names({})


def test_the_reference_relay_is_judged_whatever_the_variable_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, str(a_file(tmp_path, "one")))
    targets = made({"--embedded": True}, {"openai": URL}).targets
    assert [target.name for target in targets] == ["openai"]


def test_a_target_can_be_given_inline() -> None:
    (target,) = made(
        {
            "--base-url": URL,
            "--key-env": "MY_KEY",
            "--model": ["m", "images=i"],
            "--claim": ["images,chat.tools"],
            "--header": ["X-A: b: c"],
        }
    ).targets
    assert (target.name, target.base_url, target.key_env) == ("h", URL, "MY_KEY")
    assert dict(target.models) == {BARE: "m", "images": "i"}
    assert target.claims == ("chat", "chat.tools", "images")
    assert dict(target.headers) == {"X-A": "b: c"}


def test_an_embedded_relay_claims_all_that_its_profile_knows() -> None:
    (target,) = made({}, {"openai+slow": URL}).targets
    assert (target.name, target.claims) == ("openai+slow", CONTRACT.knows)


def test_targets_whose_folders_some_systems_take_for_one_are_refused() -> None:
    with pytest.raises(pytest.UsageError, match="or nearly so: rename one"):
        made({}, {"openai+slow": URL, "openai+SLOW": URL})


def test_limits_lie_over_those_of_the_target() -> None:
    given = {"--base-url": URL, "--concurrency": 3, "--max-tokens": 99}
    limits = made(given).targets[0].limits
    assert (limits.concurrency, limits.max_tokens, limits.timeout) == (3, 99, 60.0)


def test_level_selection_and_folder_are_kept() -> None:
    given = {
        "--base-url": URL,
        "--level": "should",
        "--select": "chat",
        "--report-dir": "out",
    }
    found = made(given)
    assert (found.level, found.select, found.report_dir) == (
        SHOULD,
        "chat",
        Path("out"),
    )
    assert made({"--base-url": URL}).level is Level.MAY


@pytest.mark.parametrize(
    ("given", "advice"),
    [
        ({"--base-url": "h/v1"}, "--base-url: base_url"),
        ({"--base-url": "https://u:p@h/v1"}, "without user"),
        ({"--base-url": URL, "--profile": "none"}, "is unknown. Known: openai"),
        ({"--base-url": URL, "--claim": ["none"]}, "'none' is unknown. Known: chat"),
        ({"--base-url": URL, "--header": ["oops"]}, "write it as 'Name: value'"),
        ({"--base-url": URL, "--key-env": "sk-x"}, "name an environment variable"),
        ({"--base-url": URL, "--rate": 0.0}, "--rate: has to be above 0"),
        ({"--base-url": URL, "--max-requests": -1}, "--max-requests: has to be above"),
        ({"--base-url": URL, "--model": ["chat="]}, r"models\.chat: '' should be non"),
        ({"--target": ["none.toml"]}, r"none\.toml: cannot be read"),
        ({"--replay": "nowhere"}, "nowhere: holds no recordings"),
    ],
)
def test_each_mistake_is_told_with_advice(given: dict[str, Any], advice: str) -> None:
    with pytest.raises(pytest.UsageError, match=advice):
        made(given)


def test_two_targets_whose_recordings_would_lie_in_one_folder_are_told() -> None:
    with pytest.raises(pytest.UsageError, match="rename one"):
        made({}, {"openai+a b": URL, "openai+a/b": URL})


def test_a_report_folder_is_made(tmp_path: Path) -> None:
    make_report_dir(tmp_path / "a" / "b")
    assert (tmp_path / "a" / "b").is_dir()


def test_a_report_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", "utf-8")
    with pytest.raises(
        pytest.UsageError, match="Name another folder with --report-dir"
    ):
        make_report_dir(tmp_path / "file" / "reports")


def test_recordings_of_another_run_are_not_mixed_with_ours(tmp_path: Path) -> None:
    (tmp_path / "recordings" / "relay").mkdir(parents=True)
    with pytest.raises(pytest.UsageError, match="holds the recordings of another run"):
        make_report_dir(tmp_path)
