"""The report: its published form, and how it is written."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from conformance.core.exceptions import LossReason
from conformance.core.requirement import Level
from conformance.core.verdict import ExitCode
from conformance.formats.schema import validator
from conformance.inputs.profile import Oddity, Statement
from conformance.inputs.source import Source
from conformance.inputs.target import BARE
from conformance.inputs.waiver import Waiver
from conformance.reporting import report
from conformance.reporting.catalogue import Catalogue
from conformance.reporting.html import render
from conformance.tests.helpers import a_profile, a_target
from conformance.tests.reports import (
    CURL,
    HOSTILE,
    a_catalogue,
    a_header,
    a_report,
    an_entry,
    an_outcome,
    hostile,
    judge,
    lost,
    violated,
)

PASSAGE = Source(
    "openai/chat#object", "OpenAI: Chat", "https://docs.test/chat", "vendor", "Says so."
)


def _errors(made: object) -> list[str]:
    return [error.message for error in validator("own/report").iter_errors(made)]


@pytest.mark.parametrize("reason", LossReason)
def test_every_reason_of_a_loss_is_published(reason: LossReason) -> None:
    made = report.build(a_header(), [judge(lost("chat.a", loss=reason))], Catalogue())
    assert _errors(made) == []
    assert made["verdicts"][0]["items"][0]["loss"] == reason


def test_a_report_keeps_its_published_form() -> None:
    waivers = (Waiver("a.b", "known", date(2025, 1, 1)),)
    found = judge(
        violated("a.b"),
        lost("a.c"),
        an_outcome(verdict="inconclusive"),
        target=a_target(waivers=waivers, models={BARE: "m", "chat": "n"}),
    )
    made = report.build(
        a_header(seed=7, budgets={"rate": 2.5}, selection="a.*"),
        [found],
        a_catalogue(an_entry()),
    )
    assert _errors(made) == []


def test_a_report_on_nothing_and_one_on_hostile_targets_keep_it_too() -> None:
    assert _errors(a_report()) == []
    assert _errors(hostile()) == []


@pytest.mark.parametrize(
    "place",
    [
        lambda made: made,
        lambda made: made["run"],
        lambda made: made["targets"][0],
        lambda made: made["targets"][0]["usage"],
        lambda made: made["verdicts"][0],
        lambda made: made["verdicts"][0]["items"][0],
    ],
)
def test_the_form_refuses_what_it_does_not_name(
    place: Callable[[Any], dict[str, Any]],
) -> None:
    made = a_report(judge(violated("a.b")))
    place(made)["more"] = 1
    assert _errors(made)


def test_a_verdict_says_all_that_is_known_of_it() -> None:
    made = report.build(
        a_header(),
        [judge(violated("chat.id"))],
        a_catalogue(an_entry("chat.id"), sources={PASSAGE.key: PASSAGE}),
    )
    assert made["verdicts"] == [
        {
            "target": "relay",
            "requirement": "chat.id",
            "area": "chat",
            "level": "MUST",
            "verdict": "violated",
            "lack": "",
            "sentence": "An answer has what chat.id says.",
            "message": "expected a text, got 7, at /id",
            "source": {
                "key": PASSAGE.key,
                "title": PASSAGE.title,
                "url": PASSAGE.url,
                "says": PASSAGE.says,
            },
            "breaks": "Clients cannot tell answers apart.",
            "fix": "Send an id.",
            "items": [
                {
                    "outcome": "violated",
                    "case": "chat/minimal",
                    "message": "expected a text, got 7, at /id",
                    "expected": "a text",
                    "got": "7",
                    "at": "/id",
                    "kind": "",
                    "loss": "",
                    "recording": "recordings/relay/chat/minimal.json",
                    "step": "",
                    "curl": CURL,
                    "more": [],
                    "unshown": 0,
                }
            ],
        }
    ]


def test_the_item_that_decides_stands_first() -> None:
    found = judge(
        an_outcome("chat.id", case="chat/a"), violated("chat.id", case="chat/b")
    )
    items = a_report(found)["verdicts"][0]["items"]
    assert [(i["case"], i["outcome"]) for i in items] == [
        ("chat/b", "violated"),
        ("chat/a", "pass"),
    ]


def test_the_source_is_the_one_of_the_targets_contract() -> None:
    statement = Statement("chat.*", Level.SHOULD, "vendor/chat#id")
    target = a_target(profile=a_profile(statements=(statement,)))
    made = a_report(judge(violated("chat.id"), target=target), entries=[an_entry()])
    assert made["verdicts"][0]["source"]["key"] == "vendor/chat#id"


def test_the_oddities_of_the_contract_are_told() -> None:
    odd = Oddity("Two pages differ.", "The newer one counts.")
    target = a_target(profile=a_profile(oddities=(odd,)))
    made = a_report(judge(an_outcome(), target=target))
    assert made["targets"][0]["contract"] == {
        "title": "A contract",
        "dated": "2026-01-01",
        "oddities": [{"says": odd.says, "reading": odd.reading}],
    }
    page = render(made, Path("nowhere"))
    assert "What is odd about this contract (1)" in page
    assert "The newer one counts." in page


def test_a_target_tells_whether_it_is_conformant_and_why_not() -> None:
    waivers = (Waiver("a.b", "known", date(2025, 1, 1)),)
    target = a_target(waivers=waivers, models={BARE: "m", "chat": "n"})
    (told,) = a_report(judge(violated("a.b"), target=target))["targets"]
    assert (told["conformant"], told["strict"]) == (False, False)
    assert told["bad_waivers"] == ["the waiver for a.b expired on 2025-01-01"]
    assert told["models"] == {"*": "m", "chat": "n"}
    assert told["usage"]["prompt_tokens"] == 20
    assert told["summary"]["areas"]["a"]["MUST"]["violated"] == 1


def test_times_are_in_utc_and_the_exit_code_is_a_number() -> None:
    east = datetime(2026, 11, 22, 22, 5, tzinfo=timezone(timedelta(hours=2)))
    header = a_header(started=east, exit_code=ExitCode.INCOMPLETE)
    made = report.build(header, [], Catalogue())
    assert made["run"]["started"] == "2026-11-22T20:05:00.000+00:00"
    assert datetime.fromisoformat(made["run"]["started"]).tzinfo == UTC
    assert made["run"]["exit_code"] == 3


def test_hostile_text_comes_back_from_disk_as_it_was(tmp_path: Path) -> None:
    made = hostile()
    report.write(made, tmp_path)
    raw = (tmp_path / "report.json").read_bytes()
    assert raw.isascii()
    assert json.loads(raw) == made
    got = {i["got"] for v in made["verdicts"] for i in v["items"]}
    assert set(HOSTILE) <= got


def test_nothing_unfinished_stays_beside_the_report(tmp_path: Path) -> None:
    report.write(a_report(), tmp_path / "new")
    names = sorted(path.name for path in (tmp_path / "new").iterdir())
    assert names == ["report.html", "report.json", "report.md"]


def test_a_folder_that_cannot_be_written_is_told_to_the_user(tmp_path: Path) -> None:
    taken = tmp_path / "taken"
    taken.write_text("a file")
    with pytest.raises(pytest.UsageError, match="relaycert replay"):
        report.write(a_report(), taken)


def test_a_failed_write_leaves_the_old_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    report.write(a_report(), tmp_path)
    before = (tmp_path / "report.json").read_bytes()

    def full(self: Path, data: bytes) -> int:
        self.touch()
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(pytest.UsageError, match="No space left"):
        report.write(a_report(judge(violated("a.b"))), tmp_path)
    assert (tmp_path / "report.json").read_bytes() == before
    assert len(list(tmp_path.iterdir())) == 3
