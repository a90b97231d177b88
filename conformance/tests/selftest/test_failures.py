"""The ways to fail: each is listed, noted when it is met, and missed when it is not."""

import pytest
from click.testing import CliRunner

from conformance.cli.main import main
from conformance.core.violation import Violation
from conformance.relay import faults
from conformance.requirements.reading import parsed
from conformance.selftest import failures, results, table
from conformance.selftest.failures import failure_lines, raised_at, raising_lines
from conformance.selftest.results import BendResult, bends, unreached_lines
from conformance.selftest.table import DetectionTable
from conformance.selftest.worker import Work, findings_of
from conformance.tests.packaged import SUITE

MODULE = """
def _unlike(expected: str) -> Violation:
    return Violation(expected)


def judge(value: object) -> None:
    if value is None:
        raise Violation(
            "a value",
        )
    try:
        check(value)
    except ValueError:
        raise Violation("JSON") from None
    except KeyError:
        raise Blocked("no key")
    raise _unlike("another")
"""


def test_each_raise_is_a_line() -> None:
    """Each raise of a Violation is a line, also of one that a function makes."""
    assert raising_lines(MODULE) == [8, 14, 17]


def test_lines_of_the_requirements_are_listed() -> None:
    """Tests and helpers of requirements have lines in the list."""
    places = {line.partition(":")[0] for line in failure_lines()}
    assert {"reading.py", "chat/test_answer.py", "clients/_results.py"} <= places


def test_the_line_that_raised_is_named() -> None:
    """A Violation of the requirements is named by the line that raised it."""
    with pytest.raises(Violation) as raised:
        parsed("{", "the text")
    assert raised_at(raised.value) in failure_lines()


def test_other_errors_have_no_line() -> None:
    """An error that no requirement raised has no line."""
    with pytest.raises(Violation) as raised:
        raise Violation("a value")
    assert raised_at(raised.value) == ""
    assert raised_at(KeyError("id")) == ""
    assert raised_at(None) == ""


def test_a_judged_fault_notes_its_line() -> None:
    """Judging a fault notes the lines that raised, all of which are listed."""
    lines = findings_of(Work("chat-choices-empty", "openai")).lines
    assert lines
    assert lines <= failure_lines()


def row(*lines: str) -> BendResult:
    """A good row that reached these lines."""
    return BendResult("name", "fault", "openai", lines=lines)


def test_a_line_that_no_row_reaches_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """A whole table that misses a line is not good, and names it; a part is."""
    monkeypatch.setattr(results, "failure_lines", lambda: frozenset({"a.py:1", "b:2"}))
    assert unreached_lines([row("a.py:1")]) == ["b:2"]
    whole = DetectionTable([row("a.py:1")])
    assert not whole.good
    assert "1 of 2 ways to fail shown." in whole.notes
    assert "No fault reaches b:2." in whole.notes
    part = DetectionTable([row("a.py:1")], whole=False)
    assert part.good
    assert not any("ways to fail" in note for note in part.notes)
    assert DetectionTable([row("a.py:1"), row("b:2")]).good


def test_without_the_client_its_rows_are_left_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Where OpenAI's client is missing, the table says what it left out."""
    monkeypatch.setattr(results, "has_client", lambda: False)
    monkeypatch.setattr(table, "has_client", lambda: False)
    judged = {bend.name for bend, _ in bends(SUITE) if bend}
    named = [fault.name for fault in faults() if fault.caught_by.startswith("clients.")]
    assert named
    assert not judged.intersection(named)
    (note,) = [note for note in DetectionTable([]).notes if "Left out" in note]
    assert all(name in note for name in named)
    lines = results.countable_lines()
    assert failures.CLIENTS not in {line.partition("/")[0] for line in lines}


def test_every_requirement_on_clients_has_a_fault() -> None:
    """Each requirement of the area `clients` is named by a fault."""
    caught = {fault.caught_by for fault in faults()}
    subjects = ("chat", "stream", "tools", "embeddings", "errors")
    assert {f"clients.{subject}" for subject in subjects} <= caught


@pytest.mark.process
def test_the_command_tells_of_a_part_without_counting() -> None:
    """A run of named faults prints no count of ways to fail."""
    outcome = CliRunner().invoke(main, ["selftest", "client-error-as-200"])
    assert outcome.exit_code == 0, outcome.output
    assert "ways to fail" not in outcome.output
    assert "client-error-as-200" in outcome.output
