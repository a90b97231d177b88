"""The official client works against the relay unchanged."""

import json
from collections.abc import Iterator

import openai
import pytest
from openai.types.chat import (
    ChatCompletionFunctionToolParam,
    ChatCompletionMessageFunctionToolCall,
    ChatCompletionUserMessageParam,
)

from conformance.relay import Relay
from conformance.relay.thinking.families import FAMILIES
from conformance.tests.relay.calls import CHAT, INSTRUCT, KEY

MESSAGE: ChatCompletionUserMessageParam = {
    "role": "user",
    "content": "Repeat exactly: Grüße an 漢字 🎉!",
}
ASK: ChatCompletionUserMessageParam = {
    "role": "user",
    "content": "What is the weather in Paris and in Tokyo?",
}
SCHEMA: dict[str, object] = {
    "type": "object",
    "properties": {"city": {"type": "string"}},
    "required": ["city"],
}
TOOL: ChatCompletionFunctionToolParam = {
    "type": "function",
    "function": {"name": "get_weather", "parameters": SCHEMA},
}


@pytest.fixture(scope="module")
def client(relay: Relay) -> Iterator[openai.OpenAI]:
    """An official client of the default dialect."""
    with _client(relay, KEY) as made:
        yield made


def _client(relay: Relay, key: str) -> openai.OpenAI:
    return openai.OpenAI(base_url=relay.base_url(), api_key=key, max_retries=0)


def test_it_chats(client: openai.OpenAI) -> None:
    answer = client.chat.completions.create(model=CHAT, messages=[MESSAGE], n=2)
    assert [one.message.content for one in answer.choices] == ["Grüße an 漢字 🎉!"] * 2
    assert answer.usage is not None
    counts = answer.usage
    assert counts.total_tokens == counts.prompt_tokens + counts.completion_tokens


def test_it_streams(client: openai.OpenAI) -> None:
    stream = client.chat.completions.create(
        model=CHAT,
        messages=[MESSAGE],
        stream=True,
        stream_options={"include_usage": True},
    )
    chunks = list(stream)
    said = [chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices]
    assert "".join(said) == "Grüße an 漢字 🎉!"
    assert chunks[-1].choices == []
    assert chunks[-1].usage is not None


def test_it_calls_tools(client: openai.OpenAI) -> None:
    answer = client.chat.completions.create(
        model=CHAT, messages=[ASK], tools=[TOOL]
    ).choices[0]
    assert answer.finish_reason == "tool_calls"
    assert answer.message.tool_calls is not None
    made = [
        json.loads(one.function.arguments)
        for one in answer.message.tool_calls
        if isinstance(one, ChatCompletionMessageFunctionToolCall)
    ]
    assert made == [{"city": "Paris"}, {"city": "Tokyo"}]


def test_it_streams_tool_calls(client: openai.OpenAI) -> None:
    with client.chat.completions.stream(
        model=CHAT, messages=[ASK], tools=[TOOL]
    ) as stream:
        message = stream.get_final_completion().choices[0].message
    made = [json.loads(one.function.arguments) for one in message.tool_calls or []]
    assert made == [{"city": "Paris"}, {"city": "Tokyo"}]


def test_it_completes(client: openai.OpenAI) -> None:
    answer = client.completions.create(
        model=INSTRUCT, prompt=["One", "Two"], n=2, logprobs=2, max_tokens=3
    )
    assert [one.index for one in answer.choices] == [0, 1, 2, 3]
    assert {one.finish_reason for one in answer.choices} == {"length"}


def test_it_streams_completions(client: openai.OpenAI) -> None:
    asked = "Count from 1 to 5"
    whole = client.completions.create(model=INSTRUCT, prompt=asked).choices[0].text
    chunks = list(client.completions.create(model=INSTRUCT, prompt=asked, stream=True))
    assert "".join(chunk.choices[0].text for chunk in chunks) == whole == "1 2 3 4 5"


def test_it_lists_and_retrieves_models(client: openai.OpenAI) -> None:
    listed = client.models.list().data
    assert CHAT in [one.id for one in listed]
    assert [client.models.retrieve(one.id) for one in listed] == listed


def test_a_wrong_key_is_an_authentication_error(relay: Relay) -> None:
    with (
        _client(relay, "sk-wrong") as client,
        pytest.raises(openai.AuthenticationError) as caught,
    ):
        client.models.list()
    assert caught.value.code == "invalid_api_key"
    assert caught.value.request_id
    assert "sk-wrong" not in str(caught.value)


def test_an_unknown_model_is_not_found(client: openai.OpenAI) -> None:
    with pytest.raises(openai.NotFoundError) as caught:
        client.chat.completions.create(model="gpt-none", messages=[MESSAGE])
    assert caught.value.code == "model_not_found"


def test_a_bad_field_is_a_bad_request(client: openai.OpenAI) -> None:
    with pytest.raises(openai.BadRequestError) as caught:
        client.chat.completions.create(model=CHAT, messages=[MESSAGE], temperature=3)
    assert caught.value.param == "temperature"
    assert caught.value.type == "invalid_request_error"


@pytest.mark.parametrize("model", FAMILIES)
def test_it_reads_the_answers_of_thinking_models(
    client: openai.OpenAI, model: str
) -> None:
    key = FAMILIES[model].place.value
    answer = client.chat.completions.create(model=model, messages=[MESSAGE])
    said = answer.choices[0].message
    stream = client.chat.completions.create(
        model=model, messages=[MESSAGE], stream=True
    )
    deltas = [chunk.choices[0].delta for chunk in stream]
    assert (said.content or "").endswith("Grüße an 漢字 🎉!")
    for name in filter(None, {"content", key}):
        pieces = [getattr(delta, name, None) or "" for delta in deltas]
        assert "".join(pieces) == getattr(said, name)
