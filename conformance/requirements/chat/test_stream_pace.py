"""Chat completions: the pace of a stream (source: openai/streaming#incremental)."""

from conformance import (
    SHOULD,
    Exchange,
    NotOffered,
    Recording,
    Undecided,
    Verbatim,
    Violation,
    requirement,
)
from conformance.requirements.chat._cases import piece
from conformance.requirements.streams import threads

_FEWEST = 8  # fewer events may be all there is to send
_LONGEST_BURST = 1.0  # seconds; a fast model says as much within less
_LEAST_SHARE = 0.2  # what is left of a second's stream behind a slow network
_VISIBLE = 0.25  # seconds; below this people see no difference, and clocks err


@requirement(
    "chat.stream.incremental",
    SHOULD,
    on="chat/stream-pace",
    source="openai/streaming#incremental",
    fix="Send each event when it is there: switch off buffering in every proxy.",
)
def test_events_come_while_the_text_is_made(recording: Recording) -> None:
    """The events of a stream come while the text is made."""
    long = recording["long"]
    times = _arrivals(long)
    if len(times) < _FEWEST:
        raise Undecided(f"only {len(times)} events carry text")
    spread, lasted = times[-1] - times[0], _generation_time(recording)
    if spread >= max(lasted * _LEAST_SHARE, _VISIBLE):
        return
    if lasted < _LONGEST_BURST:
        raise NotOffered("the text is made too fast to tell")
    got = Verbatim(f"{len(times)} events within {spread:.2f} s")
    expected = f"events over the {lasted:.2f} s of the text"
    raise Violation(expected, got, "the stream", long)


def _arrivals(exchange: Exchange) -> list[float]:
    """When each event that carries text arrived."""
    spoken = {part.at for part in threads(exchange)[0] if piece(part)}
    numbered = enumerate(exchange.events, 1)
    return [event.at for place, event in numbered if f"event {place}" in spoken]


def _generation_time(recording: Recording) -> float:
    """How long it took to make the text: the wait for its beginning left out."""
    return _lasted(recording["long"]) - _lasted(recording["short"])


def _lasted(exchange: Exchange) -> float:
    _ = exchange.chunks  # Blocked: how long a failure took tells nothing
    return exchange.response.total
