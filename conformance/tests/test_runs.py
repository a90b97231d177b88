"""Allure's results and the JUnit file of whole runs: the same wherever they ran."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from conformance.relay import Relay, RelaySettings
from conformance.tests import runs
from conformance.tests.server import Heard, Part, reply, serving

pytestmark = pytest.mark.process

SELECTED = ("--select", "chat.stream.done,chat.stream.role")
FAILED, SKIPPED = "failed", "skipped"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Two folders: the same targets judged alone, and by two workers."""
    folder = tmp_path_factory.mktemp("forms")
    with Relay(RelaySettings(key=runs.KEY)) as relay:
        url = relay.base_url("openai", "stream-no-done")
        for name, more in (("alone", ()), ("workers", ("-n", "2"))):
            place = folder / name / "below"
            place.mkdir(parents=True)
            bent = runs.write_target(place, "bent", url)
            waived = runs.write_target(place, "waived", url, runs.WAIVER)
            targets = ("--target", bent, "--target", waived)
            assert runs.run(place, *targets, *SELECTED, "--", *more) == 1
        yield folder


@pytest.fixture
def alone(home: Path) -> Path:
    return home / "alone" / "below"


@pytest.fixture
def workers(home: Path) -> Path:
    return home / "workers" / "below"


@pytest.mark.parametrize(
    ("target", "requirement", "verdict", "status"),
    [
        ("bent", "chat.stream.done", "violated", FAILED),
        ("waived", "chat.stream.done", "waived", SKIPPED),
        ("bent", "chat.stream.role", "pass", "passed"),
    ],
)
def test_level_area_and_verdict_are_seen_in_allure(
    alone: Path, target: str, requirement: str, verdict: str, status: str
) -> None:
    found = [
        one
        for one in runs.results(alone)
        if runs.labels(one, "parentSuite") == [target]
        and runs.labels(one, "requirement") == [requirement]
    ]
    assert found
    for one in found:
        assert runs.labels(one, "verdict") == [verdict]
        assert runs.labels(one, "suite") == ["chat"]
        assert one["status"] == status
        tags = {*runs.labels(one, "level")} | {verdict} - {"pass"}
        assert set(runs.labels(one, "tag")) == tags


def test_a_violation_has_its_message_its_exchange_and_its_source(alone: Path) -> None:
    one = next(r for r in runs.results(alone) if r["status"] == FAILED)
    assert one["statusDetails"]["message"].startswith("MUST violated: expected ")
    assert one["links"][0]["url"].startswith("https://")
    sent, came, line = (
        (row["name"], (alone / "allure" / row["source"]).read_text())
        for row in one["attachments"]
    )
    assert sent[0].endswith(": request")
    assert sent[1].startswith("POST http://")
    assert came[0].endswith(": response")
    assert came[1].startswith("HTTP/1.1 200\n")
    assert line[0] == "curl"


def test_what_passed_has_nothing_to_look_at(alone: Path) -> None:
    passed = [one for one in runs.results(alone) if one["status"] == "passed"]
    assert passed
    assert not any(one.get("attachments") for one in passed)


def test_the_run_as_a_whole_is_told_to_allure(alone: Path, workers: Path) -> None:
    for folder in (alone, workers):
        told = (folder / "allure" / "environment.properties").read_text("ascii")
        assert re.search(
            r"bent\\:\\ verdict=2 of \d+ judged, 1 cause, 1 MUST violated", told
        )
        assert (folder / "allure" / "categories.json").is_file()


def _known(folder: Path) -> dict[str, tuple[str, ...]]:
    """What stays of each result from run to run, by its history."""
    return {
        one["historyId"]: (one["testCaseId"], one["name"], *one["titlePath"])
        for one in runs.results(folder)
    }


def test_histories_are_the_same_in_every_run(alone: Path, workers: Path) -> None:
    assert len(_known(alone)) == len(runs.results(alone)) > 10
    assert _known(alone) == _known(workers)


def test_junit_names_the_same_in_every_run(alone: Path, workers: Path) -> None:
    first, second = (
        {name: told for name, told, _ in runs.junit(folder)}
        for folder in (alone, workers)
    )
    assert len(first) == len(runs.junit(alone)) == len(runs.results(alone))
    assert first == second


def test_junits_properties_say_what_was_judged(alone: Path) -> None:
    name, told, trouble = next(
        case for case in runs.junit(alone) if case[1]["verdict"] == "violated"
    )
    assert told == {
        "requirement": "chat.stream.done",
        "level": "MUST",
        "target": "bent",
        "case": told["case"],
        "verdict": "violated",
    }
    assert name.endswith(f"[bent-{told['case']}]")
    assert trouble.startswith("Failed: chat.stream.done: expected ")


# What no XML file may hold, and what ends parts of one.
HOSTILE = '{"object": "]]>\\u0000\\u001b[2J\\ud800\\ufffe\\u202e<a b=\'c\'>&\\""}'


def test_what_means_harm_breaks_neither_form(tmp_path: Path) -> None:
    def relay(heard: Heard) -> list[Part]:
        return reply(body=HOSTILE.encode())

    with serving(relay) as server:
        target = runs.write_target(tmp_path, "hostile", server.url)
        selected = ("--select", "chat.shape,chat.json", "--")
        assert runs.run(tmp_path, "--target", target, *selected) == 1
    violated = [c for c in runs.junit(tmp_path) if c[1]["verdict"] == "violated"]
    assert any("]]>" in trouble for _, _, trouble in violated)
    assert len(runs.results(tmp_path)) == len(runs.junit(tmp_path))
    messages = [
        one["statusDetails"]["message"]
        for one in runs.results(tmp_path)
        if one["status"] == FAILED
    ]
    assert any("]]>" in message for message in messages)
    assert all(message.isprintable() for message in messages)
