"""Faults of transport: bodies that do not end as their framing announces."""

from dataclasses import replace

from conformance.relay.answer import Answer
from conformance.relay.bend import fault
from conformance.relay.call import Call


@fault(
    "http-content-length-too-large",
    caught_by="http.whole",
    source="envoyproxy/ai-gateway#1091",
)
def announces_more(call: Call, answer: Answer) -> Answer:
    """Announces a longer body than it sends with the list of models."""
    listed = call.route == "/models" and not answer.refuses
    return replace(answer, breaks_off=True) if listed else answer


@fault(
    "http-chunked-unterminated",
    caught_by="http.whole",
    source="open-webui/open-webui#29628",
)
def leaves_out_last_chunk(call: Call, answer: Answer) -> Answer:
    """Leaves out the empty chunk that ends the body of a stream."""
    return replace(answer, breaks_off=True) if answer.streams else answer
