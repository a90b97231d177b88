"""What `relaycert init` writes: read by the suite, and passed by the CI's linters."""

import sys
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from conformance.cli import init
from conformance.cli.main import main
from conformance.inputs.target import read_target
from conformance.inputs.target_file import STANDARD
from conformance.tests.packaged import SUITE
from conformance.tests.processes import Completed, completed

ROOT = Path(init.__file__).parents[2]
URL = "https://relay.test/v1"


KINDS = {"chat", "completions"}


def begun(folder: Path, *options: str) -> Result:
    return CliRunner().invoke(main, ["init", str(folder), *options])


def linted(name: str, *arguments: str) -> Completed:
    """Run a linter that is installed beside Python."""
    return completed((str(Path(sys.executable).parent / name), *arguments), ROOT)


@pytest.mark.parametrize("profile", SUITE.profiles)
def test_the_target_file_is_read_as_it_is(tmp_path: Path, profile: str) -> None:
    begun(tmp_path, "--profile", profile, "--base-url", URL)
    got = read_target(tmp_path / STANDARD, SUITE)
    assert (got.name, got.base_url, got.key_env) == ("relay.test", URL, "RELAY_KEY")
    assert got.profile.name == profile
    assert set(got.models) == KINDS & set(got.profile.required) != set()


@pytest.mark.parametrize("profile", SUITE.profiles)
def test_what_is_commented_out_is_right_as_well(tmp_path: Path, profile: str) -> None:
    text = init.files(init.Contract(profile), Path(), URL, "none")[STANDARD]
    (tmp_path / "all.toml").write_text(uncommented(text), "utf-8")
    got = read_target(tmp_path / "all.toml", SUITE)
    assert set(got.models) > KINDS & set(got.profile.knows)
    for kind, model in got.models.items():
        assert model == got.profile.models.get(kind, ["the name of the model"])[0]
    assert got.waivers[0].requirement == "chat.stream.done"
    assert ("chat.n" in got.claims) == ("chat.n" in got.profile.optional)
    assert not {"images", "midjourney", "audio.speech"} & set(got.claims)
    # No claim makes a model think.
    assert "chat.reasoning" not in got.claims


def uncommented(text: str) -> str:
    """The file with all that it offers, without its sentences."""
    lines = text.splitlines()
    offered = [line.removeprefix("# ") for line in lines]
    told = [not (line[:1].isupper() or line[-1:] in ".:") for line in offered]
    kept = [line for line, is_data in zip(offered, told, strict=True) if is_data]
    return "\n".join(line for line in kept if is_toml(line))


def is_toml(line: str) -> bool:
    """Whether a line is data, or a part of the list of claims."""
    if line.startswith(('"', "]")) or line.endswith("= ["):
        return True
    try:
        tomllib.loads(line)
    except tomllib.TOMLDecodeError:
        return False
    return True


def test_a_url_stays_a_url(tmp_path: Path) -> None:
    begun(tmp_path, "--base-url", 'https://h/v1"\nkey_env = "OTHER')
    got = read_target(tmp_path / STANDARD, SUITE)
    assert (got.key_env, got.base_url) == ("RELAY_KEY", 'https://h/v1"key_env = "OTHER')


def test_the_plan_takes_the_target_file(tmp_path: Path) -> None:
    begun(tmp_path, "--base-url", URL)
    ended = CliRunner().invoke(main, ["plan", "--target", str(tmp_path / STANDARD)])
    assert ended.exit_code == 0, ended.output
    assert "relay.test" in ended.output


def test_nothing_is_replaced_without_being_told(tmp_path: Path) -> None:
    (tmp_path / STANDARD).write_text("mine", "utf-8")
    refused = begun(tmp_path, "--ci", "gitlab")
    assert refused.exit_code == 2
    assert "already there: relaycert.toml; --force" in refused.output
    assert [path.name for path in tmp_path.iterdir()] == [STANDARD]
    assert begun(tmp_path, "--ci", "gitlab", "--force").exit_code == 0
    assert (tmp_path / STANDARD).read_text("utf-8") != "mine"


@pytest.mark.parametrize(
    ("options", "advice"),
    [
        (("--base-url", "relay.test"), "base_url"),
        (("--base-url", "https://u:p@h/v1"), "without user"),
        (("--profile", "nobody"), f"Known: {', '.join(SUITE.profiles)}"),
    ],
)
def test_each_mistake_is_told_with_advice(
    tmp_path: Path, options: tuple[str, ...], advice: str
) -> None:
    refused = begun(tmp_path, *options)
    assert refused.exit_code == 2
    assert advice in refused.output
    assert list(tmp_path.iterdir()) == []


@pytest.mark.process
@pytest.mark.parametrize(
    ("ci", "file", "schema"),
    [
        ("github", ".github/workflows/relaycert.yml", "github-workflows"),
        ("github", ".github/actions/relaycert/action.yml", "github-actions"),
        ("gitlab", "relaycert.gitlab-ci.yml", "gitlab-ci"),
    ],
)
def test_jobs_match_the_schemas_of_their_ci(
    tmp_path: Path, ci: str, file: str, schema: str
) -> None:
    begun(tmp_path, "--ci", ci)
    check = ("check-jsonschema", "--builtin-schema", f"vendor.{schema}")
    ended = linted(*check, str(tmp_path / file))
    assert ended.returncode == 0, ended.stdout
    broken = (tmp_path / file).read_text("utf-8").replace("description: ", "says: ")
    broken = broken.replace("runs-on: ", "runs: ").replace("script:", "script: 5\n  x:")
    (tmp_path / file).write_text(broken, "utf-8")
    assert linted(*check, str(tmp_path / file)).returncode == 1


@pytest.mark.process
def test_github_jobs_are_safe(tmp_path: Path) -> None:
    begun(tmp_path, "--ci", "github")
    zizmor = ("zizmor", "--offline", "--no-config", "--min-severity=medium")
    ended = linted(*zizmor, "--strict-collection", str(tmp_path))
    assert ended.returncode == 0, ended.stdout
    action = tmp_path / ".github/actions/relaycert/action.yml"
    text = action.read_text("utf-8").replace('"--level=$LEVEL"', "${{ inputs.level }}")
    action.write_text(text, "utf-8")
    assert "template-injection" in linted(*zizmor, str(tmp_path)).stdout


def test_the_action_is_the_one_of_the_repository(tmp_path: Path) -> None:
    begun(tmp_path, "--ci", "github")
    written = tmp_path / ".github/actions/relaycert/action.yml"
    assert written.read_text("utf-8") == (ROOT / "action.yml").read_text("utf-8")
