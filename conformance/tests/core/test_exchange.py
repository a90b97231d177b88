"""Reading exchanges: strict JSON, streams, and what is blocked by what."""

import json
from collections.abc import Callable

import pytest

from conformance.core.exceptions import Blocked
from conformance.core.exchange import Exchange, Recording
from conformance.core.message import Request
from conformance.tests.helpers import JSON_HEADERS, a_stream, an_exchange

Read = Callable[[Exchange], object]
READERS: dict[str, Read] = {
    "answer": lambda exchange: exchange.answer,
    "choices": lambda exchange: exchange.choices,
    "usage": lambda exchange: exchange.usage,
    "accepted_body": lambda exchange: exchange.accepted_body,
    "event_texts": lambda exchange: exchange.event_texts,
    "payloads": lambda exchange: exchange.payloads,
    "chunks": lambda exchange: exchange.chunks,
}
OF_STREAMS = ("event_texts", "payloads", "chunks")


def test_an_answer_is_the_object_of_an_accepted_request() -> None:
    assert an_exchange(201, b'{"id": "a"}').answer == {"id": "a"}
    for body in (b"[]", b"{", b'{"a": 1, "a": 2}', b""):
        with pytest.raises(Blocked, match="not the documented JSON"):
            _ = an_exchange(200, body).answer


def test_an_error_is_the_json_of_a_refused_request() -> None:
    assert an_exchange(404, b'{"error": {}}').error == {"error": {}}
    with pytest.raises(Blocked, match="not JSON"):
        _ = an_exchange(404, b"<html>").error
    with pytest.raises(Blocked, match=r"accepted \(200\)"):
        _ = an_exchange(200).error
    with pytest.raises(Blocked, match="no answer came"):
        _ = an_exchange(0, b"", ()).error


def test_json_is_read_whatever_the_status() -> None:
    assert an_exchange(200, b"[1]").json == an_exchange(500, b"[1]").json == [1]
    with pytest.raises(Blocked, match="not JSON"):
        _ = an_exchange(200, b"NaN").json
    with pytest.raises(Blocked, match="no answer came"):
        _ = an_exchange(0, b"", ()).json


def test_choices_are_the_objects_in_the_list() -> None:
    assert an_exchange(200, b'{"choices": [{"index": 0}, 5]}').choices == [{"index": 0}]
    for body in (b"{}", b'{"choices": []}', b'{"choices": {}}', b'{"choices": [1]}'):
        with pytest.raises(Blocked, match="no choices"):
            _ = an_exchange(200, body).choices


def test_usage_is_three_counts() -> None:
    counts = {"prompt_tokens": 1, "completion_tokens": 2, "total_tokens": 3}
    body = json.dumps({"usage": {**counts, "more": {}}}).encode()
    assert an_exchange(200, body).usage == counts
    for wrong in (None, True, 1.0, "1"):
        body = json.dumps({"usage": {**counts, "total_tokens": wrong}}).encode()
        with pytest.raises(Blocked, match="no usage"):
            _ = an_exchange(200, body).usage


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize("status", [302, 400, 500])
def test_a_refusal_blocks_what_reads_an_answer(name: str, status: int) -> None:
    with pytest.raises(Blocked, match=rf"refused \({status}\)"):
        READERS[name](an_exchange(status))


@pytest.mark.parametrize("name", READERS)
def test_where_no_answer_came_nothing_can_be_read(name: str) -> None:
    with pytest.raises(Blocked, match="no answer came"):
        READERS[name](an_exchange(0, b"", ()))


@pytest.mark.parametrize("name", OF_STREAMS)
def test_json_where_a_stream_was_asked_for_blocks(name: str) -> None:
    with pytest.raises(Blocked, match="not a stream"):
        READERS[name](an_exchange(200, b"{}"))


def test_payloads_say_where_they_are_and_leave_done_out() -> None:
    exchange = a_stream('{"a": 1}', "[DONE]", "5")
    assert exchange.payloads == (("event 1", {"a": 1}), ("event 3", 5))
    assert exchange.event_texts == [("event 1", '{"a": 1}'), ("event 3", "5")]


@pytest.mark.parametrize("events", [(), ("[DONE]",), ("{}", "oops", "[DONE]")])
def test_a_stream_without_json_blocks(events: tuple[str, ...]) -> None:
    with pytest.raises(Blocked):
        _ = a_stream(*events).payloads


def test_chunks_end_at_done() -> None:
    chunks = a_stream('{"id": 1}', "[DONE]", '{"id": 2}').chunks
    assert chunks == [("event 1", {"id": 1})]
    with pytest.raises(Blocked, match="nothing came before"):
        _ = a_stream("[DONE]", "{}").chunks


@pytest.mark.parametrize("other", ["[]", '{"error": {"message": "x"}}'])
def test_chunks_are_objects_without_errors(other: str) -> None:
    with pytest.raises(Blocked):
        _ = a_stream("{}", other, "[DONE]").chunks
    assert a_stream('{"error": null}', "[DONE]", other).chunks


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


def test_the_fields_of_a_request_are_those_of_an_object() -> None:
    assert Request("POST", "u", JSON_HEADERS, b'{"n": 1}').fields == {"n": 1}
    assert Request("POST", "u", JSON_HEADERS, b"[1]").fields == {}
    assert Request("POST", "u", JSON_HEADERS, b"{").fields == {}
