"""What Hypothesis draws for the tests of the machinery."""

from itertools import pairwise

from hypothesis import strategies as st

from conformance.core.exchange import Exchange
from conformance.core.message import Attempt, Headers, Piece, Request, Response
from conformance.formats.sse import parse

# Lines, fields and characters that the rules about event streams name.
_STREAM_PARTS = (
    b"\n",
    b"\r",
    b"\r\n",
    b"\n\n",
    b"\r\n\r\n",
    b"data",
    b"data:",
    b"data: a",
    b"data: c\r\n",
    b"data:  b\n",
    b"event: x\n",
    b"id: 1\n",
    b"id: \x00\n",
    b"id\n",
    b"retry: 3\n",
    b": ping\n",
    b"\xef\xbb\xbf",
    b"\xef\xbb",
    "é\u2028\u0085€😀".encode(),
    b"\xf0\x9f",
    b"\xed\xa0\x80",
    b":",
    b" ",
)

streams = st.one_of(
    st.lists(st.sampled_from(_STREAM_PARTS) | st.binary(max_size=3), max_size=20).map(
        b"".join
    ),
    st.binary(max_size=60),
)

# Keys as a header can carry them, with what JSON, URLs, HTML and shells escape.
keys = st.text(
    st.sampled_from("abcXYZ019-_./+=&%<>\"'\\$`;:{}[]#?@!~*"), min_size=8, max_size=24
).filter(lambda key: "redacted" not in key)

_names = st.text("abcdefXYZ-", min_size=1, max_size=10)
_words = st.text(max_size=20)
_times = st.floats(0, 100).map(lambda t: round(t, 6))
headers: st.SearchStrategy[Headers] = st.lists(
    st.tuples(_names, _words), max_size=4
).map(tuple)


@st.composite
def split(draw: st.DrawFn, data: bytes) -> list[bytes]:
    """`data` in pieces, cut anywhere, some of them empty."""
    places = draw(st.lists(st.integers(0, len(data)), max_size=8))
    marks = [0, *sorted(places), len(data)]
    return [data[a:b] for a, b in pairwise(marks)]


@st.composite
def cut_streams(draw: st.DrawFn) -> tuple[bytes, list[bytes]]:
    """The bytes of a stream, and the same bytes in pieces."""
    data = draw(streams)
    return data, draw(split(data))


@st.composite
def exchanges(draw: st.DrawFn) -> Exchange:
    """Any exchange, with any bytes for bodies."""
    data = draw(streams | st.binary(max_size=40) | _words.map(str.encode))
    parts = draw(split(data))
    pieces = tuple(Piece(float(place), part) for place, part in enumerate(parts))
    events, leftover = parse(pieces)
    attempt = st.builds(Attempt, st.just(429), headers, st.binary(max_size=9), _times)
    return Exchange(
        draw(_names),
        Request(
            draw(_names), draw(_words), draw(headers), draw(st.binary(max_size=30))
        ),
        Response(
            draw(st.integers(0, 599)),
            draw(headers),
            pieces,
            draw(_times),
            draw(_times),
            "HTTP/1.1",
            draw(_words),
        ),
        events,
        leftover,
        tuple(draw(st.lists(attempt, max_size=2))),
        draw(_words),
    )
