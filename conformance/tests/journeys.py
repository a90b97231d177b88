"""What an ordinary program does with the official client (`cases/clients.toml`)."""

import json
from collections.abc import Callable, Mapping
from typing import Any

import openai
from openai.types.chat import (
    ChatCompletionFunctionToolParam,
    ChatCompletionMessageFunctionToolCall,
    ChatCompletionUserMessageParam,
)

from conformance.tests.relay.calls import CHAT, KEY

SAY: ChatCompletionUserMessageParam = {
    "role": "user",
    "content": "Repeat exactly: Grüße an 漢字 🎉, and then some more words!",
}
ASK: ChatCompletionUserMessageParam = {
    "role": "user",
    "content": "What is the weather in Paris and in Tokyo?",
}
TOOL: ChatCompletionFunctionToolParam = {
    "type": "function",
    "function": {
        "name": "get_weather",
        "parameters": {
            "type": "object",
            "properties": {"city": {"type": "string"}},
            "required": ["city"],
        },
    },
}


def came_of(journey: str, base_url: str) -> object:
    """What came of a journey: its result, or the name of the error and its text."""
    with openai.OpenAI(
        base_url=base_url, api_key=KEY, max_retries=0, timeout=10
    ) as client:
        try:
            return JOURNEYS[journey](client)
        except Exception as error:  # whatever a program would meet
            return type(error).__name__, str(error)


def _chat(client: openai.OpenAI) -> object:
    answer = client.chat.completions.create(model=CHAT, messages=[SAY])
    return answer.choices[0].message.content


def _stream(client: openai.OpenAI) -> object:
    said = ""
    for chunk in client.chat.completions.create(
        model=CHAT, messages=[SAY], stream=True
    ):
        said += chunk.choices[0].delta.content or ""
    return said


def _stream_helper(client: openai.OpenAI) -> object:
    with client.chat.completions.stream(model=CHAT, messages=[SAY]) as stream:
        choice = stream.get_final_completion().choices[0]
    return choice.finish_reason, choice.message.content


def _tools(client: openai.OpenAI) -> object:
    answer = client.chat.completions.create(model=CHAT, messages=[ASK], tools=[TOOL])
    return _calls(answer.choices[0].message.tool_calls or ())


def _stream_tools(client: openai.OpenAI) -> object:
    with client.chat.completions.stream(
        model=CHAT, messages=[ASK], tools=[TOOL]
    ) as stream:
        choice = stream.get_final_completion().choices[0]
    return choice.finish_reason, _calls(choice.message.tool_calls or ())


def _calls(made: Any) -> list[object]:
    return [
        (bool(one.id), one.function.name, json.loads(one.function.arguments))
        for one in made
        if isinstance(one, ChatCompletionMessageFunctionToolCall)
    ]


def _embeddings(client: openai.OpenAI) -> object:
    made = client.embeddings.create(
        model="text-embedding-3-small", input=["one", "two words"]
    )
    return [one.embedding for one in made.data]


def _models(client: openai.OpenAI) -> object:
    return [one.id for one in client.models.list().data]


def _unknown_model(client: openai.OpenAI) -> object:
    return client.chat.completions.create(model="gpt-none", messages=[SAY]).choices


JOURNEYS: Mapping[str, Callable[[openai.OpenAI], object]] = {
    "chat": _chat,
    "stream": _stream,
    "stream-helper": _stream_helper,
    "tools": _tools,
    "stream-tools": _stream_tools,
    "embeddings": _embeddings,
    "models": _models,
    "unknown-model": _unknown_model,
}
