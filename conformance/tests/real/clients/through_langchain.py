"""What an ordinary program does with LangChain; it has no list of models."""

from collections.abc import Callable, Mapping
from typing import Any

from langchain_openai import (  # type: ignore[import-not-found]
    ChatOpenAI,
    OpenAIEmbeddings,
)


def _common(job: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "base_url": job["base_url"],
        "api_key": job["key"],
        "max_retries": 0,
        "timeout": job["limit"],
    }


def _model(job: Mapping[str, Any], **more: Any) -> Any:
    return ChatOpenAI(**_common(job) | {"model": job["model"]} | more)


def _chat(job: Mapping[str, Any]) -> object:
    return _model(job).invoke([job["say"]]).content


def _stream(job: Mapping[str, Any]) -> object:
    return _said(_joined(_model(job), job["say"]))


def _stream_helper(job: Mapping[str, Any]) -> object:
    return _said(_model(job, streaming=True).invoke([job["say"]]))


def _tools(job: Mapping[str, Any]) -> object:
    return _calls(_model(job).bind_tools([job["tool"]]).invoke([job["ask"]]))


def _stream_tools(job: Mapping[str, Any]) -> object:
    return _calls(_joined(_model(job).bind_tools([job["tool"]]), job["ask"]))


def _joined(model: Any, message: Mapping[str, str]) -> Any:
    first, *others = model.stream([message])
    return sum(others, start=first)


def _said(answer: Any) -> list[object]:
    return [answer.response_metadata.get("finish_reason"), answer.content]


def _calls(answer: Any) -> list[object]:
    made = [[bool(one["id"]), one["name"], one["args"]] for one in answer.tool_calls]
    return [answer.response_metadata.get("finish_reason"), made]


def _embeddings(job: Mapping[str, Any]) -> object:
    # What counts the tokens before it sends them would fetch its own word list.
    embedder = OpenAIEmbeddings(
        **_common(job), model=job["embedding_model"], check_embedding_ctx_length=False
    )
    return embedder.embed_documents(job["texts"])


def _unknown_model(job: Mapping[str, Any]) -> object:
    return _model(job, model=job["unknown_model"]).invoke([job["say"]]).content


JOURNEYS: Mapping[str, Callable[[Mapping[str, Any]], object]] = {
    "chat": _chat,
    "stream": _stream,
    "stream-helper": _stream_helper,
    "tools": _tools,
    "stream-tools": _stream_tools,
    "embeddings": _embeddings,
    "unknown-model": _unknown_model,
}
