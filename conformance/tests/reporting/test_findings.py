"""What is told of a finding: its place, and how often it was found."""

from typing import Any

import pytest

from conformance.reporting import findings
from conformance.tests.reports import a_report, judge, violated


@pytest.mark.parametrize(
    ("found", "where"),
    [
        ({}, "/id, in chat/minimal"),
        ({"at": ""}, "chat/minimal"),
        ({"step": "again"}, "/id, in the step again of chat/minimal"),
        ({"at": "", "step": "again"}, "the step again of chat/minimal"),
    ],
)
def test_the_place_names_the_step_where_there_are_several(
    found: dict[str, Any], where: str
) -> None:
    made = a_report(judge(violated("chat.id", **found)))
    assert findings.where(made["verdicts"][0]) == where


def test_the_place_says_where_else_it_was_found() -> None:
    first = violated("chat.id")
    same = violated("chat.id", case="chat/n")
    other = violated("chat.id", case="chat/user", message="expected more")
    made = a_report(judge(first, same, other))
    assert findings.where(made["verdicts"][0]) == (
        "/id, in chat/minimal; and on 1 more case and in another way on 1 more case"
    )
