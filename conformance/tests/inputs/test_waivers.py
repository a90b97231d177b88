"""Files of waivers: whom they are for, and advice for each way to get one wrong."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from conformance.inputs.waiver import Waiver
from conformance.inputs.waivers import read_waivers, waived
from conformance.relay import Relay, RelaySettings
from conformance.tests.helpers import a_target
from conformance.tests.processes import relaycert

OWN = Waiver("chat.id", "its own", date(2026, 12, 31))
ROW = '[[waiver]]\nrequirement = "chat.stream.done"\nreason = "closes instead"\n'
GOOD = ROW + "until = 2026-11-30\n"
ACCEPTED = Waiver("chat.stream.done", "closes instead", date(2026, 11, 30))


def a_file(folder: Path, text: str) -> Path:
    path = folder / "waivers.toml"
    path.write_text(text, "utf-8")
    return path


@pytest.fixture(scope="module")
def relay() -> Iterator[Relay]:
    with Relay(RelaySettings(key="sk-waivers-test")) as running:
        yield running


def judged(folder: Path, url: str, until: str) -> tuple[int, str]:
    """The exit code of a run with a waiver until that date, and the verdict."""
    file = a_file(folder, f"{ROW}until = {until}\n")
    ended = relaycert(
        folder,
        *("run", "--base-url", url, "--key-env", "K", "--model", "reference-chat"),
        *("--report-dir", "report", "--select", "chat.stream.done"),
        *("--waivers", str(file)),
        env={"K": "sk-waivers-test"},
    )
    report = json.loads((folder / "report" / "report.json").read_text("utf-8"))
    return ended.returncode, report["verdicts"][0]["verdict"]


def test_they_are_for_every_target_beside_its_own(tmp_path: Path) -> None:
    targets = (a_target(name="one", waivers=(OWN,)), a_target(name="two"))
    made = waived(targets, [read_waivers(a_file(tmp_path, GOOD))])
    assert [t.waivers for t in made] == [(OWN, ACCEPTED), (ACCEPTED,)]


def test_they_are_for_the_target_that_the_file_names(tmp_path: Path) -> None:
    file = read_waivers(a_file(tmp_path, f'target = "two"\n{GOOD}'))
    made = waived((a_target(name="one"), a_target(name="two")), [file])
    assert [t.waivers for t in made] == [(), (ACCEPTED,)]


def test_what_is_accepted_twice_is_accepted_once(tmp_path: Path) -> None:
    file = read_waivers(a_file(tmp_path, GOOD))
    (made,) = waived((a_target(waivers=(ACCEPTED,)),), [file, file])
    assert made.waivers == (ACCEPTED,)


def test_a_target_that_is_not_judged_is_told(tmp_path: Path) -> None:
    file = read_waivers(a_file(tmp_path, f'target = "three"\n{GOOD}'))
    with pytest.raises(pytest.UsageError, match=r"'three'` is not judged.*: one\."):
        waived((a_target(name="one"),), [file])


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("waiver = ", "cannot be read as TOML"),
        ("", "'waiver' is a required property"),
        (f'colour = "red"\n{GOOD}', "'colour' was unexpected"),
        (f'target = ""\n{GOOD}', "target: '' should be non-empty"),
        (ROW, r"waiver\[0\]: 'until' is a required property"),
        (ROW + 'until = "2026-02-30"', "not a date. Write one as 2026-12-31"),
    ],
)
def test_each_mistake_is_told_with_advice(
    tmp_path: Path, text: str, advice: str
) -> None:
    with pytest.raises(pytest.UsageError, match=advice) as told:
        read_waivers(a_file(tmp_path, text))
    assert "waivers.toml" in str(told.value)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(pytest.UsageError, match=r"none\.toml: cannot be read"):
        read_waivers(tmp_path / "none.toml")


@pytest.mark.process
@pytest.mark.parametrize(
    ("bends", "until", "expected"),
    [
        (("stream-no-done",), "2999-12-31", (0, "waived")),
        (("stream-no-done",), "2025-12-31", (1, "violated")),
        ((), "2999-12-31", (1, "pass")),
    ],
    ids=["valid", "expired", "stale"],
)
def test_the_same_holds_as_in_the_file_of_a_target(
    tmp_path: Path, relay: Relay, bends: tuple[str, ...], until: str, expected: object
) -> None:
    assert judged(tmp_path, relay.base_url(*bends), until) == expected
