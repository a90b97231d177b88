"""The command that says what a newer document changes."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from conformance.inputs.statement import PageStatement
from conformance.tests.trace.__main__ import main
from conformance.tests.trace.update import report

INSTALLED = ["a/b#n", "a/b#n:maximum=4", "a/b#old", "a/b#odd"]
NEWER = ["a/b#n", "a/b#n:maximum=8", "a/b#web.depth", "a/b#web.range", "a/b#new"]


def a_statement(id: str, *covers: str) -> PageStatement:
    """A statement of our own, with the places that it covers."""
    return PageStatement(id, "openai", "It is so.", (), "", covers=covers)


def run(file: Path, text: str) -> Result:
    """The command on a file with a text."""
    file.write_text(text, "utf-8")
    return CliRunner().invoke(main, [str(file)])


def test_what_is_new_changed_and_gone_is_listed() -> None:
    statements = [
        a_statement("a/b#n", "a/b#n:maximum=4"),
        a_statement("a/b#web", "a/b#web*"),
        a_statement("a/b#old"),
    ]
    assert list(report(INSTALLED, NEWER, statements)) == [
        "5 places, 4 in the installed document",
        "\nchanged: 1",
        "  a/b#n:maximum=4 -> a/b#n:maximum=8",
        "\nnew, neither traced nor untested: 1",
        "  a/b#new",
        "\nnew, in a statement: 1",
        "  a/b#web (2)",
        "\ngone: 2",
        "  a/b#old",
        "  a/b#odd",
    ]


def test_what_has_gone_names_its_statement() -> None:
    lines = list(report(INSTALLED, [], [a_statement("a/b#n", "a/b#o*")]))
    assert lines[-4:] == [
        "  a/b#n",
        "  a/b#n:maximum=4",
        "  a/b#old in a/b#n",
        "  a/b#odd in a/b#n",
    ]


def test_a_document_that_states_nothing_new_is_fine(tmp_path: Path) -> None:
    result = run(tmp_path / "api.json", json.dumps({"paths": {"/models": {}}}))
    assert result.exit_code == 0, result.output
    assert "changed: 0" in result.output
    assert "  openai/chat#request.temperature\n" in result.output


def test_a_document_with_a_new_operation_is_not(tmp_path: Path) -> None:
    text = 'paths:\n  /models:\n    put:\n      responses:\n        "204": {}\n'
    result = run(tmp_path / "api.yaml", text)
    assert result.exit_code == 1
    named = "  openai/operations#PUT /models.route\n"
    assert f"new, neither traced nor untested: 2\n{named}" in result.output


@pytest.mark.parametrize("text", ["[1, 2]", "paths: 7", "openapi: [", "just words"])
def test_what_is_no_document_is_refused(tmp_path: Path, text: str) -> None:
    result = run(tmp_path / "api.yaml", text)
    assert result.exit_code == 2
    assert "api.yaml" in result.output
