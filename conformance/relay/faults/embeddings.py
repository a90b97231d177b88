"""Faults of embeddings: which vectors come, and for which text."""

import base64
import struct

from conformance.relay.answer import Answer
from conformance.relay.bend import (
    Answering,
    around_fault,
    deaf_fault,
    fault,
    request_fault,
)
from conformance.relay.call import Call
from conformance.relay.endpoints.embeddings import unpack
from conformance.relay.json_text import Json, Object
from conformance.relay.media import EMBEDDINGS, asks, serves
from conformance.relay.problem import Problem, ProblemKind
from conformance.relay.routes import refused
from conformance.relay.shapes import on_items, put

# What many servers embed at once.
_BATCH = 32


@request_fault(
    "emb-base64-ignored",
    caught_by="embeddings.base64",
    source="sgl-project/sglang#28803",
)
def ignores_base64(call: Call) -> Call:
    """Answers with numbers where base64 was asked for."""
    packed = call.fields.get("encoding_format") == "base64"
    if not asks(call, EMBEDDINGS) or not packed:
        return call
    return call.without_fields("encoding_format")


@fault(
    "emb-base64-float64",
    caught_by="embeddings.base64.same-vector",
    source="vllm-project/vllm#5935",
)
def packs_doubles(call: Call, answer: Answer) -> Answer:
    """Encodes 64-bit numbers in base64."""
    packed = call.fields.get("encoding_format") == "base64"
    if not serves(call, answer, EMBEDDINGS) or not packed:
        return answer
    return answer.map_json(on_items("data", _doubled))


def _doubled(item: Object) -> Object:
    numbers = unpack(item["embedding"])
    data = struct.pack(f"<{len(numbers)}d", *numbers)
    return {**item, "embedding": base64.b64encode(data).decode()}


@fault(
    "emb-vectors-permuted",
    caught_by="embeddings.batch-equals-parts",
    source="helixml/kodit#77",
)
def joins_batches_as_they_come(call: Call, answer: Answer) -> Answer:
    """Joins the vectors of sub-batches in the order of their completion."""
    return _with_items(call, answer, _permuted)


def _permuted(items: list[Object]) -> list[Object]:
    vectors = [item["embedding"] for item in [*items[_BATCH:], *items[:_BATCH]]]
    pairs = zip(items, vectors, strict=True)
    return [{**item, "embedding": vector} for item, vector in pairs]


@fault("emb-batch-short", caught_by="embeddings.count", source="vercel/ai#20355")
def drops_rest_of_batch(call: Call, answer: Answer) -> Answer:
    """Returns the vectors of the first texts of a batch only."""
    return _with_items(call, answer, lambda items: items[:_BATCH])


def _with_items(call: Call, answer: Answer, change: Json) -> Answer:
    if not serves(call, answer, EMBEDDINGS):
        return answer
    return answer.map_json(lambda body: {**body, "data": change(body["data"])})


@deaf_fault(
    "emb-dimensions-ignored",
    caught_by="embeddings.dimensions",
    source="ggml-org/llama.cpp#25210",
)
def ignores_dimensions(call: Call) -> Call:
    """Returns vectors of the native length whatever was asked for."""
    return call.without_fields("dimensions") if asks(call, EMBEDDINGS) else call


@deaf_fault(
    "emb-token-array-misread",
    caught_by="embeddings.tokens.count",
    source="microsoft/aoai-api-simulator#87",
)
def reads_ids_as_texts(call: Call) -> Call:
    """Takes each token id of a text for a text of its own."""
    given = call.fields.get("input")
    if not asks(call, EMBEDDINGS) or not isinstance(given, list):
        return call
    if not isinstance(given[0], int):
        return call
    return call.with_fields({"input": [[token] for token in given]})


@fault(
    "emb-usage-zero",
    caught_by="embeddings.usage.positive",
    source="vertesia/llumiverse#101",
)
def counts_nothing(call: Call, answer: Answer) -> Answer:
    """Says that a text had no tokens."""
    if not serves(call, answer, EMBEDDINGS):
        return answer
    return answer.map_json(put(usage={"prompt_tokens": 0, "total_tokens": 0}))


@fault("emb-total-below", caught_by="embeddings.usage.total", source="plausible")
def counts_less_in_all(call: Call, answer: Answer) -> Answer:
    """Sends a total that is one below the tokens of the input."""
    if not serves(call, answer, EMBEDDINGS):
        return answer

    def lowered(body: Object) -> Object:
        prompt = body["usage"]["prompt_tokens"]
        usage = {**body["usage"], "total_tokens": max(prompt - 1, 1)}
        return {**body, "usage": usage}

    return answer.map_json(lowered)


@fault(
    "emb-empty-input-500",
    caught_by="embeddings.empty-input",
    source="ollama/ollama#5713",
)
def fails_on_empty_input(call: Call, answer: Answer) -> Answer:
    """Answers an empty text or list with status 500."""
    if not asks(call, EMBEDDINGS) or call.fields.get("input") not in ("", []):
        return answer
    return refused(call, Problem(ProblemKind.INTERNAL, "The server had an error."))


@around_fault("emb-truncates", caught_by="embeddings.whole-input", source="plausible")
def cuts_long_text(call: Call, proceed: Answering) -> Answer:
    """Embeds the begin of a text that is too long, without a word."""
    answer = proceed(call)
    if not asks(call, EMBEDDINGS) or not answer.refuses_as(ProblemKind.TOO_LONG):
        return answer
    return proceed(call.with_fields({"input": "a" + " a" * 511}))


@fault("emb-other-replica", caught_by="embeddings.repeatable", source="plausible")
def answers_by_turns(call: Call, answer: Answer) -> Answer:
    """Answers a text that is sent again with the vector of another model."""
    same = [one for one in call.earlier if one.fields == call.fields]
    if not serves(call, answer, EMBEDDINGS) or not len(same) % 2:
        return answer
    return answer.map_json(on_items("data", _turned))


def _turned(item: Object) -> Object:
    return {**item, "embedding": item["embedding"][::-1]}
