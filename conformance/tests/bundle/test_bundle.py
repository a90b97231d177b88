"""A folder is read whole, and nothing outside it."""

import hashlib
import os
from pathlib import Path

import pytest

from conformance.bundle import files as bundle
from conformance.bundle.files import ATTESTATION, MANIFEST, copied, digests, vouched


def made(folder: Path) -> Path:
    """A folder with two files, one below another."""
    (folder / "in" / "sub").mkdir(parents=True)
    (folder / "in" / "a.txt").write_bytes(b"abc")
    (folder / "in" / "sub" / "b.txt").write_bytes(b"")
    return folder / "in"


def test_a_digest_is_that_of_the_content(tmp_path: Path) -> None:
    found = digests(made(tmp_path))
    assert list(found) == ["a.txt", "sub/b.txt"]
    assert found["a.txt"].sha256 == hashlib.sha256(b"abc").hexdigest()
    assert found["a.txt"].size == 3
    assert found["sub/b.txt"].size == 0


def test_a_copy_has_the_same_files_and_digests(tmp_path: Path) -> None:
    folder, copy = made(tmp_path), tmp_path / "copy"
    copy.mkdir()
    read = copied(folder, copy)
    assert read.files == digests(folder) == digests(copy)
    assert not read.refused
    assert (copy / "a.txt").read_bytes() == b"abc"


def test_what_vouches_is_not_vouched_for(tmp_path: Path) -> None:
    folder = made(tmp_path)
    for name in (MANIFEST, ATTESTATION):
        (folder / name).write_text("{}")
    assert list(vouched(digests(folder))) == ["a.txt", "sub/b.txt"]


def test_links_are_named_and_not_followed(tmp_path: Path) -> None:
    folder, copy = made(tmp_path), tmp_path / "copy"
    copy.mkdir()
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "secret.txt").write_text("secret")
    (folder / "link.txt").symlink_to(tmp_path / "outside" / "secret.txt")
    (folder / "sub" / "folder").symlink_to(tmp_path / "outside")
    (folder / "nowhere").symlink_to(tmp_path / "gone")
    read = copied(folder, copy)
    assert set(read.refused) == {"link.txt", "sub/folder", "nowhere"}
    assert set(read.files) == {"a.txt", "sub/b.txt"}
    assert not list(copy.rglob("secret*"))
    assert not [path for path in copy.rglob("*") if path.is_symlink()]


def test_a_pipe_is_named_and_not_waited_for(tmp_path: Path) -> None:
    folder, copy = made(tmp_path), tmp_path / "copy"
    copy.mkdir()
    os.mkfifo(folder / "pipe")
    assert copied(folder, copy).refused == {"pipe": "it is not a regular file"}


def test_a_huge_file_is_named_and_not_read(tmp_path: Path) -> None:
    folder, copy = made(tmp_path), tmp_path / "copy"
    copy.mkdir()
    with (folder / "huge").open("wb") as huge:
        huge.truncate(2**40)
    assert copied(folder, copy).refused == {"huge": "it is larger than 64 MiB"}
    assert not (copy / "huge").exists()


def test_too_many_files_end_the_reading(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, copy = made(tmp_path), tmp_path / "copy"
    copy.mkdir()
    monkeypatch.setattr(bundle, "_MOST_FILES", 1)
    read = copied(folder, copy)
    assert set(read.files) == {"a.txt"}
    assert list(read.refused) == ["sub/b.txt"]


def test_too_large_a_folder_ends_the_reading(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, copy = made(tmp_path), tmp_path / "copy"
    copy.mkdir()
    monkeypatch.setattr(bundle, "_LARGEST_BUNDLE", 2)
    assert list(copied(folder, copy).refused) == ["sub/b.txt"]
