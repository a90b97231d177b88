"""Reading exchanges: strict JSON, streams, and what is blocked by what."""

import sys
import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.core.exceptions import Blocked, Violation, brief
from conformance.core.exchange import Exchange, Recording, Request
from conformance.core.strict import strict_json
from conformance.tests.helpers import JSON_HEADERS, a_stream, an_exchange

Read = Callable[[Exchange], object]
READS: dict[str, Read] = {
    "answer": lambda exchange: exchange.answer,
    "error": lambda exchange: exchange.error,
    "payloads": lambda exchange: exchange.payloads,
    "chunks": lambda exchange: exchange.chunks,
    "last_event": lambda exchange: exchange.last_event,
}
DEEP = b"[" * (sys.getrecursionlimit() * 20)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b'{"a": 1, "a": 2}', r'strict JSON \(the name "a" stands twice\)'),
        (b'[{"b": {"a": 1, "a": 1}}]', "stands twice"),
        (b'{"a": 1, "\\u0061": 2}', "stands twice"),
        (b"[NaN]", r"strict JSON \(NaN is not JSON\)"),
        (b"[-Infinity]", "-Infinity is not JSON"),
        (b'"\xff"', "JSON"),
        (b'"\xed\xa0\x80"', "JSON"),
        (b"", "JSON"),
        (b"{} {}", "JSON"),
        (b"{'a': 1}", "JSON"),
        (b"[1,]", "JSON"),
        (DEEP, "JSON"),
        (b"1" * 10_000, "JSON"),
        (b"\xef\xbb\xbf{}", "JSON"),
    ],
)
def test_what_is_not_strict_json_is_a_violation(data: bytes, reason: str) -> None:
    with pytest.raises(Violation, match=reason) as told:
        strict_json(data, "the body")
    assert told.value.at == "the body"
    assert len(str(told.value)) < 1500


@given(data=st.binary(max_size=40) | st.text(max_size=20).map(str.encode))
def test_any_bytes_are_json_or_a_violation(data: bytes) -> None:
    try:
        shown = brief(strict_json(data, "the body"))
    except Violation as told:
        shown = str(told)
    assert shown.encode("utf-8")


def test_many_names_take_no_square_of_their_number() -> None:
    names = ",".join(f'"{n}":0' for n in range(200_000))
    begun = time.perf_counter()
    with pytest.raises(Violation, match="stands twice"):
        strict_json(f'{{{names},"199999":0}}'.encode(), "the body")
    # The square would take minutes; 5 s leaves room for a slow machine.
    assert time.perf_counter() - begun < 5


def test_a_long_name_that_stands_twice_is_shown_in_short() -> None:
    name = "x" * 100_000
    with pytest.raises(Violation) as told:
        strict_json(f'{{"{name}": 1, "{name}": 2}}'.encode(), "the body")
    assert len(str(told.value)) < 1500


def test_an_answer_is_the_object_of_an_accepted_request() -> None:
    assert an_exchange(201, b'{"id": "a"}').answer == {"id": "a"}
    with pytest.raises(Violation, match="a JSON object"):
        _ = an_exchange(200, b"[]").answer


def test_an_error_is_the_json_of_a_refused_request() -> None:
    assert an_exchange(404, b'{"error": {}}').error == {"error": {}}
    with pytest.raises(Violation, match="JSON"):
        _ = an_exchange(404, b"<html>").error


@pytest.mark.parametrize("name", ["answer", "payloads", "chunks", "last_event"])
@pytest.mark.parametrize("status", [302, 400, 500])
def test_a_refusal_blocks_what_looks_at_an_answer(name: str, status: int) -> None:
    with pytest.raises(Blocked, match=rf"refused \({status}\)"):
        READS[name](an_exchange(status))


def test_an_accepted_request_blocks_what_looks_at_an_error() -> None:
    with pytest.raises(Blocked, match=r"accepted \(200\)"):
        _ = an_exchange(200).error


@pytest.mark.parametrize("name", READS)
def test_where_no_answer_came_nothing_can_be_read(name: str) -> None:
    with pytest.raises(Blocked, match="no answer came"):
        READS[name](an_exchange(0, b"", ()))


@pytest.mark.parametrize("name", ["payloads", "chunks", "last_event"])
def test_json_where_a_stream_was_asked_blocks(name: str) -> None:
    with pytest.raises(Blocked, match="not a stream"):
        READS[name](an_exchange(200, b"{}"))


@pytest.mark.parametrize("name", ["payloads", "chunks", "last_event"])
def test_an_empty_stream_is_a_violation(name: str) -> None:
    with pytest.raises(Violation, match="at least one event"):
        READS[name](a_stream())


def test_payloads_say_where_they_stand_and_leave_done_out() -> None:
    exchange = a_stream('{"a": 1}', "[DONE]", "5")
    assert exchange.payloads == (("event 1", {"a": 1}), ("event 3", 5))
    assert exchange.last_event.data == "5"


def test_a_stream_of_done_alone_has_no_payload() -> None:
    with pytest.raises(Violation, match="at least one event with JSON"):
        _ = a_stream("[DONE]").payloads


def test_chunks_are_objects_without_errors() -> None:
    exchange = a_stream('{"id": 1}', '{"error": {"message": "x"}}', '{"error": null}')
    assert [at for at, _ in exchange.chunks] == ["event 1", "event 3"]
    with pytest.raises(Violation, match=r"a JSON object.*at event 2"):
        _ = a_stream("{}", "[]").chunks


def test_a_stream_of_errors_alone_has_no_chunk_to_pass_with() -> None:
    with pytest.raises(Violation, match="at least one chunk"):
        _ = a_stream('{"error": {"message": "x"}}', "[DONE]").chunks


def test_an_event_that_is_no_json_says_which() -> None:
    with pytest.raises(Violation, match="at event 2"):
        _ = a_stream("{}", "oops", "[DONE]").payloads


def test_headers_are_found_whatever_their_case() -> None:
    exchange = an_exchange(headers=(("X-A", "1"), ("x-a", "2")))
    assert exchange.header("X-a") == "1, 2"
    assert exchange.header("absent") == ""


def test_the_media_type_has_no_parameters() -> None:
    headers = (("Content-Type", "Text/Event-Stream; charset=utf-8"),)
    assert an_exchange(headers=headers).media_type == "text/event-stream"
    assert an_exchange(headers=()).media_type == ""


def test_a_recording_gives_its_steps() -> None:
    first, last = an_exchange(step="submit"), an_exchange(404, step="fetch")
    recording = Recording("midjourney/imagine", "relay", (first, last))
    assert recording["submit"] is first
    assert recording.last is last
    assert list(recording) == [first, last]


def test_a_request_tells_the_json_that_was_sent() -> None:
    assert Request("POST", "u", JSON_HEADERS, b'{"n": 1}').json == {"n": 1}
    assert Request("POST", "u", JSON_HEADERS, b"{").json is None
