"""Server-sent events: the vectors, any split, and a slow second reading."""

import pytest
from hypothesis import given

from conformance.core.message import Event, Piece
from conformance.formats.sse import Parser, parse
from conformance.tests.growth import BETWEEN, growth
from conformance.tests.strategies import cut_streams, streams

VECTORS: tuple[tuple[bytes, list[str]], ...] = (
    (b"data: a\n\n", ["a"]),
    (b"data:a\n\n", ["a"]),
    (b"data:  a\n\n", [" a"]),
    (b"data: a\ndata: b\n\n", ["a\nb"]),
    (b"data\n\n", [""]),
    (b": ping\n\n", []),
    (b"event: x\n\n", []),
    (b"data: a\r\n\r\n", ["a"]),
    (b"data: a\r\r", ["a"]),
    (b"\xef\xbb\xbfdata: a\n\n", ["a"]),
    (b"\xef\xbb\xbf\xef\xbb\xbfdata: a\n\n", []),
    (b"data: a", []),
    (b"data: a\n", []),
    (b"id: 1\ndata: a\n\ndata: b\n\n", ["a", "b"]),
    (b"datax: a\nData: b\n data: c\n\n", []),
    (b"data: a\r\n\ndata: b\n\r", ["a", "b"]),
    ("data: a\u2028b\x0bc\u0085d\n\n".encode(), ["a\u2028b\x0bc\u0085d"]),
    (b"data: a:b: c\n\n", ["a:b: c"]),
    (b"data: a\r\ndata: b\r\n\r\n", ["a\nb"]),
    (b"data: a\rdata: b\r\r", ["a\nb"]),
    (b"data: \xff\n\n", ["\ufffd"]),
)


def read(*parts: bytes) -> list[Event]:
    """The events of pieces that all arrived at once."""
    return list(parse(Piece(0.0, part) for part in parts)[0])


def by_the_rules(data: bytes) -> list[Event]:
    """A second reading, from the numbered rules, over the whole text at once."""
    text = data.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace")
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")[:-1]
    events: list[Event] = []
    buffer, kind, last_id = "", "", ""
    for line in lines:
        name, value = line, ""
        if ":" in line:
            name, value = line[: line.index(":")], line[line.index(":") + 1 :]
        if value[:1] == " ":
            value = value[1:]
        if line == "" and buffer != "":
            events.append(Event(buffer[:-1], kind or "message", last_id))
        if line == "":
            buffer, kind = "", ""
        elif name == "data":
            buffer += value + "\n"
        elif name == "event":
            kind = value
        elif name == "id" and "\0" not in value:
            last_id = value
    return events


@pytest.mark.parametrize(("data", "expected"), VECTORS)
def test_vectors_are_read_as_the_rules_say(data: bytes, expected: list[str]) -> None:
    assert [event.data for event in read(data)] == expected


@pytest.mark.parametrize("data", [data for data, _ in VECTORS])
def test_vectors_are_read_alike_byte_by_byte(data: bytes) -> None:
    assert read(*(bytes([byte]) for byte in data)) == by_the_rules(data)


def test_the_type_is_reset_after_an_event_and_the_id_is_kept() -> None:
    first, second = read(b"event: x\nid: 7\ndata: a\n\ndata: b\n\n")
    assert (first.type, first.id) == ("x", "7")
    assert (second.type, second.id) == ("message", "7")


def test_the_type_is_reset_though_nothing_was_dispatched() -> None:
    assert read(b"event: x\n\ndata: a\n\n")[0].type == "message"


def test_an_id_with_nul_is_ignored() -> None:
    assert read(b"id: 1\nid: 2\0\ndata: a\n\n")[0].id == "1"


@given(cut_streams())
def test_every_split_gives_the_same_events(drawn: tuple[bytes, list[bytes]]) -> None:
    data, parts = drawn
    assert read(*parts) == read(data)


@given(cut_streams())
def test_every_split_leaves_the_same_bytes(drawn: tuple[bytes, list[bytes]]) -> None:
    data, parts = drawn
    pieces = [Piece(0.0, part) for part in parts]
    assert parse(pieces)[1] == parse([Piece(0.0, data)])[1]


@given(streams)
def test_a_second_reading_agrees(data: bytes) -> None:
    assert read(data) == by_the_rules(data)


def test_an_event_arrives_with_the_piece_that_completes_it() -> None:
    pieces = [Piece(0.1, b"data: a\n"), Piece(0.2, b"\ndata: b"), Piece(0.3, b"\n\n")]
    assert [event.at for event in parse(pieces)[0]] == [0.2, 0.3]


def test_a_lone_cr_completes_an_event_once_it_is_known_to_be_no_crlf() -> None:
    parser = Parser()
    pieces = [Piece(0.1, b"data: a\r\r"), Piece(0.2, b"d")]
    assert [e.data for piece in pieces for e in parser.feed(piece)] == ["a"]


def test_what_no_empty_line_completed_is_left_over() -> None:
    assert parse([Piece(0.0, b"data: a\n\ndata: b\ndata: c")])[1] == (
        b"data: b\ndata: c"
    )


def test_an_event_is_there_before_the_stream_goes_on() -> None:
    parser = Parser()
    assert [e.data for e in parser.feed(Piece(0.0, b"data: a\n\n"))] == ["a"]


def test_a_long_line_in_small_pieces_takes_no_square_of_its_length() -> None:
    piece = Piece(0.0, b"x" * 100)
    assert growth(lambda pieces: parse([piece] * pieces), 5_000) < BETWEEN
