"""Faults of embeddings: base64 and dimensions."""

import base64
import struct

from conformance.relay.answer import Answer
from conformance.relay.bend import deaf_fault, fault, request_fault
from conformance.relay.call import Call
from conformance.relay.endpoints.embeddings import unpack
from conformance.relay.json_text import Object
from conformance.relay.media import EMBEDDINGS, asks, serves
from conformance.relay.shapes import on_items


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


@deaf_fault(
    "emb-dimensions-ignored",
    caught_by="embeddings.dimensions",
    source="ggml-org/llama.cpp#25210",
)
def ignores_dimensions(call: Call) -> Call:
    """Returns vectors of the native length whatever was asked for."""
    return call.without_fields("dimensions") if asks(call, EMBEDDINGS) else call


@fault(
    "emb-base64-big-endian",
    caught_by="embeddings.base64.same-vector",
    source="plausible",
)
def packs_big_endian(call: Call, answer: Answer) -> Answer:
    """Encodes big-endian numbers in base64."""
    packed = call.fields.get("encoding_format") == "base64"
    if not serves(call, answer, EMBEDDINGS) or not packed:
        return answer
    return answer.map_json(on_items("data", _swapped))


def _swapped(item: Object) -> Object:
    numbers = unpack(item["embedding"])
    data = struct.pack(f">{len(numbers)}f", *numbers)
    return {**item, "embedding": base64.b64encode(data).decode()}


@request_fault(
    "emb-base64-prefixed", caught_by="embeddings.base64.same-vector", source="plausible"
)
def prefixes_packed(call: Call) -> Call:
    """Puts an instruction before texts whose vectors are to be base64."""
    packed = call.fields.get("encoding_format") == "base64"
    text = call.fields.get("input")
    if not asks(call, EMBEDDINGS) or not packed or not isinstance(text, str):
        return call
    return call.with_fields({"input": f"query: {text}"})


@fault("emb-base64-odd-length", caught_by="embeddings.base64", source="plausible")
def packs_a_byte_more(call: Call, answer: Answer) -> Answer:
    """Encodes one byte more than the numbers have in base64."""
    packed = call.fields.get("encoding_format") == "base64"
    if not serves(call, answer, EMBEDDINGS) or not packed:
        return answer
    return answer.map_json(on_items("data", _lengthened))


def _lengthened(item: Object) -> Object:
    data = base64.b64decode(item["embedding"]) + b"\0"
    return {**item, "embedding": base64.b64encode(data).decode()}
