"""Judging from disk: the same recordings, and the same reasons for none."""

import json
from datetime import date
from pathlib import Path

import pytest

from conformance.core.exceptions import NotOffered, NotRecorded
from conformance.core.exchange import Recording
from conformance.inputs.target import BARE
from conformance.inputs.waiver import Waiver
from conformance.sending.replay import Replay, replays, save_target
from conformance.sending.store import Store
from conformance.tests.helpers import (
    KEY,
    a_case,
    a_step,
    a_suite,
    a_target,
    an_exchange,
)

CASE = a_case()
PARENT = a_case("images/minimal", needs=("images",))
CHILD = a_case("images/n", needs=("images",))
CHATS = a_case("chat/other", steps=(a_step(json={"model": "${models.chat}"}),))
SUITE = a_suite(CASE, PARENT, CHILD, CHATS)


def kept(folder: Path, *names: str) -> Path:
    """A report folder with the recordings of targets with these names."""
    for name in names:
        target = a_target(name=name, headers={"X-Token": "gateway-secret"})
        store = Store(folder / "recordings" / target.slug)
        save_target(target, store.folder)
        store.save(CASE, Recording(CASE.name, name, (an_exchange(),)))
    return folder


def test_what_was_recorded_comes_back(tmp_path: Path) -> None:
    first, second = replays(kept(tmp_path, "b relay", "a relay"), SUITE)
    assert (first.target.name, second.target.name) == ("a relay", "b relay")
    assert first.get(CASE.name).last == an_exchange()


def test_all_that_judging_needs_to_know_of_a_target_comes_back(tmp_path: Path) -> None:
    target = a_target(
        claims=("images",),
        models={BARE: "m", "images": "i"},
        waivers=(Waiver("chat.id", "a reason", date(2026, 12, 31)),),
    )
    save_target(target, tmp_path / "recordings" / "relay")
    (read,) = replays(tmp_path, SUITE)
    assert (read.target.claims, dict(read.target.models), read.target.waivers) == (
        target.claims,
        dict(target.models),
        target.waivers,
    )


def test_no_secret_is_kept(tmp_path: Path) -> None:
    kept(tmp_path, "relay")
    written = "".join(p.read_text("utf-8") for p in tmp_path.rglob("*.json"))
    assert "gateway-secret" not in written
    assert KEY not in written


def test_a_folder_without_recordings_is_told_with_advice(tmp_path: Path) -> None:
    with pytest.raises(pytest.UsageError, match=r"holds no recordings\. Name a report"):
        replays(tmp_path, SUITE)


@pytest.mark.parametrize("text", ["{", "[]", "{}", "5", "[" * 100_000])
def test_a_damaged_target_is_told(tmp_path: Path, text: str) -> None:
    (path,) = kept(tmp_path, "relay").glob("recordings/*/target.json")
    path.write_text(text, "utf-8")
    with pytest.raises(pytest.UsageError, match=r"target\.json"):
        replays(tmp_path, SUITE)


def test_a_kept_target_that_names_a_shell_command_is_refused(tmp_path: Path) -> None:
    (path,) = kept(tmp_path, "relay").glob("recordings/*/target.json")
    raw = json.loads(path.read_text("utf-8"))
    path.write_text(json.dumps(raw | {"key_env": "X}$(id)"}), "utf-8")
    with pytest.raises(pytest.UsageError, match="has to name an environment variable"):
        replays(tmp_path, SUITE)


def test_what_was_not_recorded_is_a_loss(tmp_path: Path) -> None:
    with pytest.raises(NotRecorded, match="is not there"):
        Replay(a_target(), Store(tmp_path), SUITE).get(CASE.name)


def test_what_was_not_offered_is_not_offered_again(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.save(PARENT, Recording(PARENT.name, "relay", (an_exchange(404),)))
    with pytest.raises(NotOffered, match="images is not offered"):
        Replay(a_target(), store, SUITE).get(CHILD.name)
