"""Chunks in the form of a contract: where usage stands, and what is between them."""

from collections.abc import Iterable, Iterator

from conformance.relay.answer import Answer, SentEvent, stream_answer
from conformance.relay.call import Call
from conformance.relay.dialect import StreamForm
from conformance.relay.json_text import Object

_COMMENT = SentEvent(b": keep-alive\n\n")
_PREAMBLE: Object = {
    "id": "",
    "object": "",
    "created": 0,
    "model": "",
    "choices": [],
    "prompt_filter_results": [{"prompt_index": 0, "content_filter_results": {}}],
}


def streamed(call: Call, chunks: Iterable[Object]) -> Answer:
    """The stream of these chunks, of which the last may be for usage alone."""
    form, every = call.dialect.stream, list(chunks)
    if form.finish_with_content:
        every = list(_joined(every))
    if form.usage in _PLACES and call.carries_usage:
        every = _PLACES[form.usage](every)
    answer = stream_answer(every)
    return answer.with_events([*_before(form), *_between(form, answer.events)])


def _joined(chunks: list[Object]) -> Iterator[Object]:
    """The chunks, with the end of a choice in the chunk of its last text."""
    latest: dict[int, Object] = {}
    for chunk in chunks:
        for choice in chunk["choices"]:
            before = latest.get(choice["index"])
            if before is not None and choice["finish_reason"] and _is_bare(choice):
                before["finish_reason"] = choice["finish_reason"]
                break
            latest[choice["index"]] = choice
        else:
            yield chunk


def _is_bare(choice: Object) -> bool:
    return not choice.get("delta") and not choice.get("text")


def _in_last_chunk(chunks: list[Object]) -> list[Object]:
    """The chunks without the last one, whose usage the one before it has."""
    *before, last, counts = chunks
    return [*before, {**last, "usage": counts["usage"]}]


def _in_every_chunk(chunks: list[Object]) -> list[Object]:
    """The chunks without the last one, each with the usage so far."""
    *every, counts = chunks
    whole = counts["usage"]
    return [
        {**chunk, "usage": _so_far(whole, place, len(every))}
        for place, chunk in enumerate(every, 1)
    ]


def _so_far(whole: Object, place: int, number: int) -> Object:
    spent = whole["completion_tokens"]
    spent = spent if place == number else min(place - 1, spent)
    total = whole["prompt_tokens"] + spent
    return {**whole, "completion_tokens": spent, "total_tokens": total}


_PLACES = {"last-chunk": _in_last_chunk, "every-chunk": _in_every_chunk}


def _before(form: StreamForm) -> Iterator[SentEvent]:
    if form.comments:
        yield _COMMENT
    if form.preamble:
        yield SentEvent(_PREAMBLE)


def _between(form: StreamForm, events: tuple[SentEvent, ...]) -> Iterator[SentEvent]:
    """The events, with an annotation after the first one that has a choice."""
    noted = not form.annotations
    for event in events:
        yield event
        if not noted and isinstance(event.data, dict) and event.data["choices"]:
            noted = True
            index = event.data["choices"][0]["index"]
            note = {
                "index": index,
                "finish_reason": None,
                "content_filter_results": {},
                "content_filter_offsets": {"check_offset": 0},
            }
            yield SentEvent({**event.data, "choices": [note]})
