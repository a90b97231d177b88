"""Bodies as cases state them: JSON, text, or a form with files of the suite."""

import base64
import hashlib
import json
import mimetypes
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import httpx

from conformance.formats.paths import data

# The same in each recording: what tells requests apart are their parts.
_BOUNDARY = "relaycert-5b1f7c0e9d"


@dataclass(frozen=True, slots=True)
class Payload:
    """The bytes of a request's body, and what they are called."""

    data: bytes = b""
    type: str = "application/json"


def of_json(value: Any) -> Payload:
    """JSON in UTF-8, as it is."""
    return Payload(json.dumps(value, ensure_ascii=False).encode("utf-8"))


def of_form(form: Mapping[str, Any]) -> Payload:
    """A multipart body: texts, files of the suite, or lists of them, by field."""
    parts = [(name, _part(one)) for name, value in form.items() for one in _each(value)]
    kind = f"multipart/form-data; boundary={_BOUNDARY}"
    made = httpx.Request(
        "POST", "http://form.invalid", headers={"Content-Type": kind}, files=parts
    )
    return Payload(made.read(), kind)


def file_digests(form: Mapping[str, Any]) -> Iterator[str]:
    """The SHA-256 of each file that a form names."""
    for value in form.values():
        for one in _each(value):
            if isinstance(one, dict):
                yield hashlib.sha256(_file(one["file"])).hexdigest()


class Files:
    """The files of the suite by their names without ending, as base64."""

    def __getitem__(self, stem: str) -> str:
        return base64.b64encode(_path(stem).read_bytes()).decode()


class Pictures:
    """The same files as data URLs."""

    def __getitem__(self, stem: str) -> str:
        kind, _ = mimetypes.guess_type(_path(stem).name)
        return f"data:{kind};base64,{Files()[stem]}"


def _each(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _part(one: Any) -> tuple[Any, ...]:
    if isinstance(one, dict):
        name = one["file"]
        return one.get("name", name), _file(name), one["type"]
    return None, str(one)


@cache
def _file(name: str) -> bytes:
    return (data("cases") / "files" / name).read_bytes()


@cache
def _path(stem: str) -> Path:
    found = sorted((data("cases") / "files").glob(f"{stem}.*"))
    if not found:
        raise KeyError(stem)
    return found[0]
