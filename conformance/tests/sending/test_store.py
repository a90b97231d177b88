"""Recordings on disk: whole, unchanged, and from this version of the case."""

import json
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given

from conformance.core.exceptions import LossReason, NotRecorded
from conformance.core.exchange import Exchange, Recording
from conformance.sending.store import Store, digest
from conformance.tests.helpers import a_case, an_exchange
from conformance.tests.strategies import exchanges

CASE = a_case()


def a_recording(*found: Exchange) -> Recording:
    """A recording of the case on the target `relay`."""
    return Recording(CASE.name, "relay", found or (an_exchange(),))


def rewritten(store: Store, change: Callable[[dict[str, Any]], None]) -> None:
    """Change a recording on disk, as somebody with an editor would."""
    path = store.path(CASE.name)
    raw = json.loads(path.read_text("utf-8"))
    change(raw)
    path.write_text(json.dumps(raw), "utf-8")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A store that holds one recording."""
    made = Store(tmp_path / "relay")
    made.save(CASE, a_recording())
    return made


@given(exchange=exchanges())
def test_a_recording_survives_writing_and_reading(exchange: Exchange) -> None:
    with TemporaryDirectory() as folder:
        store = Store(Path(folder))
        store.save(CASE, a_recording(exchange, an_exchange()))
        read = store.load(CASE, "relay")
    assert read == a_recording(exchange, an_exchange())
    assert read.exchanges[0].started == exchange.started


def test_no_half_written_file_is_left(store: Store) -> None:
    assert [path.name for path in store.folder.rglob("*") if path.is_file()] == [
        "minimal.json"
    ]


def test_a_changed_byte_is_refused(store: Store) -> None:
    rewritten(store, lambda raw: raw["exchanges"][0]["response"].update(status=201))
    with pytest.raises(NotRecorded, match="was changed after it was written"):
        store.load(CASE, "relay")


def test_a_recording_of_an_older_case_is_refused(store: Store) -> None:
    newer = a_case(digest="fedcba9876543210")
    with pytest.raises(NotRecorded, match="another version of the case: run again"):
        store.load(newer, "relay")


def test_another_form_is_refused(store: Store) -> None:
    rewritten(store, lambda raw: raw.update(form="relaycert/recording/0"))
    with pytest.raises(NotRecorded, match="no recording of this version"):
        store.load(CASE, "relay")


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(NotRecorded, match="is not there"):
        Store(tmp_path).load(CASE, "relay")


@pytest.mark.parametrize("text", [b"", b"{", b"\xff", b"[" * 100_000, b"[]", b"null"])
def test_a_damaged_file_is_told(store: Store, text: bytes) -> None:
    store.path(CASE.name).write_bytes(text)
    with pytest.raises(NotRecorded, match=r"minimal\.json"):
        store.load(CASE, "relay")


@pytest.mark.parametrize(
    "exchanges",
    [
        [{}],
        [5],
        {"a": 1},
        [{"request": {}, "response": {"pieces": [{"at": 0, "text": "\ud800"}]}}],
        [{"request": {}, "response": {"pieces": [{"at": 0, "base64": "%"}]}}],
    ],
)
def test_a_forged_file_is_told(store: Store, exchanges: Any) -> None:
    forged = {"exchanges": exchanges, "digest": digest(exchanges)}
    rewritten(store, lambda raw: raw.update(forged))
    with pytest.raises(NotRecorded, match="not formed as a recording is"):
        store.load(CASE, "relay")


def test_a_loss_is_read_with_its_reason(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.save_loss(CASE, NotRecorded(LossReason.UNREACHABLE, "the host was down"))
    assert store.has(CASE.name)
    with pytest.raises(NotRecorded, match="the host was down") as loss:
        store.load(CASE, "relay")
    assert loss.value.reason is LossReason.UNREACHABLE


@pytest.mark.parametrize("stated", [{}, {"reason": "of-a-later-version"}])
def test_a_loss_of_another_version_is_read_without_its_reason(
    store: Store, stated: dict[str, str]
) -> None:
    rewritten(store, lambda raw: raw.update({"lost": "the host was down", **stated}))
    with pytest.raises(NotRecorded, match="the host was down") as loss:
        store.load(CASE, "relay")
    assert loss.value.reason is LossReason.UNSTATED


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "relay").write_text("a file where the folder should be", "utf-8")
    with pytest.raises(NotRecorded, match="cannot be written"):
        Store(tmp_path / "relay").save(CASE, a_recording())


def test_only_one_claims_a_folder_until_it_is_released(tmp_path: Path) -> None:
    first, second = Store(tmp_path / "relay"), Store(tmp_path / "relay")
    assert first.claim()
    assert not second.claim()
    first.release()
    assert second.claim()


def test_waiting_ends_when_the_other_process_gives_up(tmp_path: Path) -> None:
    with pytest.raises(NotRecorded, match="ended before it"):
        Store(tmp_path).wait(CASE, "relay")


def test_bodies_are_readable_where_they_are_text(store: Store) -> None:
    raw = json.loads(store.path(CASE.name).read_text("utf-8"))
    assert raw["exchanges"][0]["request"]["text"] == "{}"
