"""A folder of the owner's: what is read, and each slip at its place."""

from pathlib import Path

import pytest

from conformance.core.requirement import MUST, SHOULD
from conformance.inputs.own_folder import folder_at
from conformance.reporting.catalogue import Catalogue, applies, every_entry, is_apart
from conformance.reporting.own_requirements import own_suite
from conformance.tests.own_requirements import FILES, TESTS, harbour
from conformance.tests.packaged import SUITE

SOURCES = """
[document."harbour/handbook"]
title = "Gateway handbook"
url = "https://wiki.harbour.example/gateway"
mark = "vendor"

[passage."harbour/handbook#teams"]
says = "The name of a team stays within the gateway."
"""


def slips(folder: Path) -> str:
    """What is said of what is wrong."""
    with pytest.raises(pytest.UsageError) as error:
        own_suite(requirements=[folder])
    return str(error.value)


def test_it_is_judged_beside_what_is_packaged(tmp_path: Path) -> None:
    suite = own_suite(requirements=[harbour(tmp_path)])
    known = {entry.id: entry for entry in every_entry(suite)}
    entry = known["harbour.team.kept"]
    assert entry.sentence == (
        "An answer does not repeat the team that the request named."
    )
    assert (entry.requirement.level, entry.requirement.own) == (MUST, True)
    assert len(known) == len(every_entry(SUITE)) + 3
    source = suite.sources[entry.requirement.source]
    assert (source.title, source.url) == (
        "Gateway handbook 3.1",
        "https://wiki.harbour.example/gateway#teams",
    )
    assert suite.cases["own/team"].own
    assert list(suite.own[0].files) == ["cases/team.json", "faults.py", "test_teams.py"]


def test_nobody_elses_digest_changes(tmp_path: Path) -> None:
    suite = own_suite(requirements=[harbour(tmp_path)])
    assert Catalogue.of(suite).digest == Catalogue.of(SUITE).digest


def test_only_requirements_of_its_own_are_judged_on_its_cases(tmp_path: Path) -> None:
    suite = own_suite(requirements=[harbour(tmp_path)])
    judging = {
        entry.id
        for entry in every_entry(suite)
        if applies(suite.cases["own/team"], entry.requirement, suite.profiles["openai"])
    }
    assert judging == {
        "harbour.team.accepted",
        "harbour.team.kept",
        "harbour.answer.size",
    }


def test_a_copy_elsewhere_has_the_same_digest(tmp_path: Path) -> None:
    one, other = tmp_path / "a", tmp_path / "b"
    first = own_suite(requirements=[harbour(one)]).own[0]
    renamed = harbour(other).rename(other / "renamed")
    second = own_suite(requirements=[renamed]).own[0]
    assert first.digest == second.digest
    changed = harbour(tmp_path / "c", test_teams=("4096", "8192"))
    assert own_suite(requirements=[changed]).own[0].digest != first.digest


def test_a_file_beside_it_can_be_imported_and_belongs_to_it(tmp_path: Path) -> None:
    folder = harbour(tmp_path, test_teams=("4096:", "_LARGEST:"))
    tests = folder / "test_teams.py"
    tests.write_text(
        tests.read_text().replace(
            "\nHANDBOOK", "\nfrom harbour_sizes import _LARGEST\n\nHANDBOOK"
        )
    )
    (folder / "harbour_sizes.py").write_text("_LARGEST = 4096\n")
    assert "harbour_sizes.py" in own_suite(requirements=[folder]).own[0].files


def test_its_sources_are_passages(tmp_path: Path) -> None:
    folder = harbour(
        tmp_path, test_teams=("source=HANDBOOK", 'source="harbour/handbook#teams"')
    )
    (folder / "sources.toml").write_text(SOURCES)
    source = own_suite(requirements=[folder]).sources["harbour/handbook#teams"]
    assert source.says == "The name of a team stays within the gateway."
    (folder / "sources.toml").write_text(SOURCES.replace('"vendor"', '"inferred"'))
    assert "what is only inferred cannot be a MUST" in slips(folder)
    (folder / "sources.toml").write_text(SOURCES.replace("says", "sais"))
    assert "Did you mean 'says'?" in slips(folder)
    (folder / "sources.toml").write_text(
        SOURCES.replace('ge."harbour/handbook', 'ge."harbour/handbok')
    )
    assert "Did you mean 'harbour/handbook'?" in slips(folder)


# The first line of what a slip is about.
_PLACES = {
    "import": "from conformance import",
    "HANDBOOK": "HANDBOOK = ",
    "accepted": '@requirement(\n    "harbour.team.accepted"',
    "kept": '@requirement(\n    "harbour.team.kept"',
    "size": '@requirement(\n    "harbour.answer.size"',
}


def line_of(about: str) -> int:
    """The line of the page's file at which something begins."""
    before, beginning, _ = FILES[f"harbour/{TESTS}"].partition(_PLACES[about])
    assert beginning
    return before.count("\n") + 1


@pytest.mark.parametrize(
    ("old", "new", "about", "said"),
    [
        (
            '"harbour.team.kept"',
            '"chat.stream.don"',
            "kept",
            "'chat.stream.done'?",
        ),
        ('"harbour.team.kept"', '"chat.team"', "kept", "Taken are: audio, auth,"),
        ('"harbour.team.kept"', '"Harbour Team"', "kept", "words in lower case"),
        (
            '"harbour.team.kept"',
            '"harbour.team.accepted"',
            "kept",
            "harbour.team.accepted is stated in",
        ),
        ('on=("own/team", "', 'on=("own/teams", "', "size", "Did you mean 'own/team'?"),
        ('"chat/minimal")', '"chat/minimall")', "size", "Did you mean 'chat/minimal'?"),
        (
            'fix="Leave out what clients do not read."',
            'fix=" "',
            "size",
            "`fix` is empty",
        ),
        (
            'breaks="Programs that name their team get no answer."',
            'breaks=""',
            "accepted",
            "a MUST says what it `breaks`",
        ),
        ('source="Gateway handbook 5.2"', 'source=""', "size", "`source` is empty"),
        (
            "(exchange: Exchange)",
            "(exchnge: Exchange)",
            "accepted",
            "mean 'exchange'?",
        ),
        ("(exchange: Exchange)", "()", "accepted", "it looks at nothing"),
        (
            "def test_a_short",
            "def a_short",
            "size",
            "call it test_a_short",
        ),
        (
            '    """The answer to a short question has at most 4096 bytes."""\n',
            "",
            "size",
            "give its function a docstring",
        ),
        (
            '"Gateway handbook 3.1, https',
            '"https',
            "accepted",
            "the source of a MUST has words beside its address",
        ),
    ],
)
def test_a_slip_is_told_with_its_place(
    old: str, new: str, about: str, said: str, tmp_path: Path
) -> None:
    folder = harbour(tmp_path, test_teams=(old, new))
    lines = slips(folder).splitlines()
    place = f"{folder / 'test_teams.py'}:{line_of(about)}: "
    assert any(one.startswith(place) and said in one for one in lines), lines


@pytest.mark.parametrize(
    ("old", "new", "about", "said"),
    [
        (
            "SHOULD, Exchange",
            "SHUOLD, Exchange",
            "import",
            "import name 'SHUOLD'",
        ),
        ('fix="Leave', 'fixx="Leave', "size", "Did you mean 'fix'?"),
        ("    SHOULD,\n", '    "SHUOLD",\n', "size", "'SHUOLD' is not a valid Level"),
        ("HANDBOOK = ", "HANDBOOK = 1 / 0 # ", "HANDBOOK", "ZeroDivisionError"),
        ("HANDBOOK = ", "HANDBOOK = (", "HANDBOOK", "SyntaxError"),
        (
            "HANDBOOK = ",
            "raise SystemExit(3)\nHANDBOOK = ",
            "HANDBOOK",
            "SystemExit",
        ),
    ],
)
def test_a_file_that_cannot_be_imported_says_where(
    old: str, new: str, about: str, said: str, tmp_path: Path
) -> None:
    folder = harbour(tmp_path, test_teams=(old, new))
    words = slips(folder)
    place = f"{folder / 'test_teams.py'}:{line_of(about)}: "
    assert words.startswith(f"{place}cannot be imported: ")
    assert said in words


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"needs": ["chat"]', '"needs": ["chats"]', "Did you mean 'chat'?"),
        ('"needs"', '"neds"', "Did you mean"),
        ('"steps": [', '"steps": [,', "team.json:5: "),
        ('"needs"', '"after": "chat/minimall", "needs"', "'chat/minimal'?"),
        ('"needs"', '"when": {"settings.nuls": true}, "needs"', "mean 'nulls'?"),
        (
            '"needs"',
            '"expects": "refusal", "status": "validaton", "needs"',
            "Did you mean 'validation'?",
        ),
    ],
)
def test_a_slip_in_a_case_names_it(
    old: str, new: str, said: str, tmp_path: Path
) -> None:
    words = slips(harbour(tmp_path, team=(old, new)))
    assert said in words
    assert "team" in words


def test_a_case_has_an_area_of_its_own(tmp_path: Path) -> None:
    folder = harbour(tmp_path)
    (folder / "cases" / "chat").mkdir()
    (folder / "cases" / "team.json").rename(folder / "cases" / "chat" / "minimal.json")
    words = slips(folder)
    assert "the folder 'chat' is relaycert's" in words
    assert folder_at(folder).cases[0].name == "chat/minimal"


def test_one_in_a_class_is_told(tmp_path: Path) -> None:
    folder = harbour(tmp_path)
    lines = FILES[f"harbour/{TESTS}"].splitlines()
    first = line_of("size") - 1
    below = [f"    {line}" for line in lines[first:]]
    text = "\n".join([*lines[:first], "class TestSizes:", *below, ""])
    (folder / TESTS).write_text(text)
    place = f"{folder / TESTS}:{first + 2}: TestSizes.test_a_short_answer_is_small: "
    assert slips(folder) == (
        f"{place}a requirement is a function of its module, not of a class."
    )


def test_a_folder_that_says_nothing_is_told(tmp_path: Path) -> None:
    assert "it is not there" in slips(tmp_path / "nowhere")
    assert "states no requirement" in slips(tmp_path)
    (tmp_path / "test_plain.py").write_text("def test_it():\n    assert True\n")
    assert "states no requirement" in slips(tmp_path)
    assert "it is a file" in slips(tmp_path / "test_plain.py")


def test_two_folders_of_one_name_are_told_apart_by_their_owner(tmp_path: Path) -> None:
    folders = [harbour(tmp_path / "a"), harbour(tmp_path / "b")]
    with pytest.raises(pytest.UsageError, match="has the same name"):
        own_suite(requirements=folders)
    # One folder that is named twice is one.
    assert len(own_suite(requirements=[folders[0], folders[0]]).own) == 1


def test_a_profile_that_names_one_makes_it_part_of_its_contract(tmp_path: Path) -> None:
    profile = tmp_path / "own.toml"
    profile.write_text(
        'extends = "aitre"\ntitle = "Handbook"\ndated = "2026-10"\n\n[[statement]]\n'
        'requirement = "harbour.team.*"\nlevel = "SHOULD"\nsource = "chapter 3"\n'
    )
    suite = own_suite([profile], [harbour(tmp_path)])
    stated = {e.id: e.requirement for e in suite.own[0].entries}
    kept, size = stated["harbour.team.kept"], stated["harbour.answer.size"]
    own, other = suite.profiles["own"], suite.profiles["aitre"]
    assert [is_apart(kept, own), is_apart(kept, other)] == [False, True]
    assert (own.level(kept), other.level(kept)) == (SHOULD, MUST)
    assert is_apart(size, own)
    with pytest.raises(pytest.UsageError, match="no such requirement"):
        own_suite([profile])


def test_globs_of_others_do_not_mean_it(tmp_path: Path) -> None:
    """`aitre` says something of `*.stream.usage`, and nothing of a company's."""
    folder = harbour(
        tmp_path, test_teams=('"harbour.team.kept"', '"harbour.stream.usage"')
    )
    suite = own_suite(requirements=[folder])
    (entry,) = (e for e in suite.own[0].entries if e.id == "harbour.stream.usage")
    assert suite.profiles["aitre"].level(entry.requirement) is MUST
    assert is_apart(entry.requirement, suite.profiles["aitre"])
