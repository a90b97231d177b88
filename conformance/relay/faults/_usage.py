"""What faults change in the counts of tokens."""

from conformance.relay.answer import Answer
from conformance.relay.json_text import Object
from conformance.relay.shapes import on_key


def recounted(counts: Object, **changes: int) -> Object:
    """Usage with other counts, and the total that belongs to them."""
    changed = {**counts, **changes}
    total = changed["prompt_tokens"] + changed.get("completion_tokens", 0)
    return {**changed, "total_tokens": total}


def counting_one(answer: Answer) -> Answer:
    """The answer with the tokens of one of its choices counted."""

    def divided(value: Object) -> Object:
        counts = value["usage"]
        share = -(-counts["completion_tokens"] // len(value["choices"]))
        return {**value, "usage": recounted(counts, completion_tokens=share)}

    return answer.map_json(divided)


def estimating(answer: Answer, text: str) -> Answer:
    """The stream with the prompt's tokens estimated from its characters."""

    def estimated(counts: Object) -> Object:
        return recounted(counts, prompt_tokens=len(text) // 2 + 1)

    return answer.map_chunks(on_key("usage", estimated))
