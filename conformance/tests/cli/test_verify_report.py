"""A report that says anything else than its recordings show is found out."""

from copy import deepcopy
from typing import Any, cast

import pytest

from conformance.cli.verify.report import differences, interrupted, unreached
from conformance.core.exceptions import LossReason
from conformance.core.verdict import ExitCode, NotTestedReason, Outcome
from conformance.reporting.catalogue import Catalogue
from conformance.reporting.document import Report
from conformance.reporting.older import completed
from conformance.reporting.report import build
from conformance.tests.helpers import a_target
from conformance.tests.reports import (
    MOMENT,
    a_header,
    an_outcome,
    judge,
    lost,
    violated,
)

OUTCOMES = (
    violated("chat.a"),
    violated("chat.a", case="chat/other"),
    an_outcome("chat.b"),
    lost("chat.c"),
)


def a_report(*outcomes: Outcome, **changes: Any) -> Report:
    return build(a_header(**changes), [judge(*(outcomes or OUTCOMES))], Catalogue())


def kinds(told: Report, shown: Report) -> list[tuple[str, str]]:
    return [(found.kind, found.place) for found in differences(told, shown)]


def test_the_same_report_has_no_difference() -> None:
    assert kinds(a_report(), a_report()) == []


def test_when_and_how_a_report_was_made_may_differ() -> None:
    told = a_report(id="one", started=MOMENT.replace(year=2025), mode="live")
    told["targets"][0]["usage"]["seconds"] = 99.0
    assert kinds(told, a_report(mode="replay")) == []


def test_the_order_of_items_may_differ() -> None:
    assert kinds(a_report(), a_report(*reversed(OUTCOMES))) == []


def test_why_an_exchange_was_lost_may_be_told_in_other_words() -> None:
    shown = a_report(*OUTCOMES[:3], lost("chat.c", message="it is not there"))
    assert kinds(a_report(), shown) == []


def verdict(report: Report, id: str) -> Any:
    return next(v for v in report["verdicts"] if v["requirement"] == id)


LIES = {
    "verdict": lambda told: verdict(told, "chat.a").update(verdict="pass"),
    "level": lambda told: verdict(told, "chat.a").update(level="MAY"),
    "message": lambda told: verdict(told, "chat.a").update(message="nothing"),
    "sentence": lambda told: verdict(told, "chat.b").update(sentence="Other."),
    "source": lambda told: verdict(told, "chat.b")["source"].update(url="x"),
    "lack": lambda told: verdict(told, "chat.c").update(lack="instrument"),
    "got": lambda told: verdict(told, "chat.a")["items"][1].update(got="8"),
    "case": lambda told: verdict(told, "chat.b")["items"][0].update(case="chat/x"),
    "item": lambda told: verdict(told, "chat.a")["items"].pop(),
}


@pytest.mark.parametrize("lie", LIES.values(), ids=LIES)
def test_a_verdict_that_says_something_else_is_named(lie: Any) -> None:
    told = a_report()
    lie(told)
    ((kind, place),) = kinds(told, a_report())
    assert kind == "verdict"
    assert place.startswith("relay chat.")


def test_a_changed_verdict_is_told_with_both() -> None:
    told = a_report()
    verdict(told, "chat.a")["verdict"] = "pass"
    (found,) = differences(told, a_report())
    assert found.says == "the report says pass, the recordings show violated"


TARGET_LIES = {
    "conformant": True,
    "strict": True,
    "state": "conformant",
    "headline": "Conformant",
    "detail": "strict",
    "counts": {},
    "conclusion": "CONFORMANT, strict",
    "claims": ["chat"],
    "models": {},
    "base_url": "https://other.example/v1",
    "bad_waivers": ["one"],
}


@pytest.mark.parametrize("field", TARGET_LIES)
def test_a_target_that_is_told_to_be_another_is_named(field: str) -> None:
    told = a_report()
    target: Any = told["targets"][0]
    target[field] = TARGET_LIES[field]
    (found,) = differences(told, a_report())
    assert (found.kind, found.place) == ("target", "relay")
    assert field in found.says


def test_numbers_are_not_truths() -> None:
    told = a_report()
    target: Any = told["targets"][0]
    target["conformant"] = 0
    assert kinds(told, a_report()) == [("target", "relay")]


def test_counts_and_costs_are_compared() -> None:
    told = a_report()
    told["targets"][0]["summary"]["levels"]["MUST"]["violated"] = 0
    told["targets"][0]["usage"]["requests"] = 1
    assert kinds(told, a_report()) == [("target", "relay")] * 2


def test_what_is_left_out_is_named() -> None:
    told = a_report()
    told["verdicts"] = told["verdicts"][1:]
    (found,) = differences(told, a_report())
    assert found.place == "relay chat.a"
    assert found.says == "left out of the report: violated"


def test_what_nothing_shows_is_named() -> None:
    told = a_report()
    told["verdicts"].append(deepcopy(told["verdicts"][0]) | {"requirement": "chat.z"})
    assert kinds(told, a_report()) == [("verdict", "relay chat.z")]


def test_what_stands_there_twice_is_named() -> None:
    told = a_report()
    told["verdicts"].append(deepcopy(told["verdicts"][0]) | {"verdict": "pass"})
    told["targets"].append(deepcopy(told["targets"][0]) | {"conformant": True})
    assert kinds(told, a_report()) == [
        ("target", "relay"),
        ("verdict", "relay chat.a"),
    ]


def test_another_end_of_the_run_is_named() -> None:
    told = a_report(exit_code=ExitCode.CONFORMANT)
    assert kinds(told, a_report()) == [("run", "exit_code")]


def test_defects_are_counted() -> None:
    told = a_report(defects=("one in /home/a",))
    assert kinds(told, a_report(defects=("one in /home/b",))) == []
    assert kinds(told, a_report()) == [("run", "defects")]


def test_a_target_of_which_nothing_was_chosen_needs_no_recording() -> None:
    empty = judge(target=a_target(name="other"))
    told = build(a_header(), [judge(*OUTCOMES), empty], Catalogue())
    assert kinds(told, a_report()) == []
    told["targets"][1]["conformant"] = True
    assert kinds(told, a_report()) == [("target", "other")]


def test_a_target_of_which_nothing_was_chosen_leaves_the_run_incomplete() -> None:
    empty = judge(target=a_target(name="other"))
    clean = (an_outcome("chat.b"),)
    shown = a_report(*clean, exit_code=ExitCode.CONFORMANT)
    for code, found in (
        (ExitCode.INCOMPLETE, []),
        (ExitCode.CONFORMANT, [("run", "exit_code")]),
    ):
        told = build(a_header(exit_code=code), [judge(*clean), empty], Catalogue())
        assert kinds(told, shown) == found


@pytest.mark.parametrize(
    ("told", "shown", "same"),
    [
        ("got [redacted-key]", "got sk-12", True),
        ("got [redacted-key] and [redacted-key]", "got a and b", True),
        ("got [redacted-key]", "had sk-12", False),
        ("got [redacted-key] x", "got sk-12", False),
        ("ab[redacted-key]ba", "aba", False),
        ("[redacted-key]b[redacted-key]", "aaa", False),
    ],
)
def test_a_secret_that_only_the_maker_knew_is_no_lie(
    told: str, shown: str, same: bool
) -> None:
    found = kinds(
        a_report(violated("a.b", got=told)), a_report(violated("a.b", got=shown))
    )
    assert (found == []) is same


def test_items_that_the_run_did_not_reach_have_no_recording() -> None:
    missed = an_outcome(
        "chat.d", verdict="not-tested", lack=NotTestedReason.LOST, recording=""
    )
    kept = lost("chat.c", recording="recordings/relay/chat/minimal.json")
    told = a_report(OUTCOMES[0], kept, missed)
    assert unreached(told) == {("relay", "chat.d", "chat/minimal")}


@pytest.mark.parametrize(
    ("loss", "whole"),
    [(LossReason.INTERRUPTED, False), (LossReason.NOT_REACHED, True)],
)
def test_an_interrupted_run_says_so(loss: LossReason, whole: bool) -> None:
    told = a_report(a_loss(loss))
    assert interrupted(told) is not whole
    # Other reasons of items that were reached say nothing of it.
    assert not interrupted(a_report(a_loss(loss, recording="recordings/x")))


@pytest.mark.parametrize("code", ExitCode)
def test_an_earlier_report_says_by_its_end_whether_it_was_interrupted(
    code: ExitCode,
) -> None:
    older: Any = a_report(a_loss(LossReason.INTERRUPTED))
    for verdict in older["verdicts"]:
        for item in verdict["items"]:
            del item["loss"]
    older["run"]["exit_code"] = int(code)
    report = cast(Report, completed(older))
    assert interrupted(report) == (code is ExitCode.INCOMPLETE)


def a_loss(reason: LossReason, recording: str = "") -> Outcome:
    """The outcome of an item that the run did not reach."""
    return lost("chat.d", recording=recording, loss=reason)
