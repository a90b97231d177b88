"""Bodies: forms with files, and JSON."""

from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from conformance.formats import payload
from conformance.formats.payload import Files, Pictures, file_digests, of_form, of_json

PNG = b"\x89PNG\r\n\x1a\n\x00\xff"


@pytest.fixture(autouse=True)
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of files in the place of the suite's."""
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "dot.png").write_bytes(PNG)
    monkeypatch.setattr(payload, "data", lambda _: tmp_path)
    payload._file.cache_clear()
    payload._path.cache_clear()
    return folder


def parts(form: dict[str, Any]) -> list[tuple[object, ...]]:
    """Each part of a form as an independent reader of MIME sees it."""
    made = of_form(form)
    head = f"Content-Type: {made.type}\r\n\r\n".encode()
    message = message_from_bytes(head + made.data, policy=policy.HTTP)
    assert isinstance(message, EmailMessage)
    return [
        (
            str(part.get_param("name", header="content-disposition")),
            part.get_filename(),
            part.get_content_type(),
            part.get_payload(decode=True),
        )
        for part in message.iter_parts()
    ]


def test_a_form_carries_texts_and_files() -> None:
    dot = {"file": "dot.png", "type": "image/png"}
    form = {"model": "m", "image[]": [dot, dot | {"name": "b.png"}], "tag[]": ["x"]}
    assert parts(form) == [
        ("model", None, "text/plain", b"m"),
        ("image[]", "dot.png", "image/png", PNG),
        ("image[]", "b.png", "image/png", PNG),
        ("tag[]", None, "text/plain", b"x"),
    ]


def test_the_same_form_has_the_same_bytes() -> None:
    assert of_form({"a": "1"}) == of_form({"a": "1"})


def test_the_digest_of_a_form_is_that_of_its_files(files: Path) -> None:
    form = {"model": "m", "file": {"file": "dot.png", "type": "image/png"}}
    before = list(file_digests(form))
    assert len(before) == 1
    (files / "dot.png").write_bytes(b"other")
    payload._file.cache_clear()
    assert list(file_digests(form)) != before


def test_files_stand_in_bodies_as_base64() -> None:
    assert Files()["dot"] == "iVBORw0KGgoA/w=="
    assert Pictures()["dot"] == "data:image/png;base64,iVBORw0KGgoA/w=="
    with pytest.raises(KeyError):
        Files()["none"]


def test_json_is_sent_as_utf8() -> None:
    assert of_json({"a": "é"}).data == '{"a": "é"}'.encode()
