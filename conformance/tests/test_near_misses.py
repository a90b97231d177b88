"""Wherever a name is looked up, a near miss is answered with the name that is meant."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from conformance.cli.main import main
from conformance.formats.nearest import nearest
from conformance.formats.paths import PACKAGE

TARGET = 'base_url = "http://127.0.0.1:9/v1"\nprofile = "openai"\n'
WAIVER = '[[waiver]]\nrequirement = "{}"\nreason = "r"\nuntil = 2099-01-01\n'
CASE = {
    "summary": "Chats.",
    "source": "openai/chat#request",
    "needs": ["chat"],
    "steps": [{"name": "create", "request": {"method": "GET", "path": "/models"}}],
}
PLAN = ("plan", "--examples", "0")
INLINE = (*PLAN, "--base-url", "http://127.0.0.1:9/v1")


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("RELAYCERT_TARGET", raising=False)


def ended(*arguments: str) -> Result:
    """How the command ends."""
    return CliRunner().invoke(main, arguments)


def is_advised(result: Result, meant: str) -> bool:
    """Whether the command ends as for a slip, with the name that is meant."""
    text = " ".join(result.output.split())
    return result.exit_code == 2 and f"Did you mean {meant!r}?" in text


@pytest.mark.parametrize(
    ("arguments", "meant"),
    [
        (("runn",), "run"),
        (("list", "--area", "chta"), "chat"),
        (("list", "--profile", "opnai"), "openai"),
        (("list", "--profile", "OpenAI"), "openai"),
        (("list", "--trace", "--profile", "aitr"), "aitre"),
        (("init", "--profile", "modells"), "modellss"),
        (("serve", "--profile", "vmware-pias"), "vmware-pais"),
        (("serve", "--fault", "stream-no-don"), "stream-no-done"),
        (("serve", "--variation", "crfl"), "crlf"),
        (("selftest", "stream-no-don"), "stream-no-done"),
        ((*PLAN, "--bend", "stream-no-don"), "stream-no-done"),
        ((*PLAN, "--select", "chat.streem.done"), "chat.stream.done"),
        ((*PLAN, "--select", "chta"), "chat"),
        ((*INLINE, "--profile", "opnai"), "openai"),
        ((*INLINE, "--claim", "chat.tool"), "chat.tools"),
        ((*INLINE, "--model", "embedings=m"), "embeddings"),
    ],
    ids=" ".join,
)
def test_a_near_miss_on_the_command_line(arguments: Sequence[str], meant: str) -> None:
    assert is_advised(ended(*arguments), meant)


def test_a_near_miss_of_an_id_to_explain() -> None:
    result = ended("explain", "chat.streem.done")
    assert (result.exit_code, "Did you mean chat.stream.done" in result.output) == (
        2,
        True,
    )


def test_a_near_miss_of_an_option() -> None:
    result = ended("run", "--taget", "x")
    assert (result.exit_code, "--target" in result.output) == (2, True)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        (TARGET + 'key_evn = "K"', "key_env"),
        (TARGET.replace("base_url", "base_ulr"), "base_url"),
        (TARGET.replace("openai", "opnai"), "openai"),
        (TARGET + 'claims = ["chat.tool"]', "chat.tools"),
        (TARGET + '[models]\nembedings = "m"', "embeddings"),
        (TARGET + "[limits]\nmax_request = 3", "max_requests"),
        (TARGET + "[manner.chta]\nhidden_tokens = 1", "chat"),
        (TARGET + '[manner.chat]\ncap = "max_token"', "max_tokens"),
        (TARGET + WAIVER.format("chat.streem.done"), "chat.stream.done"),
        (TARGET + WAIVER.format("x").replace("reason", "reson"), "reason"),
    ],
)
def test_a_near_miss_in_a_target_file(text: str, meant: str) -> None:
    Path("mine.toml").write_text(text, "utf-8")
    assert is_advised(ended(*PLAN, "mine.toml"), meant)
    assert is_advised(ended(*PLAN, "mien.toml"), "mine.toml")


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        (WAIVER.format("chat.streem.done"), "chat.stream.done"),
        (WAIVER.format("chat.n").replace("until", "untill"), "until"),
        ('target = "mien"\n' + WAIVER.format("chat.n"), "mine"),
    ],
)
def test_a_near_miss_in_a_waiver_file(text: str, meant: str) -> None:
    Path("mine.toml").write_text(TARGET + 'name = "mine"', "utf-8")
    Path("waivers.toml").write_text(text, "utf-8")
    assert is_advised(ended(*PLAN, "mine.toml", "--waivers", "waivers.toml"), meant)


@pytest.mark.parametrize(
    ("change", "meant"),
    [
        ({"sumary": "Chats."}, "summary"),
        ({"needs": ["chta"]}, "chat"),
        ({"when": {"setings.nulls": True}}, "settings"),
        ({"unless": {"settings.nuls": True}}, "nulls"),
        ({"expects": "refusl"}, "refusal"),
    ],
)
def test_a_near_miss_in_a_case(change: dict[str, object], meant: str) -> None:
    Path("mine.json").write_text(json.dumps({**CASE, **change}), "utf-8")
    assert is_advised(ended(*INLINE, "--case", "mine.json"), meant)


def test_one_function_alone_guesses_what_is_meant() -> None:
    """A place of its own would be one that the tests above do not know."""
    guessing = {
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        if "tests" not in path.parts and "get_close_matches" in path.read_text("utf-8")
    }
    # The second one lists several ids for `explain`.
    assert guessing == {"formats/nearest.py", "reporting/catalogue.py"}


def test_what_is_like_no_name_is_answered_with_all_or_as_was_said() -> None:
    known = ("chat", "images")
    assert nearest("telepathy", known) == "Known: chat, images."
    assert nearest("telepathy", known, "See the list.") == "See the list."
    assert nearest("Image", known, "See the list.") == "Did you mean 'images'?"
    assert nearest("telepathy", ()) == ""
