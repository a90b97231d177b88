"""What each dialect refuses and accepts, one bound at a time."""

import pytest

from conformance.relay.answer import Answer
from conformance.relay.call import Call
from conformance.relay.json_text import Json, Object
from conformance.tests.relay.calls import (
    CHAT,
    CLOCK,
    WEATHER,
    ask,
    chat,
    complete,
    post,
)

USER = {"role": "user", "content": "Hi"}
SCHEMA_FORMAT = {"type": "json_schema", "json_schema": {"name": "a", "schema": {}}}

CHAT_REFUSED: list[tuple[str, Json]] = [
    ("temperature", 2.1),
    ("temperature", -0.1),
    ("temperature", "1"),
    ("temperature", True),
    ("top_p", 1.01),
    ("n", 0),
    ("n", 129),
    ("n", 1.5),
    ("n", True),
    ("presence_penalty", 2.5),
    ("frequency_penalty", -2.5),
    ("max_tokens", 0),
    ("max_completion_tokens", 0),
    ("stop", []),
    ("stop", ["a", "b", "c", "d", "e"]),
    ("stop", ""),
    ("stop", 5),
    ("logit_bias", {"5": "x"}),
    ("seed", "1"),
    ("stream", "true"),
    ("stream_options", {"include_usage": True}),
    ("logprobs", 2),
    ("top_logprobs", 2),
    ("response_format", {"type": "xml"}),
    ("response_format", {"type": "json_schema"}),
    ("response_format", "json_object"),
    ("tools", [{"type": "function"}]),
    ("tool_choice", "required"),
    ("parallel_tool_calls", 1),
    ("messages", []),
    ("messages", "Hi"),
    ("messages", [{"role": "boss", "content": "Hi"}]),
    ("messages", [{"role": "user"}]),
    ("messages", [{"role": "user", "content": []}]),
    ("messages", [{"role": "user", "content": None}]),
    ("messages", [{"role": "user", "content": [{"type": "text"}]}]),
    ("messages", [{"role": "tool", "content": "19"}]),
    ("messages", [{"role": "assistant", "content": None}]),
    ("model", None),
    ("model", 4),
]

CHAT_ACCEPTED: list[tuple[str, Json]] = [
    ("temperature", 0),
    ("temperature", 2),
    ("top_p", 0),
    ("top_p", 1),
    ("n", 128),
    ("n", 2.0),
    ("presence_penalty", -2),
    ("frequency_penalty", 2),
    ("max_tokens", 1),
    ("max_completion_tokens", 1),
    ("stop", ["a", "b", "c", "d"]),
    ("logit_bias", {"50256": -100}),
    ("seed", -3),
    ("user", "ada"),
    ("logprobs", True),
    ("response_format", {"type": "json_object"}),
    ("response_format", SCHEMA_FORMAT),
    ("tools", [WEATHER, CLOCK]),
    ("parallel_tool_calls", False),
    ("no_such_field", {"a": 1}),
    ("messages", [{"role": "developer", "content": "Be kind."}, USER]),
    ("messages", [{"role": "user", "content": [{"type": "text", "text": "Hi"}]}]),
]

NULLABLE = [
    "temperature",
    "top_p",
    "n",
    "presence_penalty",
    "frequency_penalty",
    "max_tokens",
    "max_completion_tokens",
    "stop",
    "logit_bias",
    "seed",
    "stream",
    "stream_options",
    "logprobs",
    "top_logprobs",
    "response_format",
]

COMPLETIONS_REFUSED: list[tuple[str, Json]] = [
    ("max_tokens", -1),
    ("logprobs", 6),
    ("logprobs", True),
    ("best_of", 21),
    ("best_of", 1.5),
    ("echo", 1),
    ("suffix", 1),
    ("prompt", 5),
    ("prompt", []),
    ("prompt", [[]]),
    ("prompt", ["a", 1]),
    ("stop", ["a", "b", "c", "d", "e"]),
    ("temperature", 2.5),
]

COMPLETIONS_ACCEPTED: list[tuple[str, Json]] = [
    ("max_tokens", 0),
    ("logprobs", 0),
    ("logprobs", 5),
    ("best_of", 20),
    ("echo", True),
    ("suffix", "end"),
    ("prompt", None),
    ("prompt", ["a", "b"]),
    ("prompt", [1, 2]),
    ("prompt", [[1], [2, 3]]),
    ("stop", "\n"),
]


def refused_at(answer: Answer, field: str) -> bool:
    """Whether a 400 of the reference names the field."""
    param = answer.json["error"]["param"]
    named = str(param).replace("[", ".").split(".")[0]
    return answer.status == 400 and named == field


@pytest.mark.parametrize(("field", "value"), CHAT_REFUSED)
def test_chat_refuses(field: str, value: Json) -> None:
    answer = ask(chat(**{field: value}))
    assert refused_at(answer, field), answer.json
    assert set(answer.json["error"]) == {"message", "type", "param", "code"}


@pytest.mark.parametrize(("field", "value"), CHAT_ACCEPTED)
def test_chat_accepts(field: str, value: Json) -> None:
    assert ask(chat(**{field: value})).status == 200


@pytest.mark.parametrize("field", NULLABLE)
def test_chat_takes_null_as_not_given(field: str) -> None:
    fields: Object = {field: None}
    assert ask(chat(**fields)) == ask(chat())


@pytest.mark.parametrize(("field", "value"), COMPLETIONS_REFUSED)
def test_completions_refuse(field: str, value: Json) -> None:
    assert refused_at(ask(complete(**{field: value})), field)


@pytest.mark.parametrize(("field", "value"), COMPLETIONS_ACCEPTED)
def test_completions_accept(field: str, value: Json) -> None:
    assert ask(complete(**{field: value})).status == 200


def test_completions_refuse_fewer_candidates_than_choices() -> None:
    assert refused_at(ask(complete(n=3, best_of=2)), "best_of")


def test_completions_refuse_to_stream_the_best() -> None:
    assert refused_at(ask(complete(best_of=2, stream=True)), "best_of")


@pytest.mark.parametrize("sent", [chat(stream=True, n=0), complete(stream=True, n=0)])
def test_a_refusal_of_a_stream_is_a_document(sent: Call) -> None:
    answer = ask(sent)
    assert not answer.streams
    assert refused_at(answer, "n")


def test_a_prompt_beyond_the_context_is_refused() -> None:
    answer = ask(chat("word " * 140_000))
    assert (answer.status, answer.json["error"]["code"]) == (
        400,
        "context_length_exceeded",
    )


def test_an_image_must_be_an_image() -> None:
    part = {"type": "image_url", "image_url": {"url": "data:image/png;base64,!"}}
    body = {"model": CHAT, "messages": [{"role": "user", "content": [part]}]}
    assert refused_at(ask(post("/chat/completions", body)), "messages")


def test_tool_parameters_must_be_a_schema() -> None:
    tool = {"type": "function", "function": {"name": "a", "parameters": {"type": 5}}}
    assert refused_at(ask(chat(tools=[tool])), "tools")


def test_a_named_tool_must_be_offered() -> None:
    choice = {"type": "function", "function": {"name": "other"}}
    answer = ask(chat(tools=[WEATHER], tool_choice=choice))
    assert refused_at(answer, "tool_choice")
