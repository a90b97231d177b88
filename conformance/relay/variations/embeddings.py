"""Legitimate ways to send vectors, and features of embeddings that may be refused."""

from random import Random

from conformance.relay.answer import Answer
from conformance.relay.bend import Answering, around_variation, variation
from conformance.relay.call import Call
from conformance.relay.endpoints.embeddings import pack, unpack
from conformance.relay.json_text import Object
from conformance.relay.media import EMBEDDINGS, asks, serves
from conformance.relay.problem import Problem, ProblemKind
from conformance.relay.routes import refused
from conformance.relay.shapes import Change, on_items, on_key, put


def _changed(call: Call, answer: Answer, change: Change) -> Answer:
    served = serves(call, answer, EMBEDDINGS)
    return answer.map_json(change) if served else answer


@variation("embeddings-reversed")
def reverses_vectors(call: Call, answer: Answer) -> Answer:
    """Sends the vectors of a batch from the last to the first, by their index."""

    def turned(body: Object) -> Object:
        return {**body, "data": body["data"][::-1]}

    return _changed(call, answer, turned)


@variation("embeddings-rounded")
def rounds_vectors(call: Call, answer: Answer) -> Answer:
    """Sends numbers that differ a little from call to call."""
    chance = Random(call.id_seed)

    def rounded(number: float) -> float:
        return number + chance.uniform(-3e-4, 3e-4)

    def moved(item: Object) -> Object:
        vector = item["embedding"]
        if isinstance(vector, list):
            return {**item, "embedding": [rounded(number) for number in vector]}
        numbers = tuple(map(rounded, unpack(vector)))
        return {**item, "embedding": pack(numbers)}

    return _changed(call, answer, on_items("data", moved))


@variation("embeddings-long")
def lengthens_vectors(call: Call, answer: Answer) -> Answer:
    """Sends vectors that are not of unit length."""

    def scaled(item: Object) -> Object:
        vector = item["embedding"]
        if isinstance(vector, list):
            return {**item, "embedding": [7.5 * number for number in vector]}
        return {
            **item,
            "embedding": pack(tuple(7.5 * number for number in unpack(vector))),
        }

    return _changed(call, answer, on_items("data", scaled))


@variation("embeddings-usage-extra")
def widens_usage(call: Call, answer: Answer) -> Answer:
    """Sends usage with the keys that chat answers have."""
    more = put(completion_tokens=0, prompt_tokens_details={"cached_tokens": 0})
    return _changed(call, answer, on_key("usage", more))


def _without(call: Call, proceed: Answering, field: str) -> Answer:
    """Refuses a good call by the name of the field that is not taken."""
    answer = proceed(call)
    if answer.refuses:
        return answer
    message = f"'{field}' of this kind is not supported by this server."
    return refused(call, Problem(ProblemKind.INVALID, message, (field,)))


@around_variation("refuses-base64")
def refuses_base64(call: Call, proceed: Answering) -> Answer:
    """Refuses vectors in base64."""
    packed = call.fields.get("encoding_format") == "base64"
    if not asks(call, EMBEDDINGS) or not packed:
        return proceed(call)
    return _without(call, proceed, "encoding_format")


@around_variation("refuses-dimensions")
def refuses_dimensions(call: Call, proceed: Answering) -> Answer:
    """Refuses a number of dimensions."""
    if not asks(call, EMBEDDINGS) or "dimensions" not in call.fields:
        return proceed(call)
    return _without(call, proceed, "dimensions")


@around_variation("refuses-token-arrays")
def refuses_ids(call: Call, proceed: Answering) -> Answer:
    """Refuses token ids instead of texts."""
    texts = call.fields.get("input")
    ids = isinstance(texts, list) and texts and not isinstance(texts[0], str)
    if not asks(call, EMBEDDINGS) or not ids:
        return proceed(call)
    return _without(call, proceed, "input")
