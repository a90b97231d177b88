"""The suite is a value: loaded from a folder or made of parts, and never changed."""

import json
from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest

from conformance.inputs.suite import Suite
from conformance.tests.helpers import a_case, a_profile, a_suite
from conformance.tests.packaged import SUITE

CASE = {
    "summary": "A case of a user's own.",
    "needs": [],
    "source": "openai/chat#request",
    "steps": [{"name": "list", "request": {"method": "GET", "path": "/models"}}],
}
FILES = {
    "capabilities.toml": '[chat]\nsummary = "Chat."\ncase = "chat/minimal"\n',
    "endpoints.toml": "[endpoint]\n",
    "sources.toml": "[document]\n[passage]\n",
    "statements.toml": "[profile]\n[statement]\n",
    "untested.toml": "",
    "profiles/openai.toml": 'title = "T"\ndated = "1"\nbase_path = "/v1"\n'
    'required = ["chat"]\noptional = []\n[envelopes]\ndefault = ""\n',
    "chat/minimal.json": json.dumps(CASE),
}


def a_folder(root: Path, **more: str) -> Path:
    """The smallest folder of a suite, with further files by their paths."""
    for name, text in {**FILES, **more}.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, "utf-8")
    return root


def stated(document: str, more: str = "") -> str:
    """A file with one statement of a document of `openai`."""
    row = f'[statement."{document}#id"]\nsays = "An answer has an id."\n{more}'
    return f'[profile]\n"{document}" = "openai"\n{row}\n'


def test_a_folder_is_loaded_whole(tmp_path: Path) -> None:
    suite = Suite.load(a_folder(tmp_path))
    assert list(suite.cases) == ["chat/minimal"]
    assert list(suite.profiles) == ["openai"]
    assert suite.chain("chat.tools") == ("chat",)


def test_statements_may_stand_in_a_file_for_each_document(tmp_path: Path) -> None:
    reason = '["best/chat#id"]\nwhy = "Nothing asks for it."\n'
    files = {
        "statements/acme.toml": stated("acme/chat"),
        "statements/best.toml": stated("best/chat"),
        "untested/best.toml": reason,
    }
    suite = Suite.load(a_folder(tmp_path, **files))
    assert {one.id: one.untested for one in suite.statements} == {
        "acme/chat#id": "",
        "best/chat#id": "Nothing asks for it.",
    }


def test_statements_may_share_a_reason(tmp_path: Path) -> None:
    group = '[group.rare]\nwhy = "It is rare."\nof = ["acme/chat#id"]\n'
    files = {"statements/acme.toml": stated("acme/chat"), "untested/acme.toml": group}
    suite = Suite.load(a_folder(tmp_path, **files))
    assert [one.untested for one in suite.statements] == ["It is rare."]


def test_a_statement_covers_places_of_its_field_or_of_documents(
    tmp_path: Path,
) -> None:
    own, other = '":string", "=a", ".b", "(c)", "[]:null"', '"usage*", "acme/models#id"'
    covers = f"covers = [{own}, {other}]"
    files = {"statements/acme.toml": stated("acme/chat", covers)}
    suite = Suite.load(a_folder(tmp_path, **files))
    inner = (":string", "=a", ".b", "(c)", "[]:null")
    assert suite.statements[0].covers == (
        *(f"acme/chat#id{place}" for place in inner),
        "acme/chat#usage*",
        "acme/models#id",
    )


def test_a_users_case_stands_beside_the_packaged_ones(tmp_path: Path) -> None:
    (tmp_path / "mine.json").write_text(json.dumps(CASE), "utf-8")
    suite = Suite.load(case_files=[tmp_path / "mine.json"])
    assert suite.cases.keys() - SUITE.cases.keys() == {"generated/mine"}
    assert list(suite.cases) == sorted(suite.cases)


def test_a_part_more_gives_another_suite() -> None:
    suite = a_suite(a_case("chat/b"))
    more = suite.with_cases([a_case("chat/a")]).with_profile(a_profile(name="acme"))
    assert list(more.cases) == ["chat/a", "chat/b"]
    assert list(more.profiles) == ["acme", "openai"]
    assert (list(suite.cases), list(suite.profiles)) == (["chat/b"], ["openai"])


def test_a_case_of_a_known_name_takes_its_place() -> None:
    suite = a_suite(a_case("chat/a")).with_cases([a_case("chat/a", digest="new")])
    assert suite.cases["chat/a"].digest == "new"


def test_nothing_can_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        SUITE.cases = {}  # type: ignore[misc]
    with pytest.raises(TypeError):
        SUITE.cases["chat/a"] = a_case("chat/a")  # type: ignore[index]


def test_the_contracts_it_was_made_for_are_the_four() -> None:
    """The others are judged where they are asked for."""
    assert SUITE.mission == ("aitre", "modellss", "openai", "vmware-pais")
