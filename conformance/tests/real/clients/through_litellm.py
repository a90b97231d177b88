"""What an ordinary program does with LiteLLM; it lists the models of a host's root."""

import json
from collections.abc import Callable, Mapping
from typing import Any

import litellm  # type: ignore[import-not-found]


def _common(job: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "api_base": job["base_url"],
        "api_key": job["key"],
        "max_retries": 0,
        "timeout": job["limit"],
    }


def _completion(job: Mapping[str, Any], **asked: Any) -> Any:
    model = f"openai/{job['model']}"
    return litellm.completion(**_common(job) | {"model": model} | asked)


def _joined(job: Mapping[str, Any], **asked: Any) -> Any:
    chunks = list(_completion(job, stream=True, **asked))
    return litellm.stream_chunk_builder(chunks).choices[0]


def _chat(job: Mapping[str, Any]) -> object:
    return _completion(job, messages=[job["say"]]).choices[0].message.content


def _stream(job: Mapping[str, Any]) -> object:
    said, reason = "", None
    for chunk in _completion(job, messages=[job["say"]], stream=True):
        said += chunk.choices[0].delta.content or ""
        reason = chunk.choices[0].finish_reason or reason
    return [reason, said]


def _stream_helper(job: Mapping[str, Any]) -> object:
    choice = _joined(job, messages=[job["say"]])
    return [choice.finish_reason, choice.message.content]


def _tools(job: Mapping[str, Any]) -> object:
    answer = _completion(job, messages=[job["ask"]], tools=[job["tool"]])
    return _calls(answer.choices[0])


def _stream_tools(job: Mapping[str, Any]) -> object:
    return _calls(_joined(job, messages=[job["ask"]], tools=[job["tool"]]))


def _calls(choice: Any) -> list[object]:
    made = [
        [bool(one.id), one.function.name, json.loads(one.function.arguments)]
        for one in choice.message.tool_calls or ()
    ]
    return [choice.finish_reason, made]


def _embeddings(job: Mapping[str, Any]) -> object:
    model = f"openai/{job['embedding_model']}"
    made = litellm.embedding(**_common(job), model=model, input=job["texts"])
    return [one["embedding"] for one in made.data]


def _unknown_model(job: Mapping[str, Any]) -> object:
    model = f"openai/{job['unknown_model']}"
    answer = _completion(job, model=model, messages=[job["say"]])
    return answer.choices[0].message.content


JOURNEYS: Mapping[str, Callable[[Mapping[str, Any]], object]] = {
    "chat": _chat,
    "stream": _stream,
    "stream-helper": _stream_helper,
    "tools": _tools,
    "stream-tools": _stream_tools,
    "embeddings": _embeddings,
    "unknown-model": _unknown_model,
}
