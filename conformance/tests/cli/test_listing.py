"""What `list` and `explain` print."""

import json

import click
import pytest

from conformance.cli import listing
from conformance.core.explanation import less_asked, same_answer
from conformance.core.requirement import Level
from conformance.inputs.profile import Statement
from conformance.inputs.source import Source
from conformance.reporting.catalogue import Catalogue
from conformance.reporting.terminal import Colors, laid_out
from conformance.tests.helpers import a_case, a_profile, a_suite
from conformance.tests.reports import an_entry

ENTRIES = (
    an_entry("chat.id"),
    an_entry(
        "chat.strict",
        "SHOULD",
        explained_by=(
            *same_answer("chat.id"),
            *less_asked("chat.*", cases="chat/a", when="chat/b"),
        ),
    ),
    an_entry("models.id", on=("models/*",)),
)
PASSAGE = Source(
    "openai/chat#object", "OpenAI: Chat", "https://docs.test/chat", "vendor", "Says so."
)
OPENAI = a_profile(name="openai", required=("chat", "models"), optional=())
VENDOR = a_profile(
    name="vendor",
    required=("chat", "models"),
    optional=(),
    statements=(Statement("chat.id", Level.MAY, "vendor/chat#id"),),
)


CATALOGUE = Catalogue(
    a_suite(
        a_case("chat/a", needs=("chat",)),
        a_case("models/a", needs=("models",)),
        profiles={"openai": OPENAI, "vendor": VENDOR},
        sources={PASSAGE.key: PASSAGE},
    ),
    ENTRIES,
)


@pytest.mark.parametrize(
    ("area", "level", "ids"),
    [
        (None, None, ["chat.id", "chat.strict", "models.id"]),
        ("chat", None, ["chat.id", "chat.strict"]),
        (None, "must", ["chat.id", "models.id"]),
        ("chat", "should", ["chat.strict"]),
    ],
)
def test_the_list_is_filtered(
    area: str | None, level: str | None, ids: list[str]
) -> None:
    rows = listing.chosen(CATALOGUE, OPENAI, area, level)
    assert [entry.id for entry, _ in rows] == ids


def test_levels_are_those_of_the_profile() -> None:
    rows = listing.chosen(CATALOGUE, VENDOR, "chat", "may")
    assert [entry.id for entry, _ in rows] == ["chat.id"]


def test_the_list_as_json_can_be_read_by_programs(
    capsys: pytest.CaptureFixture[str],
) -> None:
    listing.print_list(CATALOGUE, "chat", "may", "vendor", as_json=True)
    assert json.loads(capsys.readouterr().out) == [
        {
            "requirement": "chat.id",
            "area": "chat",
            "level": "MAY",
            "sentence": "An answer has what chat.id says.",
            "source": "vendor/chat#id",
            "cases": ["chat/a"],
            "breaks": "Clients cannot tell answers apart.",
            "fix": "Send an id.",
            "own": False,
        }
    ]


def test_the_list_as_a_table_has_id_level_and_sentence(
    capsys: pytest.CaptureFixture[str],
) -> None:
    listing.print_list(CATALOGUE, "models", None, "openai", as_json=False)
    heading, row, number = capsys.readouterr().out.splitlines()
    assert heading.split() == ["requirement", "level", "sentence"]
    assert row.split(maxsplit=2) == [
        "models.id",
        "MUST",
        "An answer has what models.id says.",
    ]
    assert number == "1 requirement"


@pytest.mark.parametrize(
    ("area", "profile", "words"),
    [("chta", "openai", "Did you mean 'chat'"), (None, "x", "Known: openai, vendor")],
)
def test_a_list_of_nothing_says_what_there_is(
    area: str | None, profile: str, words: str
) -> None:
    with pytest.raises(click.UsageError, match=words):
        listing.print_list(CATALOGUE, area, None, profile, as_json=False)


def test_an_explanation_holds_all_that_is_known() -> None:
    proofs = [("no-id", "Leaves the id out.")]
    text = laid_out(
        listing.explanation(ENTRIES[0], CATALOGUE, proofs), 120, Colors.NONE
    )
    words = " ".join(text.split())
    for part in (
        "chat.id An answer has what chat.id says.",
        "openai MUST OpenAI: Chat: Says so. (vendor) https://docs.test/chat",
        "vendor MAY vendor/chat#id",
        "impact Clients cannot tell answers apart.",
        "fix Send an id.",
        "judged on chat/a",
        "faults that prove it no-id Leaves the id out.",
    ):
        assert part in words


def test_what_explains_it_is_said_and_what_it_explains() -> None:
    above, below = (
        " ".join(
            laid_out(
                listing.explanation(entry, CATALOGUE, []), 200, Colors.NONE
            ).split()
        )
        for entry in ENTRIES[:2]
    )
    answer = "where the very same answer violates both"
    less = (
        "where a request that asks for less violates it already, "
        "on chat/a, if violated on chat/b"
    )
    assert f"explains chat.strict {answer} chat.strict {less} judged on" in above
    assert "explained by" not in above
    assert f"explained by chat.id {answer} chat.* {less} judged on" in below
    assert " explains " not in below


def test_profiles_that_say_the_same_are_told_of_once() -> None:
    text = laid_out(listing.explanation(ENTRIES[1], CATALOGUE, []), 80, Colors.NONE)
    assert "openai, vendor  SHOULD" in text
    assert "faults" not in text


def test_an_unknown_id_leads_to_a_known_one() -> None:
    with pytest.raises(click.UsageError, match=r"Did you mean chat\.strict"):
        listing.print_explanation(CATALOGUE, "chat.strikt", [])
