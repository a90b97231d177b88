"""What faults change in answers with pictures."""

from conformance.relay.answer import Answer
from conformance.relay.call import Call
from conformance.relay.json_text import Json, Object
from conformance.relay.media import GENERATIONS, serves
from conformance.relay.shapes import on_items


def with_field(call: Call, answer: Answer, name: str, change: Json) -> Answer:
    """The answer with one field of each picture changed, where it has it."""
    if not serves(call, answer, GENERATIONS):
        return answer

    def changed(item: Object) -> Object:
        return {**item, name: change(item[name])} if name in item else item

    return answer.map_json(on_items("data", changed))
