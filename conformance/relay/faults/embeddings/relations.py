"""Faults of embeddings that show when answers are held against each other."""

from conformance.relay.answer import Answer
from conformance.relay.bend import fault
from conformance.relay.call import Call
from conformance.relay.faults._usage import recounted
from conformance.relay.media import EMBEDDINGS, serves
from conformance.relay.shapes import on_key
from conformance.relay.tokens import count


@fault("emb-usage-first-text", caught_by="embeddings.usage-grows", source="plausible")
def counts_first_text(call: Call, answer: Answer) -> Answer:
    """Counts the tokens of the first text of a batch."""
    texts = call.fields.get("input")
    if not serves(call, answer, EMBEDDINGS) or not isinstance(texts, list):
        return answer
    if not isinstance(texts[0], str):
        return answer
    tokens = count(texts[0])
    return answer.map_json(
        on_key("usage", lambda counts: recounted(counts, prompt_tokens=tokens))
    )
