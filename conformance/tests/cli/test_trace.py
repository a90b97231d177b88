"""Every statement of the vendors is judged, or listed with the reason why not."""

import json
import re
from collections import Counter
from dataclasses import replace

import click
import pytest
from click.testing import CliRunner

from conformance.cli import trace
from conformance.cli.main import main
from conformance.cli.trace_tables import Names
from conformance.formats.paths import data
from conformance.inputs.statement import PageStatement
from conformance.inputs.suite import tables
from conformance.tests.helpers import a_profile, an_exchange
from conformance.tests.packaged import CATALOGUE, SUITE
from conformance.tests.pages import PAGES
from conformance.tests.requirements.test_seeds import (
    MODELLSS_COMPLETION,
    MODELLSS_COMPLETION_ANSWER,
)

ENTRIES = {entry.id: entry for entry in CATALOGUE.entries}
JUDGED = [(one, id) for one in SUITE.statements for id in one.judged_by]
# Where each oddity of the differences table that touches these routes is concluded. The
# others are about audio (10), pictures (12) and Midjourney (15).
ODDITIES = {
    1: ("statement", "modellss/completions#title"),
    2: ("statement", "modellss/completions#description.prefer-chat"),
    3: ("statement", "modellss/completions#answer.model"),
    4: ("statement", "modellss/completions#example.pair"),
    5: ("case", "completions/example-modellss"),
    6: ("case", "auth/completions-empty-key"),
    7: ("statement", "modellss/completions#route.host"),
    8: ("statement", "modellss/completions#navigation.schemas"),
    9: ("statement", "aitre/chat#description.completions"),
    11: ("statement", "aitre/chat#example.answer"),
    13: ("statement", "aitre/chat#header.none"),
    14: ("statement", "aitre/completions#example.curl"),
    16: ("statement", "vmware/completions#status.400.not-ready"),
    17: ("statement", "vmware/completions#status.404.body"),
    18: ("case", "errors/vmware-sample"),
    19: ("statement", "vmware/completions#request.temperature.default"),
    20: ("statement", "vmware/completions#status.422.example"),
    21: ("requirement", "portability.stop-string"),
    22: ("statement", "vmware/completions#request.stream_options.only-with-stream"),
    23: ("requirement", "chat.stream.object"),
    24: ("requirement", "models.list.fields"),
    25: ("requirement", "completions.created"),
}
ELSEWHERE = {10, 12, 15}


def of_pair(value: object) -> str:
    """The name under which a statement, or a requirement, is listed."""
    return value.id if isinstance(value, PageStatement) else str(value)


@pytest.mark.parametrize("document", PAGES)
def test_each_statement_of_a_page_is_listed(document: str) -> None:
    """The list has what the page states, no more and no less."""
    listed = [one.name for one in SUITE.statements if one.document == document]
    assert len(listed) == len(set(listed))
    assert set(listed) == PAGES[document].names


def test_the_pages_are_the_four_that_the_suite_was_made_for() -> None:
    """Each document of the mark `seed` is traced, under its own profile."""
    seeds = {
        key.split("#")[0] for key, one in SUITE.sources.items() if one.mark == "seed"
    }
    assert seeds == set(PAGES)
    traced = {one.document: one.profile for one in SUITE.statements}
    assert {document: traced[document] for document in PAGES} == {
        document: page.profile for document, page in PAGES.items()
    }


def test_each_statement_is_of_a_document_that_is_cited() -> None:
    """Its document has a title, an address and a mark."""
    cited = tables(data("cases"), "sources")["document"]
    assert {one.document for one in SUITE.statements} - cited.keys() == set()


def test_each_contract_is_traced() -> None:
    """Each contract has statements of its vendor's documents."""
    assert set(SUITE.profiles) - {one.profile for one in SUITE.statements} == set()


@pytest.mark.parametrize("one", SUITE.statements, ids=of_pair)
def test_a_statement_is_judged_or_has_a_reason(one: PageStatement) -> None:
    """No statement is in neither list or in both, and each says something."""
    assert bool(one.judged_by) != bool(one.untested)
    for said in (one.says, one.untested or one.says):
        assert re.fullmatch(r"[A-Z`][^\n]*\.", said)


def test_reasons_are_given_for_statements() -> None:
    """Each reason belongs to statements, none of which has another."""
    rows = tables(data("cases"), "untested")
    grouped = [id for row in rows.pop("group").values() for id in row["of"]]
    assert Counter([*rows, *grouped]).most_common(1)[0][1] == 1
    assert {*rows, *grouped} <= {one.id for one in SUITE.statements}


@pytest.mark.parametrize(("one", "id"), JUDGED, ids=of_pair)
def test_what_judges_a_statement_is_judged_under_its_profile(
    one: PageStatement, id: str
) -> None:
    """The requirement exists, and the vendor's profile sends a case for it."""
    assert CATALOGUE.cases_of(ENTRIES[id], SUITE.profiles[one.profile])


@pytest.mark.parametrize(("number", "where"), ODDITIES.items())
def test_an_oddity_is_concluded(number: int, where: tuple[str, str]) -> None:
    """What concludes an oddity is there."""
    known: dict[str, set[str]] = {
        "statement": {one.id for one in SUITE.statements},
        "case": set(SUITE.cases),
        "requirement": set(ENTRIES),
    }
    assert number not in ELSEWHERE
    assert where[1] in known[where[0]]


def test_all_oddities_have_their_place() -> None:
    """The table of differences counts 25 of them."""
    assert set(ODDITIES) | ELSEWHERE == set(range(1, 26))


def test_a_sample_that_names_another_model_is_not_blamed() -> None:
    """An alias is no fault: the page's own answer names another than its request."""
    assert MODELLSS_COMPLETION["model"] != MODELLSS_COMPLETION_ANSWER["model"]
    answer = an_exchange(body=json.dumps(MODELLSS_COMPLETION_ANSWER).encode())
    ENTRIES["completions.model"].function(answer, SUITE.profiles["modellss"])


def test_the_trace_is_shown_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    """Programs get the statements and the routes of one profile."""
    trace.print_trace(CATALOGUE, "vmware-pais", as_json=True)
    rows = json.loads(capsys.readouterr().out)
    assert {row["statement"].split("#")[0] for row in rows} == {
        "vmware/completions",
        "vmware-pais/endpoints",
    }
    assert [row for row in rows if row["statement"].endswith("#status.422")] == [
        {
            "statement": "vmware/completions#status.422",
            "profile": "vmware-pais",
            "says": "A validation error is answered with 422.",
            "mark": "seed",
            "seen_on": "",
            "judged_by": ["errors.completions.status"],
            "untested": "",
            "covers": [],
        }
    ]


def test_the_trace_is_shown_as_tables(capsys: pytest.CaptureFixture[str]) -> None:
    """People get a table for each page, with reasons where nothing judges."""
    trace.print_trace(CATALOGUE, "aitre", as_json=False)
    shown = " ".join(capsys.readouterr().out.split())
    parts = ("aitre/completions", "aitre/chat", "aitre/endpoints")
    for part in (*parts, "auth.no-key", "embeddings.accepted", "not judged"):
        assert part in shown
    assert "vmware" not in shown


def shown(*arguments: str) -> str:
    """What the command prints of the trace."""
    ended = CliRunner().invoke(main, ["list", "--trace", *arguments])
    assert ended.exit_code == 0, ended.output
    return ended.output


def test_the_statements_of_each_document_are_counted() -> None:
    """A table at the end says how many of each are judged, and how many are not."""
    rows = [line.split() for line in shown("--profile", "openai").splitlines()]
    counts = {row[0]: row[1:] for row in rows if row and row[-1].isdigit()}
    for document in ("openai/chat", "openai/images"):
        of_it = [one for one in SUITE.statements if one.document == document]
        judged = sum(bool(one.judged_by) for one in of_it)
        numbers = [str(n) for n in (len(of_it), judged, len(of_it) - judged)]
        assert counts[document] == numbers


def test_one_document_can_be_shown() -> None:
    """It alone, without what is odd in others, and what its statements cover."""
    alone = shown("--document", "openai/embeddings")
    assert "request.dimensions" in alone
    assert "openai/chat" not in alone
    assert "oddities" not in alone
    rows = json.loads(shown("--document", "openai/embeddings", "--json"))
    covers = {row["statement"]: row["covers"] for row in rows}
    dimensions = "openai/embeddings#request.dimensions"
    assert covers[dimensions] == [f"{dimensions}:minimum=1", f"{dimensions}:integer"]


@pytest.mark.parametrize(
    ("arguments", "advice"),
    [
        (("--trace", "--document", "openai/embedding"), "'openai/embeddings'?"),
        (("--trace", "--profile", "aitre", "--document", "openai/chat"), "aitre/chat"),
        (("--document", "openai/chat"), "--trace"),
    ],
)
def test_a_document_that_is_not_there_is_refused(
    arguments: tuple[str, ...], advice: str
) -> None:
    """It says which there are, or with what the option goes."""
    ended = CliRunner().invoke(main, ["list", *arguments])
    assert ended.exit_code == 2
    assert advice in " ".join(ended.output.split())


def test_a_long_name_is_broken_at_its_signs() -> None:
    """Nothing is cut in the middle of a word that fits by itself."""
    names = Names("request.messages(tool).content:array", "chat.accepted")
    assert names.lines(20) == [
        "request.messages",
        "(tool).content:array",
        "chat.accepted",
    ]
    assert names.lines(9)[:3] == ["request.", "messages", "(tool)."]


def test_the_trace_fits_into_eighty_columns() -> None:
    """Whatever the names are, no line is wider than a usual terminal."""
    assert max(map(len, shown("--profile", "openai").splitlines())) <= 80


def test_a_profile_without_pages_is_told_of() -> None:
    """A contract that is there, but of which nothing is stated."""
    known = ", ".join(sorted({one.profile for one in SUITE.statements}))
    suite = SUITE.with_profile(a_profile(name="acme"))
    with pytest.raises(click.UsageError, match=f"Known: {known}"):
        trace.print_trace(replace(CATALOGUE, suite=suite), "acme", as_json=False)


def test_the_trace_takes_no_filter_of_requirements() -> None:
    """An area or a level says nothing about statements: it is refused, not ignored."""
    ended = CliRunner().invoke(main, ["list", "--trace", "--area", "chat"])
    assert ended.exit_code == 2
    assert "--profile" in ended.output
