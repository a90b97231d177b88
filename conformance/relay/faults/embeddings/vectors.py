"""Faults of embeddings: which vectors come, and for which text."""

from dataclasses import replace

from conformance.relay.answer import Answer
from conformance.relay.bend import deaf_fault, fault
from conformance.relay.call import Call
from conformance.relay.faults.embeddings._answers import (
    BATCH,
    first_number,
    of_lists,
    on_answer,
    with_items,
)
from conformance.relay.json_text import Object
from conformance.relay.media import EMBEDDINGS, asks, serves
from conformance.relay.shapes import on_items, put
from conformance.relay.wire import plain

# A number that no vector holds, to be found again in the text.
_MARK = 0.123454321


@fault("emb-infinite", caught_by="embeddings.finite", source="plausible")
def sends_endless_number(call: Call, answer: Answer) -> Answer:
    """Writes a number that is beyond all floats."""
    marked = on_answer(call, answer, first_number(_MARK))
    body = plain(marked).replace(str(_MARK).encode(), b"1e999")
    return replace(marked, body=body) if marked is not answer else answer


@fault("emb-index-all-zero", caught_by="embeddings.index", source="plausible")
def numbers_all_zero(call: Call, answer: Answer) -> Answer:
    """Gives every vector of a batch the index 0."""
    return on_answer(call, answer, on_items("data", put(index=0)))


@fault("emb-lengths-differ", caught_by="embeddings.same-length", source="plausible")
def shortens_second_vector(call: Call, answer: Answer) -> Answer:
    """Returns one number less for the second text of a batch."""

    def shortened(item: Object) -> Object:
        return {
            **item,
            "embedding": item["embedding"][: -1 if item["index"] == 1 else None],
        }

    return on_answer(call, answer, of_lists(shortened))


@fault("emb-batch-short", caught_by="embeddings.count", source="vercel/ai#20355")
def drops_rest_of_batch(call: Call, answer: Answer) -> Answer:
    """Returns the vectors of the first texts of a batch only."""
    return with_items(call, answer, lambda items: items[:BATCH])


@deaf_fault(
    "emb-token-array-misread",
    caught_by="embeddings.tokens.count",
    source="microsoft/aoai-api-simulator#87",
)
def reads_ids_as_texts(call: Call) -> Call:
    """Takes each token id of a text for a text of its own."""
    tokens = call.fields.get("input")
    if not asks(call, EMBEDDINGS) or not isinstance(tokens, list):
        return call
    if not isinstance(tokens[0], int):
        return call
    return call.with_fields({"input": [[token] for token in tokens]})


@fault("emb-other-replica", caught_by="embeddings.repeatable", source="plausible")
def answers_by_turns(call: Call, answer: Answer) -> Answer:
    """Answers a text that is sent again with the vector of another model."""
    same = [one for one in call.earlier if one.fields == call.fields]
    if not serves(call, answer, EMBEDDINGS) or not len(same) % 2:
        return answer
    return answer.map_json(on_items("data", _turned))


def _turned(item: Object) -> Object:
    return {**item, "embedding": item["embedding"][::-1]}
