"""Secrets never survive, in whatever spelling or pieces; all else does."""

import base64
import hashlib
import html
import json
import shlex
from collections.abc import Callable
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.core.marks import HASH_MARK, MARK
from conformance.core.message import Piece
from conformance.formats.redact import Redactor
from conformance.tests.helpers import KEY
from conformance.tests.strategies import keys, split

Spelling = Callable[[str], str]
SPELLINGS: dict[str, Spelling] = {
    "plain": str,
    "json": lambda key: json.dumps(key)[1:-1],
    "json in json": lambda key: json.dumps(json.dumps(key))[1:-1],
    "json with slashes": lambda key: json.dumps(key)[1:-1].replace("/", "\\/"),
    "json for html": lambda key: (
        json.dumps(key)[1:-1]
        .replace("&", "\\u0026")
        .replace("<", "\\u003c")
        .replace(">", "\\u003E")
    ),
    "url": lambda key: quote(key, safe=""),
    "path": quote,
    "form": quote_plus,
    "url in lower case": lambda key: quote(key, safe="").replace("%2B", "%2b"),
    "html": html.escape,
    "html with decimals": lambda key: key.replace("&", "&#38;").replace("'", "&#39;"),
    "html of json": lambda key: html.escape(json.dumps(key)[1:-1]),
    "shell": lambda key: shlex.quote(key).strip("'"),
    "shell in json": lambda key: json.dumps(key.replace("'", "'\"'\"'"))[1:-1],
    "python": lambda key: repr(key)[1:-1],
    "base64": lambda key: base64.b64encode(key.encode()).decode(),
}


@pytest.mark.parametrize("spelling", SPELLINGS.values(), ids=SPELLINGS)
@given(key=keys)
def test_a_key_survives_in_no_spelling(spelling: Spelling, key: str) -> None:
    written = spelling(key)
    cleaned = Redactor.of([key]).text(f"before {written} after")
    assert written not in cleaned
    assert MARK in cleaned


@given(key=keys, data=st.data())
def test_a_key_survives_no_split(key: str, data: st.DataObject) -> None:
    before, after = data.draw(st.binary(max_size=9)), data.draw(st.binary(max_size=9))
    spelling = data.draw(st.sampled_from(list(SPELLINGS.values())))
    written = spelling(key).encode()
    parts = data.draw(split(before + written + after))
    pieces = tuple(Piece(float(n), part) for n, part in enumerate(parts))
    redactor = Redactor.of([key])
    cleaned = redactor.pieces(pieces)
    body = b"".join(piece.data for piece in cleaned)
    assert written not in body
    assert body == redactor.data(before + written + after)
    assert [piece.at for piece in cleaned] == [piece.at for piece in pieces]


@given(key=keys, parts=st.lists(st.sampled_from([b"k", b"x", b"xy", b""]), max_size=12))
def test_many_keys_in_many_pieces_are_cut_as_in_one(
    key: str, parts: list[bytes]
) -> None:
    joined = b"".join(part.replace(b"k", key.encode()) for part in parts)
    halves = [joined[n : n + 5] for n in range(0, len(joined), 5)]
    redactor = Redactor.of([key])
    cleaned = redactor.pieces(tuple(Piece(0.0, half) for half in halves))
    assert b"".join(piece.data for piece in cleaned) == redactor.data(joined)


@given(key=keys, data=st.binary(max_size=60))
def test_text_without_the_key_is_untouched(key: str, data: bytes) -> None:
    redactor = Redactor.of([key + "-never-there"])
    pieces = (Piece(0.5, data),)
    assert redactor.data(data) == data
    assert redactor.pieces(pieces) == pieces


def test_a_status_that_looks_like_a_word_of_the_suite_is_untouched() -> None:
    assert Redactor.of([KEY]).text("passed, sse, [DONE], Bearer") == (
        "passed, sse, [DONE], Bearer"
    )


@pytest.mark.parametrize("algorithm", ["md5", "sha1", "sha256"])
def test_a_digest_of_the_key_is_marked_as_one(algorithm: str) -> None:
    digest = hashlib.new(algorithm, KEY.encode()).hexdigest()
    redactor = Redactor.of([KEY])
    assert redactor.text(f"a {digest} b") == f"a {HASH_MARK} b"
    assert redactor.text(digest.upper()) == HASH_MARK


def test_the_longer_of_two_secrets_goes_first() -> None:
    redactor = Redactor.of(["secret-1", "secret-1-and-more"])
    assert redactor.text("secret-1-and-more") == MARK


def test_headers_lose_it_in_names_and_values() -> None:
    cleaned = Redactor.of(["topsecret"]).headers((("X-topsecret", "a topsecret"),))
    assert cleaned == ((f"X-{MARK}", f"a {MARK}"),)


def test_without_secrets_nothing_happens() -> None:
    assert Redactor.of(["", ""]).text(KEY) == KEY


def test_a_lone_surrogate_is_no_obstacle() -> None:
    assert Redactor.of([KEY]).text(f"\ud800{KEY}") == f"\ud800{MARK}"
