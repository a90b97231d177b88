"""What Allure's results say in the end, and how they are sorted."""

import re
from typing import Any

import pytest
from allure_commons import model2

from conformance.core.verdict import Outcome
from conformance.reporting.allure.context import categories
from conformance.reporting.allure.results import Place, Results
from conformance.tests.reports import HOSTILE, an_outcome, violated

PLACE = Place("relay", "chat.id", "chat/minimal")


def _result(message: str = "from pytest") -> Any:
    return model2.TestResult(
        fullName="somewhere.test_chat#test_id",
        historyId="of a file and a function",
        parameters=[
            model2.Parameter("recording", "'quoted'"),
            model2.Parameter("other", "kept"),
        ],
        statusDetails=model2.StatusDetails(message=message, trace="a line of code"),
    )


def _told(outcome: Outcome | None) -> Any:
    result = _result()
    Results(PLACE, outcome).report_result(result)
    return result


def test_a_result_is_known_by_target_requirement_and_case() -> None:
    first, again = _told(an_outcome()), _told(violated("chat.id"))
    assert first.historyId == again.historyId == PLACE.history
    assert first.titlePath == ["relay", "chat", "chat.id"]
    assert [p.value for p in first.parameters] == ["relay: chat/minimal", "kept"]


@pytest.mark.parametrize(
    "other",
    [
        Place("relay2", "chat.id", "chat/minimal"),
        Place("relay", "chat.id2", "chat/minimal"),
        Place("relay", "chat.id", "chat/minimal2"),
    ],
)
def test_no_two_items_share_a_history(other: Place) -> None:
    assert other.history != PLACE.history


def test_a_violation_is_told_in_the_words_of_the_report() -> None:
    details = _told(violated("chat.id")).statusDetails
    assert details.message == "MUST violated: expected a text, got 7, at /id"
    assert details.trace.split("\n") == [
        "expected: a text",
        "got: 7",
        "where: /id",
        "case: chat/minimal",
        "recording: recordings/relay/chat/minimal.json",
    ]
    assert not details.known


def test_what_is_waived_is_known() -> None:
    details = _told(an_outcome(verdict="waived", message="got 7")).statusDetails
    assert details.message == "MUST waived: got 7"
    assert details.known


def test_a_defect_keeps_the_words_that_help() -> None:
    details = _told(None).statusDetails
    assert (details.message, details.trace) == ("from pytest", "a line of code")


def _container() -> Any:
    trouble = model2.StatusDetails(message="NotOffered", trace="a line of code")
    shown = model2.TestBeforeResult(
        name="recording",
        status="broken",
        statusDetails=trouble,
        attachments=[model2.Attachment("create: request", "a.txt", "text/plain")],
    )
    return model2.TestResultContainer(
        befores=[shown, model2.TestBeforeResult(name="models")],
        afters=[model2.TestAfterResult(name="recording::<lambda>")],
    )


def test_of_what_was_set_up_the_exchange_is_left() -> None:
    container = _container()
    Results(PLACE, an_outcome(verdict="not-applicable")).report_container(container)
    (left,) = container.befores
    assert (left.name, left.status, left.statusDetails) == (
        "recording",
        "skipped",
        None,
    )
    assert left.attachments[0].name == "create: request"
    assert container.afters == []


@pytest.mark.parametrize("listener", [Results(), Results(PLACE)])
def test_what_another_item_or_a_defect_set_up_is_kept(listener: Results) -> None:
    container = _container()
    listener.report_container(container)
    assert container == _container()


def test_what_is_no_requirement_is_left_alone() -> None:
    result = _result()
    Results().report_result(result)
    assert result == _result()


def test_what_was_told_of_one_item_is_not_told_of_the_next() -> None:
    listener, following = Results(PLACE, violated("chat.id")), _result()
    listener.report_result(_result())
    listener.report_result(following)
    assert following == _result()


@pytest.mark.parametrize("text", HOSTILE)
def test_words_of_a_target_do_nothing_and_can_be_written(text: str) -> None:
    told = violated("chat.id", message=text, got=text, at=text, expected=text)
    details = _told(told).statusDetails
    for shown in (details.message, *details.trace.split("\n")):
        assert shown.isprintable()
    assert len(details.trace.split("\n")) == 5
    f"{details.message}{details.trace}".encode()


@pytest.mark.parametrize("text", ["", "\n", *HOSTILE, "SHOULD waived: no"])
@pytest.mark.parametrize("level", ["MUST", "SHOULD", "MAY"])
@pytest.mark.parametrize(
    ("verdict", "name"),
    [
        ("violated", "{level} violated"),
        ("waived", "Waived"),
        ("inconclusive", "Inconclusive"),
        ("not-tested", "Not tested"),
        ("not-applicable", "Not applicable"),
    ],
)
def test_each_verdict_has_a_category(
    verdict: str, name: str, level: str, text: str
) -> None:
    told = _told(an_outcome(level=level, verdict=verdict, message=text))
    assert _matching(told.statusDetails.message) == [name.format(level=level)]


@pytest.mark.parametrize("text", ["KeyError: 'id'", "Failed\nMUST violated: no", ""])
def test_a_defect_of_the_suite_has_a_category(text: str) -> None:
    assert _matching(text) == ["Defect of the suite"]


def _matching(message: str) -> list[str]:
    return [
        row["name"]
        for row in categories()
        if re.fullmatch(row["messageRegex"], message)  # as Java does it
        and re.search(row["messageRegex"], message)  # as JavaScript does it
    ]
