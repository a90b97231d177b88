"""The pseudo-model: what it says, how it counts, and that it repeats itself."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from conformance.relay.call import Call
from conformance.relay.json_text import Json, Object
from conformance.relay.tokens import cut, split
from conformance.tests.relay.calls import (
    CHAT,
    ask,
    chat,
    chunks,
    complete,
    history,
    post,
    texts,
)

PARIS_AND_TOKYO = "What is the weather in Paris and in Tokyo?"
TEXTS = st.text(st.characters(exclude_categories=["Cs"]))


@given(TEXTS)
def test_tokens_join_to_the_text(text: str) -> None:
    assert "".join(split(text)) == text


@given(TEXTS, st.lists(TEXTS.filter(bool), max_size=4), st.integers(0, 30))
def test_a_cut_text_keeps_stops_and_cap(text: str, stops: list[str], cap: int) -> None:
    kept = cut(text, stops, cap)
    assert text.startswith(kept.text)
    assert len(split(kept.text)) <= cap
    assert not any(stop in kept.text for stop in stops)
    if kept.text == text:
        assert kept.finish == "stop"


@settings(deadline=None, max_examples=30)
@given(TEXTS.filter(lambda text: text.strip()))
def test_a_text_is_repeated_exactly(text: str) -> None:
    # Two line ends: the first one, if any, belongs to the instruction.
    (said,) = texts(ask(chat(f"Repeat exactly: x{text}")))
    assert said == f"x{text}"


def test_it_counts() -> None:
    assert texts(ask(chat("Count from 1 to 12."))) == ["1 2 3 4 5 6 7 8 9 10 11 12"]


def test_it_multiplies() -> None:
    asked = "What is 48 times 76? Answer with the number only."
    assert texts(ask(chat(asked))) == ["3648"]


def test_a_default_answer_has_a_natural_length() -> None:
    for number in range(20):
        (said,) = texts(ask(chat(f"Tell me about number {number}.")))
        assert 10 <= len(split(said)) <= 40


@pytest.mark.parametrize("stop", ["7 8", ["x", "7 8"]])
def test_a_stop_text_is_left_out(stop: Json) -> None:
    answer = ask(chat("Count from 1 to 30.", stop=stop))
    choice = answer.json["choices"][0]
    assert choice["message"]["content"] == "1 2 3 4 5 6 "
    assert choice["finish_reason"] == "stop"


@pytest.mark.parametrize("field", ["max_tokens", "max_completion_tokens"])
def test_a_cap_is_kept(field: str) -> None:
    fields: Object = {field: 3}
    answer = ask(chat("Count from 1 to 30.", **fields))
    assert texts(answer) == ["1 2 3"]
    assert answer.json["choices"][0]["finish_reason"] == "length"
    assert answer.json["usage"]["completion_tokens"] == 3


SENT = [
    chat("Tell me a story.", n=3),
    chat("Tell me a story.", n=2, stop="e", max_tokens=20),
    chat("Tell me a story.", temperature=1.3, seed=5, max_tokens=4),
    chat("Repeat exactly: Grüße 漢字🎉", logprobs=True, top_logprobs=2),
    chat("JSON please", response_format={"type": "json_object"}),
    history(),
]


@pytest.mark.parametrize("sent", SENT)
def test_the_streamed_text_is_the_text(sent: Call) -> None:
    whole = ask(sent)
    usage = {"include_usage": True}
    streamed = ask(sent.with_fields({"stream": True, "stream_options": usage}))
    assert texts(streamed) == texts(whole)
    assert chunks(streamed)[-1]["usage"] == whole.json["usage"]


@pytest.mark.parametrize("prompt", ["a", ["a", "b"], [[1, 2], [3]]])
def test_a_streamed_completion_is_the_completion(prompt: Json) -> None:
    sent = complete(prompt, n=2, echo=True, logprobs=1)
    whole = [choice["text"] for choice in ask(sent).json["choices"]]
    streamed: dict[int, str] = {}
    for chunk in chunks(ask(sent.with_fields({"stream": True}))):
        for choice in chunk["choices"]:
            index = choice["index"]
            streamed[index] = streamed.get(index, "") + choice["text"]
    assert [streamed[index] for index in sorted(streamed)] == whole


def test_chunks_come_in_the_documented_order() -> None:
    sent = chat(n=2, stream=True, stream_options={"include_usage": True})
    answer = ask(sent)
    *said, counted = chunks(answer)
    assert answer.events[-1].data == "[DONE]"
    assert counted["choices"] == []
    assert all(chunk["usage"] is None for chunk in said)
    assert len({(chunk["id"], chunk["created"], chunk["model"]) for chunk in said}) == 1
    for index in (0, 1):
        own = [c for chunk in said for c in chunk["choices"] if c["index"] == index]
        assert own[0]["delta"]["role"] == "assistant"
        assert [c["finish_reason"] for c in own] == [None] * (len(own) - 1) + ["stop"]
        assert own[-1]["delta"] == {}


def test_a_seed_decides_the_text() -> None:
    def said(**fields: Json) -> list[str]:
        return texts(ask(chat("Tell me a story.", **fields)))

    assert said(seed=1) == said(seed=1) != said(seed=2)
    assert said(temperature=0, seed=1) == said(temperature=0, seed=2)


def test_the_choices_differ() -> None:
    assert len(set(texts(ask(chat("Tell me a story.", n=4))))) == 4


def test_usage_grows_with_the_prompt() -> None:
    def size(text: str) -> int:
        return int(ask(chat(text)).json["usage"]["prompt_tokens"])

    assert size("one two three") == size("one") + 2


def test_an_image_changes_answer_and_usage() -> None:
    red, blue = (
        ask(post("/chat/completions", {"model": CHAT, "messages": [_picture(data)]}))
        for data in ("AAAA", "BBBB")
    )
    assert texts(red) != texts(blue)
    assert red.json["usage"]["prompt_tokens"] > 85


def _picture(data: str) -> Object:
    url = f"data:image/png;base64,{data}"
    parts = [
        {"type": "text", "text": "What is this?"},
        {"type": "image_url", "image_url": {"url": url}},
    ]
    return {"role": "user", "content": parts}


SCHEMAS: list[Object] = [
    {"type": "object", "properties": {"zq7": {"const": 4}}, "required": ["zq7"]},
    {"type": "object", "properties": {"n": {"type": "integer", "minimum": 7}}},
    {"type": "array", "items": {"enum": ["a", "b"]}, "minItems": 3},
    {"$defs": {"x": {"type": "string", "maxLength": 2}}, "$ref": "#/$defs/x"},
    {"anyOf": [{"type": "null"}, {"type": "string"}]},
    {"type": "number", "exclusiveMinimum": 3, "multipleOf": 0.5},
    {
        "type": "object",
        "properties": {"kids": {"type": "array", "items": {"$ref": "#"}}},
        "required": ["kids"],
        "additionalProperties": False,
    },
]


@pytest.mark.parametrize("schema", SCHEMAS)
def test_an_answer_validates_against_its_schema(schema: Object) -> None:
    form = {"type": "json_schema", "json_schema": {"name": "a", "schema": schema}}
    (said,) = texts(ask(chat(response_format=form)))
    assert not list(Draft202012Validator(schema).iter_errors(json.loads(said)))


def test_an_endless_schema_ends() -> None:
    endless = {"type": "object", "required": ["x"], "properties": {"x": {"$ref": "#"}}}
    form = {"type": "json_schema", "json_schema": {"name": "a", "schema": endless}}
    assert ask(chat(response_format=form)).status == 200


def test_a_json_object_is_one() -> None:
    (said,) = texts(ask(chat(response_format={"type": "json_object"})))
    assert isinstance(json.loads(said), dict)


def test_logprobs_of_chat_cover_every_token() -> None:
    answer = ask(chat("Repeat exactly: Grüße 漢字🎉", logprobs=True, top_logprobs=3))
    choice = answer.json["choices"][0]
    entries = choice["logprobs"]["content"]
    assert "".join(one["token"] for one in entries) == choice["message"]["content"]
    assert len(entries) == answer.json["usage"]["completion_tokens"]
    for one in entries:
        assert bytes(one["bytes"]).decode() == one["token"]
        assert one["logprob"] <= 0
        assert len(one["top_logprobs"]) == 3


def test_logprobs_of_completions_are_four_equal_arrays() -> None:
    choice = ask(complete("Say hi.", logprobs=2, echo=True)).json["choices"][0]
    shown = choice["logprobs"]
    assert len({len(shown[name]) for name in shown}) == 1
    assert set(shown) == {"tokens", "token_logprobs", "top_logprobs", "text_offset"}
    for token, offset in zip(shown["tokens"], shown["text_offset"], strict=True):
        assert choice["text"][offset:].startswith(token)


def test_echo_puts_the_prompt_first() -> None:
    assert (
        ask(complete("Once upon", echo=True))
        .json["choices"][0]["text"]
        .startswith("Once upon")
    )


def test_each_prompt_gets_its_choices() -> None:
    choices = ask(complete(["a", "b"], n=2)).json["choices"]
    assert [choice["index"] for choice in choices] == [0, 1, 2, 3]


def test_all_candidates_are_counted() -> None:
    one = ask(complete(max_tokens=4)).json["usage"]["completion_tokens"]
    best = ask(complete(max_tokens=4, best_of=3)).json
    assert len(best["choices"]) == 1
    assert (one, best["usage"]["completion_tokens"]) == (4, 12)
