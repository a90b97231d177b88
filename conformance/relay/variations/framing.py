"""Legitimate spellings of events and JSON on the wire."""

from conformance.relay.answer import DONE, Answer, SentEvent
from conformance.relay.bend import variation
from conformance.relay.call import Call
from conformance.relay.json_text import Json, Object


@variation("no-space")
def leaves_space_out(call: Call, answer: Answer) -> Answer:
    """Writes no space after the colon of event lines."""
    return answer.with_style(after_colon="")


@variation("crlf")
def ends_lines_with_crlf(call: Call, answer: Answer) -> Answer:
    """Ends the lines of events with CRLF."""
    return answer.with_style(line_ends=("\r\n",))


@variation("cr")
def ends_lines_with_cr(call: Call, answer: Answer) -> Answer:
    """Ends the lines of events with a bare CR."""
    return answer.with_style(line_ends=("\r",))


@variation("mixed-line-ends")
def mixes_line_ends(call: Call, answer: Answer) -> Answer:
    """Ends events in turn with LF, CRLF and CR."""
    return answer.with_style(line_ends=("\n", "\r\n", "\r"))


@variation("comments")
def sends_comments(call: Call, answer: Answer) -> Answer:
    """Sends comments before and between the events of a stream."""
    if not answer.streams:
        return answer
    opening = SentEvent(b": keep-alive\n\n:\n\n")
    spaced = answer.map_events(lambda event: [SentEvent(b": PROCESSING\n\n"), event])
    return spaced.with_events([opening, *spaced.events])


@variation("leading-blank")
def pads_documents(call: Call, answer: Answer) -> Answer:
    """Sends empty lines and spaces before a JSON document."""
    return answer if answer.streams else answer.with_style(padding="\n\n  \n")


@variation("split-data-lines")
def spreads_events(call: Call, answer: Answer) -> Answer:
    """Spreads the JSON of each event over several `data` lines."""
    return answer.with_style(indent=1) if answer.streams else answer


@variation("event-fields")
def adds_event_fields(call: Call, answer: Answer) -> Answer:
    """Sends `id`, `event` and `retry` next to the data."""
    if not answer.streams:
        return answer
    return answer.with_events(
        _labelled(event, number) for number, event in enumerate(answer.events)
    )


def _labelled(event: SentEvent, number: int) -> SentEvent:
    fields = (("id", str(number)), ("event", "message"), ("retry", "3000"))
    return SentEvent(event.data, event.fields or fields, event.delay)


@variation("cut-segments")
def cuts_segments(call: Call, answer: Answer) -> Answer:
    """Sends every body in writes of seven bytes."""
    return answer.with_style(piece=7, chunked=True)


@variation("one-segment")
def joins_segments(call: Call, answer: Answer) -> Answer:
    """Sends all events of a short stream with one write."""
    slow = any(event.delay for event in answer.events)
    return answer if slow else answer.with_style(burst=True)


@variation("key-order")
def reverses_keys(call: Call, answer: Answer) -> Answer:
    """Writes the keys of all objects in another order."""
    return answer.map_json(_reversed).map_chunks(_reversed)


def _reversed(value: Object) -> Object:
    return {key: _turned(item) for key, item in reversed(value.items())}


def _turned(value: Json) -> Json:
    if isinstance(value, list):
        return [_turned(item) for item in value]
    return _reversed(value) if isinstance(value, dict) else value


@variation("spaced-json")
def spaces_json(call: Call, answer: Answer) -> Answer:
    """Writes JSON with spaces after commas and colons."""
    return answer.with_style(separators=(" , ", " : "))


@variation("escaped-json")
def escapes_json(call: Call, answer: Answer) -> Answer:
    """Writes characters inside JSON strings as escapes."""
    return answer.with_style(escaped="<>&'/éü漢字ß🎉 ")


@variation("no-done-space")
def writes_done_plainly(call: Call, answer: Answer) -> Answer:
    """Writes the last event without a space and the others with one."""
    if not answer.events or answer.events[-1].data != DONE:
        return answer
    ended = SentEvent(f"data:{DONE}\n\n".encode())
    return answer.with_events([*answer.events[:-1], ended])
