"""The exchanges in the page: whole where they are short, and only from the bundle."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from conformance.reporting.html.data_island import RecordingReader, exchanges, island
from conformance.reporting.html.string_table import Texts, lines
from conformance.tests.browser.made import BINARY, large, ordinary, paced, save
from conformance.tests.helpers import an_exchange
from conformance.tests.reports import a_report, an_outcome, judge, violated

NAMES = {("relay", "chat.id"): "chat.id"}


def _shown(folder: Path, path: str) -> dict[str, Any]:
    """What the page knows of one violated requirement on one recording."""
    made = a_report(judge(violated("chat.id", recording=path)))
    shown: dict[str, Any] = json.loads(island(made, RecordingReader(folder), NAMES))
    return shown


def _only(shown: dict[str, Any]) -> dict[str, Any]:
    (recording,) = shown["recordings"]
    (exchange,) = recording["exchanges"]
    return dict(exchange)


def test_an_exchange_is_there_with_all_that_was_sent_and_came(tmp_path: Path) -> None:
    shown = _shown(tmp_path, save(tmp_path, "chat/minimal", an_exchange(418, b"tea")))
    found = _only(shown)
    assert (found["method"], found["status"], found["http"]) == (
        "POST",
        418,
        "HTTP/1.1",
    )
    assert found["got"]["headers"] == ["Content-Type: application/json"]
    number, size, form = found["got"]["body"]
    assert (shown["texts"][number], size, form) == ("tea", 3, "text")


def test_events_have_their_arrivals(tmp_path: Path) -> None:
    path = save(tmp_path, "chat/stream", paced(0.25, 0.5, 1.75))
    got = _only(_shown(tmp_path, path))["got"]
    assert got["events"] == [
        [0.25, "message", '{"n":0}'],
        [0.5, "message", '{"n":1}'],
        [1.75, "message", '{"n":2}'],
    ]
    assert "body" not in got


def test_equal_texts_are_kept_once(tmp_path: Path) -> None:
    twice = [save(tmp_path, f"chat/n{n}", an_exchange(200, b"same")) for n in (1, 2)]
    told = [an_outcome("chat.id", case=path, recording=path) for path in twice]
    made = a_report(judge(*told))
    shown = json.loads(island(made, RecordingReader(tmp_path), NAMES))
    assert shown["texts"].count("same") == 1
    assert len(shown["recordings"]) == 2


def test_a_long_body_is_cut_and_says_so(tmp_path: Path) -> None:
    path = save(tmp_path, "chat/minimal", an_exchange(200, b"x" * 20_000))
    shown = _shown(tmp_path, path)
    number, size, form = _only(shown)["got"]["body"]
    assert (size, form) == (20_000, "cut")
    assert shown["texts"][number] == "x" * 16_384


def test_bytes_that_are_no_text_are_shown_as_numbers(tmp_path: Path) -> None:
    path = save(tmp_path, "chat/minimal", an_exchange(200, BINARY))
    shown = _shown(tmp_path, path)
    number, size, form = _only(shown)["got"]["body"]
    assert (size, form) == (1024, "hex")
    rows = shown["texts"][number].split("\n")
    assert len(rows) == 16
    assert rows[4] == (
        "0040  40 41 42 43 44 45 46 47 48 49 4a 4b 4c 4d 4e 4f  @ABCDEFGHIJKLMNO"
    )


def test_where_all_is_too_much_each_body_gives_way(tmp_path: Path) -> None:
    made = large(tmp_path)
    names = {("relay", v["requirement"]): v["requirement"] for v in made["verdicts"]}
    text = island(made, RecordingReader(tmp_path), names)
    assert len(text) < 3_000_000
    assert len(json.loads(text)["recordings"]) == 200


def test_a_recording_that_is_not_there_says_so(tmp_path: Path) -> None:
    shown = _shown(tmp_path, "recordings/relay/chat/none.json")
    assert "is not beside" in shown["recordings"][0]["lost"]


@pytest.mark.parametrize(
    "path", ["../secret.json", "secret.json", "recordings/../secret.json", "/etc/hosts"]
)
def test_nothing_but_recordings_is_opened(tmp_path: Path, path: str) -> None:
    folder = tmp_path / "report"
    (folder / "recordings").mkdir(parents=True)
    for place in (tmp_path, folder):
        (place / "secret.json").write_text('{"lost": "secret"}')
    assert "secret" not in _shown(folder, path)["recordings"][0]["lost"]


@pytest.mark.parametrize(
    "content",
    [
        "{",
        "[]",
        "{}",
        '{"exchanges": 7}',
        '{"exchanges": [{}]}',
        '{"exchanges": [{"request": [], "response": null}]}',
        "[" * 100_000,
    ],
)
def test_what_is_no_recording_is_told_and_harms_nothing(
    tmp_path: Path, content: str
) -> None:
    file = tmp_path / "recordings" / "x.json"
    file.parent.mkdir()
    file.write_text(content)
    shown = _shown(tmp_path, "recordings/x.json")
    assert shown["recordings"][0]["lost"].startswith("The recording")


def test_a_lost_exchange_says_why(tmp_path: Path) -> None:
    file = tmp_path / "recordings" / "x.json"
    file.parent.mkdir()
    file.write_text('{"lost": "the host is dead\\u202e"}')
    shown = _shown(tmp_path, "recordings/x.json")
    assert shown["recordings"][0]["lost"] == "the host is dead\\u202e"


def test_what_acts_on_a_reader_is_escaped_and_lines_stay() -> None:
    assert lines("a\r\nb\u202e\x1b[31m\n\u2028") == "a\nb\\u202e\\x1b[31m\n\\u2028"


def test_a_text_has_one_number() -> None:
    texts = Texts(limit=3)
    assert texts.line("abcdef") == texts.line("abcxyz") == 0
    assert texts.kept == ["abc…"]


def test_each_exchange_of_a_target_is_found_once(tmp_path: Path) -> None:
    made = ordinary(tmp_path)
    found = list(exchanges(made, "relay", RecordingReader(tmp_path)))
    assert [case for case, _ in found] == [
        "audio/speech",
        *["chat/steps"] * 3,
        "chat/minimal",
        "chat/stream",
    ]


def test_a_recording_of_many_exchanges_shows_the_first(tmp_path: Path) -> None:
    one = an_exchange()
    many = [replace(one, step=f"s{number}") for number in range(110)]
    shown = _shown(tmp_path, save(tmp_path, "chat/minimal", *many))
    (recording,) = shown["recordings"]
    assert len(recording["exchanges"]) == 100
    assert recording["more"] == 10
