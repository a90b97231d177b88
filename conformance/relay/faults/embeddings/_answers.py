"""What faults change in the answer of embeddings."""

from conformance.relay.answer import Answer
from conformance.relay.call import Call
from conformance.relay.json_text import Json, Object
from conformance.relay.media import EMBEDDINGS, serves
from conformance.relay.shapes import Change, on_items

# What many servers embed at once.
BATCH = 32


def on_answer(call: Call, answer: Answer, change: Change) -> Answer:
    """The answer changed, if it answers a good request for embeddings."""
    served = serves(call, answer, EMBEDDINGS)
    return answer.map_json(change) if served else answer


def of_lists(change: Change) -> Change:
    """The change of an answer that changes the items that hold numbers."""

    def changed(item: Object) -> Object:
        return change(item) if isinstance(item["embedding"], list) else item

    return on_items("data", changed)


def first_number(number: float) -> Change:
    """The change of an answer that sets the first number of the first vector."""

    def changed(item: Object) -> Object:
        if item["index"]:
            return item
        return {**item, "embedding": [number, *item["embedding"][1:]]}

    return of_lists(changed)


def with_items(call: Call, answer: Answer, change: Json) -> Answer:
    """The answer with the list of its vectors changed."""
    if not serves(call, answer, EMBEDDINGS):
        return answer
    return answer.map_json(lambda body: {**body, "data": change(body["data"])})
