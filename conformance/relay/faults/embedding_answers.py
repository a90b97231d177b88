"""Faults of embeddings: the form of the answer, and requests that are refused."""

from dataclasses import replace

from conformance.relay.answer import Answer
from conformance.relay.bend import Answering, around_fault, fault
from conformance.relay.call import Call
from conformance.relay.faults.refusing import refusing
from conformance.relay.json_text import Json, Object
from conformance.relay.media import EMBEDDINGS, asks, serves
from conformance.relay.problem import ProblemKind
from conformance.relay.shapes import Change, drop, on_items, put
from conformance.relay.tokens import compact
from conformance.relay.wire import plain

# A number that no vector holds, to be found again in the text.
_MARK = 0.123454321


def _changed(call: Call, answer: Answer, change: Change) -> Answer:
    served = serves(call, answer, EMBEDDINGS)
    return answer.map_json(change) if served else answer


def _of_lists(change: Change) -> Change:
    """The change of an answer that changes the items that hold numbers."""

    def changed(item: Object) -> Object:
        return change(item) if isinstance(item["embedding"], list) else item

    return on_items("data", changed)


def _first(number: float) -> Change:
    """The change of an answer that sets the first number of the first vector."""

    def changed(item: Object) -> Object:
        if item["index"]:
            return item
        return {**item, "embedding": [number, *item["embedding"][1:]]}

    return _of_lists(changed)


@fault("emb-labelled-text", caught_by="embeddings.content-type", source="plausible")
def labels_as_text(call: Call, answer: Answer) -> Answer:
    """Labels vectors as text."""
    if not serves(call, answer, EMBEDDINGS):
        return answer
    return answer.with_headers({"content-type": "text/plain"})


@fault("emb-nan", caught_by="embeddings.json", source="plausible")
def sends_nan(call: Call, answer: Answer) -> Answer:
    """Writes a number as NaN, which is no JSON."""
    return _changed(call, answer, _first(float("nan")))


@fault("emb-infinite", caught_by="embeddings.finite", source="plausible")
def sends_endless_number(call: Call, answer: Answer) -> Answer:
    """Writes a number that is beyond all floats."""
    marked = _changed(call, answer, _first(_MARK))
    body = plain(marked).replace(str(_MARK).encode(), b"1e999")
    return replace(marked, body=body) if marked is not answer else answer


@fault(
    "emb-vector-as-text",
    caught_by="embeddings.shape",
    # It holds the same and more.
    also=("embeddings.shape.strict",),
    source="plausible",
)
def writes_vector_as_text(call: Call, answer: Answer) -> Answer:
    """Sends a vector as a text that holds the list."""

    def written(item: Object) -> Object:
        return {**item, "embedding": compact(item["embedding"])}

    return _changed(call, answer, _of_lists(written))


@fault("emb-index-all-zero", caught_by="embeddings.index", source="plausible")
def numbers_all_zero(call: Call, answer: Answer) -> Answer:
    """Gives every vector of a batch the index 0."""
    return _changed(call, answer, on_items("data", put(index=0)))


@fault("emb-lengths-differ", caught_by="embeddings.same-length", source="plausible")
def shortens_second_vector(call: Call, answer: Answer) -> Answer:
    """Returns one number less for the second text of a batch."""

    def shortened(item: Object) -> Object:
        return {
            **item,
            "embedding": item["embedding"][: -1 if item["index"] == 1 else None],
        }

    return _changed(call, answer, _of_lists(shortened))


@fault(
    "emb-model-missing",
    caught_by="embeddings.model",
    source="plausible",
    dialects=("vmware-pais",),
)
def leaves_model_out(call: Call, answer: Answer) -> Answer:
    """Answers without the name of a model."""
    return _changed(call, answer, drop("model"))


@fault("emb-object-missing", caught_by="embeddings.shape.strict", source="plausible")
def leaves_object_out(call: Call, answer: Answer) -> Answer:
    """Answers without `object`."""
    return _changed(call, answer, drop("object"))


def _given(call: Call) -> Json:
    return call.fields.get("input") if asks(call, EMBEDDINGS) else None


@refusing("emb-refused", "embeddings.accepted")
def refuses_lists(call: Call) -> bool:
    """Refuses a list of texts."""
    given = _given(call)
    return isinstance(given, list) and isinstance(given[0], str)


@refusing("emb-tokens-refused-silently", "embeddings.tokens.accepted")
def refuses_ids(call: Call) -> bool:
    """Refuses token ids, without a word on what is wrong."""
    given = _given(call)
    return isinstance(given, list) and not isinstance(given[0], str)


@refusing("emb-base64-refused-silently", "embeddings.base64.accepted")
def refuses_base64(call: Call) -> bool:
    """Refuses base64, without a word on what is wrong."""
    asked = call.fields.get("encoding_format") == "base64"
    return asks(call, EMBEDDINGS) and asked


@refusing("emb-dimensions-refused-silently", "embeddings.dimensions.accepted")
def refuses_dimensions(call: Call) -> bool:
    """Refuses a number of dimensions, without a word on what is wrong."""
    return asks(call, EMBEDDINGS) and "dimensions" in call.fields


def _lacks_input(call: Call) -> bool:
    return asks(call, EMBEDDINGS) and "input" not in call.fields


@around_fault(
    "emb-missing-input-accepted",
    caught_by="errors.embeddings.refused",
    source="plausible",
    dialects=("vmware-pais",),
)
def embeds_nothing(call: Call, proceed: Answering) -> Answer:
    """Answers a request without an input with a vector."""
    answer = proceed(call)
    if not _lacks_input(call) or not answer.refuses_as(ProblemKind.INVALID):
        return answer
    return proceed(call.with_fields({"input": "nothing"}))


@fault(
    "emb-missing-input-409",
    caught_by="errors.embeddings.status",
    source="plausible",
    dialects=("vmware-pais",),
)
def conflicts_without_input(call: Call, answer: Answer) -> Answer:
    """Refuses a request without an input with status 409."""
    lacking = _lacks_input(call) and answer.refuses_as(ProblemKind.INVALID)
    return answer.with_status(409) if lacking else answer
