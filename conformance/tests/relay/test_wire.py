"""Answers on the wire: bytes that mean the same in every spelling."""

import gzip
import json
from collections.abc import Iterator

import httpx
import pytest

from conformance.relay import Relay
from conformance.relay.answer import Answer, SentEvent, json_answer, stream_answer
from conformance.relay.wire import pieces, plain
from conformance.tests.relay.calls import CHAT

VALUE = {"text": "Grüße <b> 漢字🎉", "list": [1, None, True]}


def events(body: bytes) -> Iterator[str]:
    """The data of each event, read as the standard says."""
    data: list[str] = []
    for line in _lines(body.decode()):
        field, _, value = line.partition(":")
        if not line and data:
            yield "\n".join(data)
            data = []
        elif field == "data":
            data.append(value.removeprefix(" "))


def _lines(text: str) -> list[str]:
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def test_a_stream_is_written_as_documented() -> None:
    assert plain(stream_answer([{"a": 1}])) == b'data: {"a":1}\n\ndata: [DONE]\n\n'


STYLES = [
    {"after_colon": ""},
    {"line_ends": ("\r\n",)},
    {"line_ends": ("\r",)},
    {"line_ends": ("\n", "\r\n", "\r")},
    {"indent": 2},
    {"separators": (" , ", " : ")},
    {"escaped": "<>ü漢 "},
    {"piece": 1},
    {"burst": True},
]


@pytest.mark.parametrize("style", STYLES, ids=str)
def test_a_style_changes_bytes_but_no_event(style: dict[str, object]) -> None:
    answer = stream_answer([VALUE, VALUE, VALUE])
    styled = answer.with_style(**style)
    assert list(pieces(styled)) != list(pieces(answer))
    *values, done = events(plain(styled))
    assert [json.loads(value) for value in values] == [VALUE] * 3
    assert done == "[DONE]"


def test_without_a_gap_events_run_together() -> None:
    body = plain(stream_answer([{"a": 1}, {"b": 2}]).with_style(gap=0))
    assert list(events(body + b"\n\n")) == ['{"a":1}\n{"b":2}\n[DONE]']


def test_raw_bytes_and_fields_are_written_as_they_are() -> None:
    said = [SentEvent(b": hm\n\n"), SentEvent({"a": 1}, (("event", "error"),))]
    body = plain(stream_answer([]).with_events(said))
    assert body == b': hm\n\nevent: error\ndata: {"a":1}\n\n'


def test_a_burst_waits_for_all() -> None:
    said = [SentEvent("a", delay=0.5), SentEvent("b", delay=0.25)]
    answer = stream_answer([]).with_events(said).with_style(burst=True)
    assert list(pieces(answer)) == [(0.75, b"data: a\n\ndata: b\n\n")]


def test_pieces_have_the_size_that_was_asked_for() -> None:
    answer = json_answer(VALUE).with_style(piece=4)
    sizes = [len(piece) for _, piece in pieces(answer)]
    assert set(sizes[:-1]) == {4}
    assert 1 <= sizes[-1] <= 4


def test_padding_comes_before_the_document() -> None:
    body = plain(json_answer(VALUE).with_style(padding="\n\n"))
    assert body.startswith(b"\n\n{")
    assert json.loads(body) == VALUE


def test_gzip_packs_the_document() -> None:
    body = plain(json_answer(VALUE).with_style(gzip=True, padding="\n"))
    assert json.loads(gzip.decompress(body)) == VALUE


def test_an_answer_keeps_what_is_not_changed() -> None:
    answer = stream_answer([{"a": 1}, {"a": 2}]).with_headers({"x": "y"})
    changed = answer.map_chunks(lambda chunk: {"a": chunk["a"] + 1})
    assert [event.data for event in changed.events] == [{"a": 2}, {"a": 3}, "[DONE]"]
    assert changed.headers == answer.headers
    assert changed.without_last_event().events == changed.events[:2]
    assert answer.map_json(lambda value: {}) == answer


def test_map_json_changes_documents_only() -> None:
    answer: Answer = json_answer({"a": 1})
    assert answer.map_json(lambda value: {"b": value["a"]}).json == {"b": 1}
    assert answer.map_chunks(lambda value: {}) == answer


@pytest.mark.parametrize(
    "parts", [["gzip", "leading-blank", "chunked-json"], ["cut-segments"], ["gzip"]]
)
def test_documents_arrive_in_any_transport(
    relay: Relay, http: httpx.Client, parts: list[str]
) -> None:
    answer = http.get(relay.base_url(*parts) + "/models")
    assert answer.json() == http.get(relay.base_url() + "/models").json()
    assert ("content-length" in answer.headers) == (parts == ["gzip"])


def test_stream_headers_are_those_of_event_streams(
    relay: Relay, http: httpx.Client
) -> None:
    body = {
        "model": CHAT,
        "messages": [{"role": "user", "content": "Hi"}],
        "stream": True,
    }
    answer = http.post(relay.base_url() + "/chat/completions", json=body)
    assert answer.headers["content-type"].startswith("text/event-stream")
    assert answer.headers["cache-control"] == "no-cache"
    assert answer.headers["transfer-encoding"] == "chunked"
