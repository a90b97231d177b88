"""Faults of completion streams: usage."""

from conformance.relay.answer import DONE, Answer, SentEvent
from conformance.relay.bend import fault, request_fault
from conformance.relay.call import Call
from conformance.relay.json_text import Object
from conformance.relay.shapes import completions_stream, drop, is_usage, on_key
from conformance.relay.tokens import usage

# More than the text needs.
_LARGER = 400


@request_fault(
    "cmpl-stream-max-tokens-ignored",
    caught_by="completions.stream.max-tokens",
    source="plausible",
)
def ignores_cap_in_streams(call: Call) -> Call:
    """Goes on beyond `max_tokens` in a completion's streams with usage."""
    wanted = call.is_completions and call.streams and call.wants_usage
    return call.with_fields({"max_tokens": _LARGER}) if wanted else call


@fault(
    "cmpl-stream-usage-only-asked",
    caught_by="completions.stream.unasked-usage",
    source="plausible",
    dialects=("deepseek",),
)
def counts_only_when_asked(call: Call, answer: Answer) -> Answer:
    """Sends usage in a completion's stream only where it was asked for."""
    if not completions_stream(call, answer) or call.wants_usage:
        return answer
    return answer.map_chunks(drop("usage"))


@fault(
    "cmpl-stream-usage-all-along",
    caught_by="completions.stream.usage-chunk",
    source="plausible",
)
def counts_all_along(call: Call, answer: Answer) -> Answer:
    """Sends zeros as the usage of each chunk but the last."""
    if not completions_stream(call, answer) or not call.wants_usage:
        return answer

    def counted(chunk: Object) -> Object:
        return {**chunk, "usage": chunk.get("usage") or usage(0, 0)}

    return answer.map_chunks(counted)


@fault(
    "cmpl-stream-usage-sum",
    caught_by="completions.stream.usage-adds-up",
    source="plausible",
)
def totals_too_little(call: Call, answer: Answer) -> Answer:
    """Leaves the prompt out of the total of a completion's stream."""

    def short(counts: Object) -> Object:
        return {**counts, "total_tokens": counts["completion_tokens"]}

    if not completions_stream(call, answer):
        return answer
    return answer.map_chunks(on_key("usage", short))


@fault(
    "cmpl-stream-usage-ignored",
    caught_by="completions.stream.usage",
    source="plausible",
)
def leaves_usage_out(call: Call, answer: Answer) -> Answer:
    """Never sends the usage that was asked for in the stream of a completion."""
    if not completions_stream(call, answer):
        return answer
    return answer.map_events(lambda event: [] if is_usage(event) else [event])


@fault(
    "cmpl-stream-usage-unrequested",
    caught_by="completions.stream.no-unasked-usage",
    source="plausible",
)
def sends_usage_unasked(call: Call, answer: Answer) -> Answer:
    """Sends a chunk with a completion's usage that nobody asked for."""
    if not completions_stream(call, answer) or call.wants_usage:
        return answer
    *chunks, last = answer.events[:-1]
    if not isinstance(last.data, dict):
        return answer
    counted = {**last.data, "choices": [], "usage": usage(10, len(chunks))}
    return answer.with_events([*chunks, last, SentEvent(counted), SentEvent(DONE)])
