"""Legitimate contents of the chunks of a stream: roles, nulls, usage, reasoning."""

from collections.abc import Iterator
from dataclasses import replace

from conformance.relay.answer import Answer, SentEvent
from conformance.relay.bend import Answering, around_variation, variation
from conformance.relay.call import Call
from conformance.relay.json_text import Object
from conformance.relay.shapes import (
    Change,
    chat_stream,
    choices_of,
    content_of,
    drop,
    finishes,
    is_usage,
    on_choices,
    on_deltas,
    put,
)
from conformance.relay.tokens import usage


def _on_opening(call: Call, answer: Answer, change: Change) -> Answer:
    """The chat stream with the deltas changed that bring the role."""
    if not chat_stream(call, answer):
        return answer
    return answer.map_chunks(
        on_deltas(lambda delta: change(delta) if "role" in delta else delta)
    )


@variation("usage-beside", dialects=("groq",))
def counts_beside_usage(call: Call, answer: Answer) -> Answer:
    """Ends a stream with usage in a field of its own, which nobody asked for."""
    if not chat_stream(call, answer):
        return answer
    counted = put(x_groq={"id": "req_1", "usage": usage(9, 9)})
    return answer.map_events(
        lambda event: [
            replace(event, data=counted(event.data))
            if finishes(event) and isinstance(event.data, dict)
            else event
        ]
    )


@variation("role-null-content")
def opens_with_null(call: Call, answer: Answer) -> Answer:
    """Opens a stream with a null content beside the role."""
    return _on_opening(call, answer, put(content=None))


@variation("role-only")
def opens_with_role(call: Call, answer: Answer) -> Answer:
    """Opens a stream with the role alone."""
    return _on_opening(call, answer, lambda delta: {"role": delta["role"]})


@variation("role-everywhere")
def repeats_role(call: Call, answer: Answer) -> Answer:
    """Repeats the role in every delta."""
    if not chat_stream(call, answer):
        return answer
    return answer.map_chunks(on_deltas(put(role="assistant")))


@variation("null-keys")
def sends_nulls(call: Call, answer: Answer) -> Answer:
    """Sends every optional key that has no value as null."""
    if not chat_stream(call, answer):
        return answer
    nulls = dict.fromkeys(("role", "tool_calls", "function_call", "refusal", "content"))
    return (
        answer.map_chunks(on_deltas(lambda delta: {**nulls, **delta}))
        .map_chunks(on_choices(lambda choice: {"logprobs": None, **choice}))
        .map_chunks(lambda chunk: {"usage": None, **chunk})
    )


@variation("empty-tool-calls")
def sends_empty_calls(call: Call, answer: Answer) -> Answer:
    """Sends an empty list of tool calls in every delta without calls."""
    if not chat_stream(call, answer):
        return answer
    return answer.map_chunks(on_deltas(lambda delta: {"tool_calls": [], **delta}))


@variation("absent-keys")
def leaves_nulls_out(call: Call, answer: Answer) -> Answer:
    """Leaves out every optional key of a chunk that has no value."""
    if not chat_stream(call, answer):
        return answer
    return (
        answer.map_chunks(on_deltas(_without_nulls("refusal", "content")))
        .map_chunks(on_choices(_without_nulls("logprobs")))
        .map_chunks(_without_nulls("usage", "service_tier", "system_fingerprint"))
    )


def _without_nulls(*names: str) -> Change:
    return lambda value: {
        key: item for key, item in value.items() if key not in names or item is not None
    }


@variation("preamble-chunk")
def opens_without_choices(call: Call, answer: Answer) -> Answer:
    """Opens a stream with a chunk that has no choices and hardly anything else."""
    if not chat_stream(call, answer):
        return answer
    first = {
        "id": "",
        "object": "",
        "created": 0,
        "model": "",
        "choices": [],
        "prompt_filter_results": [{"prompt_index": 0, "content_filter_results": {}}],
    }
    return answer.with_events([SentEvent(first), *answer.events])


def _counts(answer: Answer) -> Object | None:
    chunks = [event.data for event in answer.events if is_usage(event)]
    return chunks[-1]["usage"] if chunks and isinstance(chunks[-1], dict) else None


def _last_finish(answer: Answer) -> SentEvent | None:
    closing = [event for event in answer.events if finishes(event)]
    return closing[-1] if closing else None


def _in_last_choice(answer: Answer, counts: Object) -> Iterator[SentEvent]:
    last = _last_finish(answer)
    for event in answer.events:
        if event is last and isinstance(event.data, dict):
            yield replace(event, data={**event.data, "usage": counts})
        elif not is_usage(event):
            yield event


@variation("usage-in-last-choice", also=("chat.stream.usage-chunk",))
def counts_in_last_choice(call: Call, answer: Answer) -> Answer:
    """Sends the usage that was asked for in the last chunk with a choice."""
    counts = _counts(answer)
    if not chat_stream(call, answer) or counts is None:
        return answer
    return answer.with_events(_in_last_choice(answer, counts))


@variation("usage-snapshots", also=("chat.stream.usage-chunk",))
def counts_all_along(call: Call, answer: Answer) -> Answer:
    """Sends a running usage with every chunk where usage was asked for."""
    counts = _counts(answer)
    if not chat_stream(call, answer) or counts is None:
        return answer
    return answer.with_events(_snapshots(answer, counts))


def _snapshots(answer: Answer, counts: Object) -> Iterator[SentEvent]:
    spent = 0
    for event in answer.events:
        if not isinstance(event.data, dict) or is_usage(event):
            yield event
            continue
        spent = min(spent + bool(content_of(event)), counts["completion_tokens"])
        yield replace(
            event, data={**event.data, "usage": usage(counts["prompt_tokens"], spent)}
        )


@around_variation("unasked-usage-in-last-choice")
def counts_unasked(call: Call, proceed: Answering) -> Answer:
    """Sends usage in the last chunk with a choice although nobody asked."""
    answer = proceed(call)
    if not chat_stream(call, answer) or call.wants_usage:
        return answer
    with_usage = call.with_fields({"stream_options": {"include_usage": True}})
    counts = _counts(proceed(with_usage))
    return (
        answer
        if counts is None
        else answer.with_events(_in_last_choice(answer, counts))
    )


@variation("usage-repeats-choice", also=("chat.stream.usage-chunk",))
def repeats_choice_with_usage(call: Call, answer: Answer) -> Answer:
    """Repeats the finished choice in the usage chunk, without what it said."""
    last = _last_finish(answer)
    if not chat_stream(call, answer) or last is None:
        return answer
    # A text that came with the finish reason would come twice.
    repeated = put(choices=[{**choice, "delta": {}} for choice in choices_of(last)])
    return answer.with_events(
        replace(event, data=repeated(event.data))
        if is_usage(event) and isinstance(event.data, dict)
        else event
        for event in answer.events
    )


@variation("reasoning-first")
def reasons_first(call: Call, answer: Answer) -> Answer:
    """Streams reasoning before the text of each choice."""
    if not chat_stream(call, answer):
        return answer
    return answer.map_events(_with_reasoning)


def _with_reasoning(event: SentEvent) -> list[SentEvent]:
    choices = choices_of(event)
    if not choices or not choices[0]["delta"].get("role"):
        return [event]
    if not isinstance(event.data, dict):
        return [event]
    thoughts = [
        on_deltas(lambda _: {"reasoning_content": "Let me think."})(event.data),
        on_deltas(lambda _: {"reasoning": " It is simple."})(event.data),
    ]
    return [event, *(SentEvent(drop("usage")(thought)) for thought in thoughts)]


@variation("stream-leading-newline")
def opens_with_newline(call: Call, answer: Answer) -> Answer:
    """Streams a newline before the text that the document does not have."""
    spoken = [event for event in answer.events if content_of(event)]
    # A newline that the request names would be the end of the text.
    if not chat_stream(call, answer) or not spoken or "stop" in call.fields:
        return answer
    first = spoken[0]
    opened = on_deltas(lambda delta: {**delta, "content": "\n" + delta["content"]})
    return answer.with_events(
        replace(event, data=opened(event.data))
        if event is first and isinstance(event.data, dict)
        else event
        for event in answer.events
    )
