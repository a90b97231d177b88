"""Faults of chat streams: their chunks."""

from dataclasses import replace

from conformance.relay.answer import DONE, Answer, SentEvent
from conformance.relay.bend import fault
from conformance.relay.call import Call
from conformance.relay.json_text import Object
from conformance.relay.shapes import (
    chat_stream,
    choices_of,
    content_of,
    drop,
    finishes,
    on_choices,
    put,
)


@fault(
    "stream-no-finish-reason",
    caught_by="chat.stream.finish-reason",
    source="QuantumNous/new-api#7489",
)
def never_finishes(call: Call, answer: Answer) -> Answer:
    """Drops the chunk with the finish reason where usage was not asked for."""
    if not chat_stream(call, answer) or call.wants_usage:
        return answer
    return answer.map_events(lambda event: [] if finishes(event) else [event])


def _finish_on_content(choice: Object, reason: str) -> Object:
    goes_on = choice.get("finish_reason") is None and choice["delta"].get("content")
    return {**choice, "finish_reason": reason} if goes_on else choice


@fault(
    "stream-finish-reason-empty-string",
    caught_by="chat.stream.finish-values",
    source="ollama/ollama#4357",
)
def finishes_with_empty_string(call: Call, answer: Answer) -> Answer:
    """Gives content chunks of a stream an empty finish reason."""
    if not chat_stream(call, answer):
        return answer
    return answer.map_chunks(on_choices(lambda one: _finish_on_content(one, "")))


@fault(
    "stream-finish-stop-every-chunk",
    caught_by="chat.stream.finish-last",
    source="songquanpeng/one-api#1408",
)
def finishes_with_every_chunk(call: Call, answer: Answer) -> Answer:
    """Gives every content chunk of a stream the finish reason `stop`."""
    if not chat_stream(call, answer):
        return answer
    return answer.map_chunks(on_choices(lambda one: _finish_on_content(one, "stop")))


def _numbered(answer: Answer) -> list[tuple[int, SentEvent]]:
    return list(enumerate(answer.events))


@fault(
    "stream-id-per-chunk",
    caught_by="chat.stream.one-id",
    source="ggml-org/llama.cpp#5876",
)
def changes_id(call: Call, answer: Answer) -> Answer:
    """Gives each chunk of a stream an id of its own."""
    if not chat_stream(call, answer):
        return answer
    return answer.with_events(
        replace(event, data={**event.data, "id": call.new_id("chatcmpl-", number)})
        if isinstance(event.data, dict)
        else event
        for number, event in _numbered(answer)
    )


@fault(
    "stream-created-varies",
    caught_by="chat.stream.created",
    source="BerriAI/litellm#11528",
)
def changes_created(call: Call, answer: Answer) -> Answer:
    """Lets `created` move on within a stream."""
    if not chat_stream(call, answer):
        return answer
    return answer.with_events(
        replace(event, data={**event.data, "created": event.data["created"] + number})
        if isinstance(event.data, dict)
        else event
        for number, event in _numbered(answer)
    )


@fault(
    "stream-object-chat-completion",
    caught_by="chat.stream.object",
    source="microsoft/foundry-local#31",
)
def names_chunks_wrong(call: Call, answer: Answer) -> Answer:
    """Calls the chunks of a stream `chat.completion`."""
    if not chat_stream(call, answer):
        return answer
    return answer.map_chunks(put(object="chat.completion"))


@fault(
    "stream-choice-index-zero-for-n",
    caught_by="chat.stream.indexes",
    source="Portkey-AI/gateway#354",
)
def numbers_all_choices_zero(call: Call, answer: Answer) -> Answer:
    """Sends all choices of a stream under index 0."""
    if not chat_stream(call, answer):
        return answer
    return answer.map_chunks(on_choices(put(index=0)))


@fault(
    "stream-message-instead-of-delta",
    caught_by="chat.stream.chunk",
    source="microsoft/foundry-local#144",
)
def sends_messages(call: Call, answer: Answer) -> Answer:
    """Puts a `message` where the `delta` of a chunk belongs."""
    if not chat_stream(call, answer):
        return answer

    def renamed(choice: Object) -> Object:
        return {**drop("delta")(choice), "message": choice["delta"]}

    return answer.map_chunks(on_choices(renamed))


@fault("stream-model-varies", caught_by="chat.stream.model", source="plausible")
def changes_model(call: Call, answer: Answer) -> Answer:
    """Names another model in the first chunk of a chat stream than in the others."""
    first, *rest = answer.events or (SentEvent(DONE),)
    if not chat_stream(call, answer) or not isinstance(first.data, dict):
        return answer
    renamed = replace(first, data={**first.data, "model": "router"})
    return answer.with_events([renamed, *rest])


@fault("stream-finish-twice", caught_by="chat.stream.finish-reason", source="plausible")
def finishes_twice(call: Call, answer: Answer) -> Answer:
    """Sends the chunk that ends a choice of a chat stream twice."""
    if not chat_stream(call, answer):
        return answer
    return answer.map_events(
        lambda event: [event, event] if finishes(event) else [event]
    )


@fault("stream-tier-number", caught_by="chat.stream.chunk", source="plausible")
def numbers_tier(call: Call, answer: Answer) -> Answer:
    """Sends a number for the service tier in each chunk of a chat stream."""
    if not chat_stream(call, answer):
        return answer
    return answer.map_chunks(put(service_tier=1))


@fault(
    "stream-no-finish-beyond-first",
    caught_by="chat.stream.finish-reason",
    source="plausible",
)
def finishes_first_choice_only(call: Call, answer: Answer) -> Answer:
    """Ends the first choice of a chat stream, and none of the others."""
    if not chat_stream(call, answer):
        return answer

    def unfinished(choice: Object) -> Object:
        return {**choice, "finish_reason": None} if choice["index"] else choice

    return answer.map_chunks(on_choices(unfinished))


@fault("stream-object-missing", caught_by="chat.stream.object", source="plausible")
def leaves_object_out(call: Call, answer: Answer) -> Answer:
    """Sends the chunks of a chat stream without their object."""
    if not chat_stream(call, answer):
        return answer
    return answer.map_chunks(drop("object"))


@fault(
    "stream-text-after-finish", caught_by="chat.stream.finish-last", source="plausible"
)
def ends_before_last_text(call: Call, answer: Answer) -> Answer:
    """Ends each choice of a chat stream before its last piece of text."""
    if not chat_stream(call, answer):
        return answer
    held: dict[int, SentEvent] = {}
    events: list[SentEvent] = []
    for event in answer.events:
        index = next((choice["index"] for choice in choices_of(event)), -1)
        late = held.pop(index, None)
        if finishes(event):
            events += [event, *([late] if late else [])]
        else:
            events += [late] if late else []
            if content_of(event):
                held[index] = event
            else:
                events.append(event)
    return answer.with_events(events)


@fault("stream-ping-object", caught_by="chat.stream.chunk", source="plausible")
def pings(call: Call, answer: Answer) -> Answer:
    """Begins a chat stream with an object that has no choices."""
    if not chat_stream(call, answer):
        return answer
    return answer.with_events([SentEvent({"type": "ping"}), *answer.events])
