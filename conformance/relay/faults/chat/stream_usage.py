"""Faults of chat streams: usage."""

from dataclasses import replace

from conformance.relay.answer import Answer, SentEvent
from conformance.relay.bend import deaf_fault, fault
from conformance.relay.call import Call
from conformance.relay.json_text import Object
from conformance.relay.shapes import chat_stream, content_of, drop, is_usage, on_key
from conformance.relay.tokens import usage


@deaf_fault(
    "stream-max-tokens-ignored",
    caught_by="chat.stream.max-tokens",
    source="plausible",
)
def ignores_cap_in_streams(call: Call) -> Call:
    """Goes on beyond `max_tokens` in streams with usage."""
    wanted = call.is_chat and call.streams and call.wants_usage
    return call.without_fields("max_tokens") if wanted else call


@fault(
    "stream-usage-ignored",
    caught_by="chat.stream.usage",
    source="BerriAI/litellm#8349",
)
def leaves_usage_out(call: Call, answer: Answer) -> Answer:
    """Never sends the usage that was asked for in a stream."""
    if not chat_stream(call, answer):
        return answer
    return answer.map_events(lambda event: [] if is_usage(event) else [event])


@fault(
    "stream-usage-unrequested",
    caught_by="chat.stream.no-unasked-usage",
    source="QuantumNous/new-api#4370",
)
def sends_usage_unasked(call: Call, answer: Answer) -> Answer:
    """Sends a chunk with usage and no choices that nobody asked for."""
    if not chat_stream(call, answer) or call.wants_usage:
        return answer
    *chunks, done = answer.events
    spent = sum(bool(content_of(event)) for event in chunks)
    last = chunks[-1]
    counted = {**_object(last), "choices": [], "usage": usage(10, spent)}
    return answer.with_events([*chunks, replace(last, data=counted), done])


def _object(event: SentEvent) -> Object:
    return event.data if isinstance(event.data, dict) else {}


@fault("stream-usage-sum", caught_by="chat.stream.usage-adds-up", source="plausible")
def totals_too_little(call: Call, answer: Answer) -> Answer:
    """Leaves the prompt out of the total of a chat stream."""

    def short(counts: Object) -> Object:
        return {**counts, "total_tokens": counts["completion_tokens"]}

    if not chat_stream(call, answer):
        return answer
    return answer.map_chunks(on_key("usage", short))


@fault("stream-usage-twice", caught_by="chat.stream.usage-chunk", source="plausible")
def counts_twice(call: Call, answer: Answer) -> Answer:
    """Sends the usage chunk of a chat stream twice."""
    if not chat_stream(call, answer):
        return answer
    return answer.map_events(
        lambda event: [event, event] if is_usage(event) else [event]
    )


@fault(
    "stream-usage-early",
    caught_by="chat.stream.usage-chunk",
    source="plausible",
    dialects=("openai", "new-api"),
)
def counts_before_end(call: Call, answer: Answer) -> Answer:
    """Sends the usage of a chat stream before the chunk that ends the text."""
    if not chat_stream(call, answer) or not call.wants_usage:
        return answer
    *events, end, counts, done = answer.events
    return answer.with_events([*events, counts, end, done])


@fault(
    "stream-usage-only-asked",
    caught_by="chat.stream.unasked-usage",
    source="plausible",
    dialects=("openrouter", "deepseek"),
)
def counts_only_when_asked(call: Call, answer: Answer) -> Answer:
    """Sends usage in a stream only where it was asked for, though it is promised."""
    if not chat_stream(call, answer) or call.wants_usage:
        return answer
    left = answer.map_events(lambda event: [] if is_usage(event) else [event])
    return left.map_chunks(drop("usage"))


@fault(
    "stream-usage-apart",
    caught_by="chat.stream.usage-chunk",
    source="plausible",
    dialects=("deepseek",),
)
def counts_apart(call: Call, answer: Answer) -> Answer:
    """Sends usage in a chunk of its own, where the last choice is to carry it."""
    if not chat_stream(call, answer) or not call.wants_usage:
        return answer
    *events, last, done = answer.events
    counted = _object(last)
    bare = replace(last, data={**counted, "usage": None})
    apart = replace(last, data={**counted, "choices": []})
    return answer.with_events([*events, bare, apart, done])
