"""Faults that OpenAI's own client trips over."""

from conformance.relay.answer import Answer, SentEvent
from conformance.relay.bend import fault
from conformance.relay.call import Call
from conformance.relay.faults._refusing import refusing
from conformance.relay.json_text import Object
from conformance.relay.media import EMBEDDINGS, asks
from conformance.relay.problem import ProblemKind
from conformance.relay.shapes import chat_document, on_calls, put
from conformance.relay.tokens import usage


def _comes_from_client(call: Call) -> bool:
    return call.headers.get("user-agent", "").startswith("OpenAI/")


@refusing("client-agent-blocked", "clients.chat")
def blocks_client(call: Call) -> bool:
    """Blocks a chat request that names OpenAI's client as its user agent."""
    plain = call.is_chat and not call.streams and not call.fields.get("tools")
    return plain and _comes_from_client(call)


@fault(
    "client-usage-unasked",
    caught_by="clients.stream",
    also=("chat.stream.no-unasked-usage",),
    source="plausible",
)
def counts_unasked(call: Call, answer: Answer) -> Answer:
    """Ends every chat stream with a chunk of usage that has no choices."""
    if not call.is_chat or not answer.streams or call.wants_usage:
        return answer
    *chunks, done = answer.events
    if not chunks or not isinstance(chunks[-1].data, dict):
        return answer
    counts = put(choices=[], usage=usage(8, 8))(chunks[-1].data)
    return answer.with_events([*chunks, SentEvent(counts), done])


@fault(
    "client-tool-id-empty",
    caught_by="clients.tools",
    also=("chat.tools.ids",),
    source="plausible",
)
def leaves_ids_empty(call: Call, answer: Answer) -> Answer:
    """Calls tools with an empty id where the caller chooses none of them."""
    chosen = call.fields.get("tool_choice") is not None
    left = chosen or not chat_document(call, answer)
    return answer if left else on_calls(call, answer, put(id=""))


@refusing("client-base64-batch-refused", "clients.embeddings")
def refuses_packed_batch(call: Call) -> bool:
    """Refuses several texts whose vectors are to be base64."""
    packed = call.fields.get("encoding_format") == "base64"
    return asks(call, EMBEDDINGS) and packed and _is_batch(call.fields)


def _is_batch(fields: Object) -> bool:
    texts = fields.get("input")
    return isinstance(texts, list) and len(texts) > 1


@fault("client-error-as-200", caught_by="clients.errors", source="plausible")
def hides_status(call: Call, answer: Answer) -> Answer:
    """Refuses an unknown model with status 200 where OpenAI's client asks."""
    unknown = answer.refuses_as(ProblemKind.UNKNOWN_MODEL)
    return answer.with_status(200) if unknown and _comes_from_client(call) else answer
