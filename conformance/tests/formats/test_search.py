"""Secrets are found in encodings of encodings, and where they are not, nothing is."""

import base64
import gzip
import hashlib
import html
import json
import quopri
import time
import zlib
from collections.abc import Callable
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.core.marks import HASH_MARK, MARK, WITHHELD
from conformance.core.message import Piece
from conformance.formats.redact import Redactor
from conformance.tests.strategies import split

Encoding = Callable[[bytes], bytes]


def each(written: str) -> Encoding:
    """Every octet written like this."""
    return lambda data: "".join(written % octet for octet in data).encode()


def mixed(data: bytes, *ways: str) -> bytes:
    """Octets written in these ways by turns; what would be an escape never as it is."""
    written = []
    for place, octet in enumerate(data):
        way = ways[place % len(ways)]
        special = way == "%c" and octet in b"\\%&=\n\xc3\xe4"
        written.append((ways[1] if special else way) % octet)
    return "".join(written).encode()


def as_json(data: bytes) -> bytes:
    return json.dumps(data.decode()).encode()


def wide(coding: str) -> Encoding:
    return lambda data: data.decode().encode(coding)


ESCAPES: dict[str, Encoding] = {
    "json": as_json,
    "json twice": lambda data: as_json(as_json(data)),
    "json, all": each("\\u%04x"),
    "json, all, twice": each("\\\\u%04x"),
    "json, some": lambda data: mixed(data, "%c", "\\u%04x", "\\x%02X"),
    "percent, some": lambda data: mixed(data, "%c", "%%%02x"),
    "html, some": lambda data: mixed(data, "%c", "&#%d;", "&#X%x;"),
    "percent": lambda data: quote(data, safe="").encode(),
    "percent, all": each("%%%02x"),
    "percent, all, twice": each("%%25%02X"),
    "html": lambda data: html.escape(data.decode()).encode(),
    "html, decimal": each("&#%d;"),
    "html, hexadecimal": each("&#x%02X;"),
    "html, hexadecimal, padded": each("&#x0000%x;"),
    "quoted-printable": lambda data: quopri.encodestring(data, quotetabs=True),
    "quoted-printable, all": each("=%02X"),
    "hexadecimal": each("%02x"),
    "hexadecimal, upper case": each("%02X"),
    "hexadecimal, spaced": each("%02x "),
    "hexadecimal, with colons": each("%02X:"),
    "a list of hexadecimals": each("0x%02x, "),
    "a list of numbers": lambda data: json.dumps(list(data)).encode(),
    "base64": base64.b64encode,
    "base64 for URLs": base64.urlsafe_b64encode,
    "base64 without padding": lambda data: base64.b64encode(data).rstrip(b"="),
    "base64 in lines": base64.encodebytes,
}
WHOLE: dict[str, Encoding] = {
    "gzip in base64": lambda data: base64.b64encode(gzip.compress(data, mtime=0)),
    "zlib in hexadecimal": lambda data: zlib.compress(data).hex().encode(),
    "UTF-16 in base64": lambda data: base64.b64encode(wide("utf-16-le")(data)),
}
LAST: dict[str, Encoding] = {
    "nothing": bytes,
    "gzip": lambda data: gzip.compress(data, mtime=0),
    "gzip twice": lambda data: gzip.compress(gzip.compress(data)),
    "zlib": zlib.compress,
    "UTF-16": wide("utf-16"),
    "UTF-16, big end first": wide("utf-16-be"),
    "UTF-32": wide("utf-32-le"),
}
CASES: dict[str, Callable[[str], str]] = {
    "as it is": str,
    "upper": str.upper,
    "lower": str.lower,
    "swapped": str.swapcase,
    "escaped once, twice and not at all": lambda key: mixed(
        key.encode(), "\\\\u%04x", "\\u%04X", "%c", "%%%02x", "%%25%02X", "&amp;#%d;"
    ).decode(),
    "backwards": lambda key: key[::-1],
    "a bearer": lambda key: f"Bearer {key}",
    "a user": lambda key: f"api:{key}",
}
# As services give them out, and with what JSON, URLs and HTML escape.
SIMPLE = "abcdefghijkmXYZ0123456789-_."
ORDINARY = st.text(SIMPLE, min_size=12, max_size=60)
SIGNED = st.text(SIMPLE + '+/=:~"<>&', min_size=12, max_size=40)
keys = (ORDINARY | SIGNED).filter(lambda key: len(set(key)) > 4)
PIECED = ORDINARY.filter(lambda key: len(set(key)) > 4)
# What stands around it; no digit that would go on with an escape or a number.
around = st.text("ghijk ,;{}[]\"'é中\n", max_size=7)


def written(data: st.DataObject, key: str, most: int) -> list[bytes]:
    """A key, in an encoding, and that in others: each with what stands around it."""
    forms = [data.draw(st.sampled_from(sorted(CASES)).map(CASES.__getitem__))(key)]
    texts = [forms[0].encode()]
    names = sorted(ESCAPES | WHOLE)
    for name in data.draw(st.lists(st.sampled_from(names), max_size=most)):
        before, after = data.draw(around).encode(), data.draw(around).encode()
        texts.append((ESCAPES | WHOLE)[name](before + texts[-1] + after))
    return texts


@given(key=keys, data=st.data())
def test_a_key_survives_in_no_encoding_of_an_encoding(
    key: str, data: st.DataObject
) -> None:
    texts = written(data, key, 3)
    last = data.draw(st.sampled_from(sorted(LAST)))
    body = LAST[last](b'{"a": "' + texts[-1] + b'"}')
    parts = data.draw(split(body))
    redactor = Redactor.of([key, f"Bearer {key}"])
    cleaned = redactor.pieces(tuple(Piece(0.0, part) for part in parts))
    joined = b"".join(piece.data for piece in cleaned)
    assert MARK.encode() in joined
    for text in (body, *texts, key.encode()):
        assert text.lower() not in joined.lower()


@pytest.mark.parametrize("encoding", (ESCAPES | WHOLE).values(), ids=ESCAPES | WHOLE)
def test_what_is_not_the_key_stays(encoding: Encoding) -> None:
    redactor = Redactor.of(["sk-9f8A7b6C5d4E3f2G1h0J"])
    ordinary = encoding(b"sk-9f8A7b6C5d4E3f2G1h0 is not it, and no more: a=b%20c &amp;")
    assert redactor.data(ordinary) == ordinary


@given(key=keys, body=st.binary(max_size=400) | st.text(max_size=200).map(str.encode))
def test_bodies_without_the_key_stay(key: str, body: bytes) -> None:
    assert Redactor.of([key + "-never-there"]).data(body) == body


@given(key=PIECED, size=st.integers(1, 8), names=st.sampled_from(("content", "token")))
def test_a_key_survives_in_no_pieces_of_a_stream(
    key: str, size: int, names: str
) -> None:
    """Two choices are streamed at the same time, and one says the key bit by bit."""
    parts = [key[n : n + size] for n in range(0, len(key), size)]
    others = [f"{n} ok" for n in range(len(parts))]
    chunks = [
        {"choices": [{"index": index, "delta": {names: text}}], "id": "x"}
        for pair in zip(parts, others, strict=True)
        for index, text in enumerate(pair)
    ]
    body = "".join(f"data: {json.dumps(chunk)}\n\n" for chunk in chunks)
    cleaned = Redactor.of([key]).data(body.encode()).decode()
    deltas = [
        json.loads(line[6:])["choices"][0]["delta"][names]
        for line in cleaned.split("\n\n")[:-1]
    ]
    assert deltas[0::2] == [MARK] * len(parts)
    assert deltas[1::2] == others


def test_bytes_of_tokens_stay_json() -> None:
    key = "sk-9f8A7b6C5d4E"
    tokens = [
        {"token": "?", "bytes": list(part.encode())} for part in (key[:3], key[3:])
    ]
    cleaned = Redactor.of([key]).text(json.dumps(tokens))
    assert json.loads(cleaned)[1]["bytes"] == [MARK] * (len(key) - 3)


def test_only_the_place_of_the_key_is_cut() -> None:
    key = "sk-9f8A7b6C5d4E3f2G1h0J"
    inner = b"before, before " + key.encode() + b" after, after"
    cleaned = Redactor.of([key]).data(base64.b64encode(inner)).decode()
    first, last = cleaned.split(MARK)
    assert base64.b64decode(first[: len(first) // 4 * 4]) == b"before, before "
    assert last == base64.b64encode(b"xx" + b" after, after").decode()[-len(last) :]


def test_a_digest_of_the_key_is_one_in_an_encoding() -> None:
    key = "sk-9f8A7b6C5d4E3f2G1h0J"
    digest = hashlib.sha256(key.encode()).hexdigest()
    assert Redactor.of([key]).text(html.escape(json.dumps(digest))) == (
        f"&quot;{HASH_MARK}&quot;"
    )


def test_a_bomb_is_not_looked_through() -> None:
    bomb = gzip.compress(bytes(64 * 2**20))
    assert Redactor.of(["sk-9f8A7b6C5d4E"]).data(bomb) == WITHHELD.encode()


DENSE = {
    "keys": b"sk-9f8A7b6C5d4E ",
    "escapes": b"\\u0061%61&#97;=61 ",
    "twice": b"\\\\u0061%2561&amp;#97;=3D61",
    "quotes": b"'\"'\"'\\''\"",
    "strings": b'"a":"b","c":"d",',
    "numbers": b"[1,2,3,44,55]",
    "hexadecimal": b"61626364",
    "base64": b"YWFhYWFh",
    "lines": b"YWFh\r\n",
    "wide": b"a\0b\0",
    "names": b"&lowbar;&amp",
}


@pytest.mark.parametrize("text", DENSE.values(), ids=DENSE)
def test_the_time_grows_as_the_body_does(text: bytes) -> None:
    _check_growth(text, "sk-9f8A7b6C5d4E")


def test_it_does_so_for_a_key_that_looks_escaped() -> None:
    _check_growth(DENSE["twice"], "sk-%9f'8A7&b6C\\5d4E")


def _check_growth(text: bytes, key: str) -> None:
    redactor = Redactor.of([key])
    redactor.data(text)
    spent = [_seconds(redactor, text * (size // len(text))) for size in (2**16, 2**18)]
    assert spent[1] < 12 * spent[0] + 0.5


def _seconds(redactor: Redactor, body: bytes) -> float:
    begun = time.process_time()
    redactor.data(body)
    return time.process_time() - begun
