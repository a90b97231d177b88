"""A second oracle: OpenAI's official schemas and examples agree with ours."""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from functools import cache
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from conformance.core.exchange import Exchange, Recording
from conformance.formats.schema import first_error
from conformance.inputs.case import Instrument
from conformance.plugin.embedded import Embedded
from conformance.selftest.nowhere import Nowhere
from conformance.sending.applicability import wants_thinking
from conformance.sending.recorder import Recorder
from conformance.tests import oracle
from conformance.tests.oracle import Example, official
from conformance.tests.packaged import CATALOGUE, SUITE

EXAMPLES = tuple(oracle.examples())
# Their schema of each body, and ours: the tolerant one, and the strict if there is one.
OURS = {
    "ListModelsResponse": ("wire/model-list", "wire/model-list-strict"),
    "Model": ("wire/model", "wire/model-strict"),
    "CreateCompletionResponse": ("wire/completion",),
    "CreateChatCompletionResponse": (
        "wire/chat-completion",
        "wire/chat-completion-strict",
    ),
    "CreateChatCompletionStreamResponse": ("wire/chat-completion-chunk",),
    "CreateEmbeddingResponse": ("wire/embedding-list", "wire/embedding-list-strict"),
    "Embedding": ("wire/embedding", "wire/embedding-strict"),
    "CreateTranscriptionResponseJson": ("wire/transcription",),
    "CreateTranscriptionResponseVerboseJson": ("wire/transcription-verbose",),
    "CreateTranslationResponseJson": ("wire/transcription",),
    "ImagesResponse": ("wire/images-response",),
}
COMPLETION_CHUNK = "/completions Streaming 0"
LOGPROBS = "/choices/*/logprobs"
# Our schemas, and what describes the same in the official document.
SAME: Mapping[str, tuple[str, str]] = {
    "chat-completion": ("CreateChatCompletionResponse", ""),
    "chat-completion-chunk": ("CreateChatCompletionStreamResponse", ""),
    "chat-logprobs": ("CreateChatCompletionResponse", LOGPROBS),
    "completion": ("CreateCompletionResponse", ""),
    "completion-chunk": ("CreateCompletionResponse", ""),
    "completion-logprobs": ("CreateCompletionResponse", LOGPROBS),
    "usage": ("CompletionUsage", ""),
    "model": ("Model", ""),
    "model-list": ("ListModelsResponse", ""),
    "error": ("ErrorResponse", ""),
    "token-logprob": ("ChatCompletionTokenLogprob", ""),
    "tool-call": ("ChatCompletionMessageToolCall", ""),
    "embedding": ("Embedding", ""),
    "embedding-list": ("CreateEmbeddingResponse", ""),
    "embedding-usage": ("CreateEmbeddingResponse", "/usage"),
    "images-response": ("ImagesResponse", ""),
    "images-usage": ("ImagesResponse", "/usage"),
    "transcription": ("CreateTranscriptionResponseJson", ""),
    "transcription-segment": ("TranscriptionSegment", ""),
    "transcription-verbose": ("CreateTranscriptionResponseVerboseJson", ""),
    "transcription-word": ("TranscriptionWord", ""),
}


def of_example(example: Example) -> str:
    """The name under which an example is listed."""
    return example.name


def ours(example: Example) -> tuple[str, ...]:
    """Our schemas of an example."""
    streamed = example.name == COMPLETION_CHUNK
    return ("wire/completion-chunk",) if streamed else OURS[example.schema]


@pytest.mark.parametrize("example", EXAMPLES, ids=of_example)
def test_an_official_example_is_accepted(example: Example) -> None:
    """Our tolerant schema of its kind blames nothing in an official example."""
    error = first_error(example.value, ours(example)[0])
    assert error is None, error.message


@pytest.mark.parametrize("example", EXAMPLES, ids=of_example)
def test_the_strict_form_agrees_with_the_official_one(example: Example) -> None:
    """Of their own examples both strict forms accept the same."""
    strict = ours(example)[-1]
    if strict.endswith("-strict"):
        accepted = official(example.schema).is_valid(example.value)
        assert (first_error(example.value, strict) is None) == accepted


def test_there_are_examples_of_each_kind() -> None:
    """No kind of body is left without an official example."""
    assert {example.schema for example in EXAMPLES} == set(OURS)
    assert len(EXAMPLES) >= 15
    assert any(example.name == COMPLETION_CHUNK for example in EXAMPLES)


@pytest.fixture(scope="module")
def recordings() -> Iterator[tuple[Recording, ...]]:
    """What the reference relay answers to every case, under the reference contract."""
    profile = SUITE.profiles["openai"]
    # Where the suite plays the upstream, the relay hands the suite's own words on.
    names = {
        case.name
        for entry in CATALOGUE.entries
        for case in CATALOGUE.cases_of(entry, profile)
        if case.instrument is Instrument.NONE and not wants_thinking(case, SUITE)
    }
    relay = Embedded.start([profile.name], SUITE)
    recorder = Recorder.of(relay.target(profile.name, SUITE), Nowhere(), SUITE)
    recorder.start(sorted(names))
    yield tuple(recorder.get(name) for name in sorted(names))
    recorder.finish()
    relay.stop()


def bodies(recordings: tuple[Recording, ...]) -> Iterator[tuple[str, str, Any]]:
    """Each body: where it comes from, its official schema, and its value."""
    for recording in recordings:
        for exchange in recording:
            at = f"{recording.case}:{exchange.step}"
            if exchange.status >= 400:
                yield at, "ErrorResponse", exchange.json
            elif exchange.events:
                for place, value in exchange.payloads:
                    yield f"{at} {place}", _chunk(exchange), value
            elif exchange.accepted and exchange.body and is_described(exchange):
                yield at, _answer(exchange), exchange.json


def is_described(exchange: Exchange) -> bool:
    """Whether the official document describes the body: no sound, no plain text."""
    spoken = "/audio/" in exchange.request.url or "/pictures/" in exchange.request.url
    if spoken and exchange.media_type != "application/json":
        return False
    return not is_packed(exchange)


def is_packed(exchange: Exchange) -> bool:
    """Whether vectors come as base64, which the official document leaves out."""
    sent = exchange.request.json
    return isinstance(sent, dict) and sent.get("encoding_format") == "base64"


def _answer(exchange: Exchange) -> str:
    if "/models/" in exchange.request.url:
        return "Model"
    if exchange.request.url.endswith("/models"):
        return "ListModelsResponse"
    if exchange.request.url.endswith("/embeddings"):
        return "CreateEmbeddingResponse"
    if "/images/" in exchange.request.url:
        return "ImagesResponse"
    if exchange.request.url.endswith("/audio/translations"):
        return "CreateTranslationResponseJson"
    if exchange.request.url.endswith("/audio/transcriptions"):
        verbose = b"verbose_json" in exchange.request.body
        return f"CreateTranscriptionResponse{'Verbose' if verbose else ''}Json"
    chat = "/chat/completions" in exchange.request.url
    return "CreateChatCompletionResponse" if chat else "CreateCompletionResponse"


def _chunk(exchange: Exchange) -> str:
    chat = "/chat/completions" in exchange.request.url
    return "CreateChatCompletionStreamResponse" if chat else COMPLETION_CHUNK


def judge(name: str) -> Any:
    """The validator of a kind of body."""
    return streamed_completion() if name == COMPLETION_CHUNK else official(name)


@cache
def streamed_completion() -> Any:
    """The official schema of a completion, as its example of a stream has it.

    The document describes both with one schema, but sends null there as the finish
    reason before the last chunk and, with `include_usage`, as usage.
    """
    schema = deepcopy(official("CreateCompletionResponse").schema)
    choice = schema["properties"]["choices"]["items"]["properties"]
    choice["finish_reason"] = {"anyOf": [choice["finish_reason"], {"type": "null"}]}
    usage = schema["properties"]["usage"]
    schema["properties"]["usage"] = {"anyOf": [usage, {"type": "null"}]}
    return Draft202012Validator(schema)


def test_the_reference_relay_keeps_the_official_schemas(
    recordings: tuple[Recording, ...],
) -> None:
    """Everything that the relay answers is accepted by OpenAI's own schemas."""
    blamed, seen = [], set()
    for at, name, value in bodies(recordings):
        seen.add(name)
        errors = judge(name).iter_errors(value)
        blamed += [f"{at} {error.json_path}: {error.message}" for error in errors]
    assert blamed == []
    assert seen == {*OURS, COMPLETION_CHUNK, "ErrorResponse"} - {"Embedding"}


def test_the_oracle_has_much_to_judge(recordings: tuple[Recording, ...]) -> None:
    """Every request was answered, so that nothing is judged by being absent."""
    assert all(exchange.status for one in recordings for exchange in one)
    assert len(recordings) > 60
