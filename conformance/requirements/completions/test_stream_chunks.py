"""Completions: the chunks of a stream (source: openai/streaming#completion-chunks)."""

from conformance import MUST, Exchange, matches, requirement
from conformance.requirements import streams
from conformance.requirements.completions._cases import piece

SOURCE = "openai/streaming#completion-chunks"
STREAMS = "completions/stream*"


@requirement(
    "completions.stream.chunk",
    MUST,
    on=STREAMS,
    source=SOURCE,
    breaks="Clients read `text` of each choice without looking, and fail.",
    fix="Send the documented fields with the documented types in each chunk.",
)
def test_chunks_have_the_documented_shape(exchange: Exchange) -> None:
    """Each chunk has the documented fields with the documented types."""
    for at, chunk in streams.chunks(exchange):
        matches(chunk, "wire/completion-chunk", at=f"{at} ")


@requirement(
    "completions.stream.object",
    MUST,
    on=STREAMS,
    source=SOURCE,
    breaks="Typed clients tell chunks from answers by this field, and fail.",
    fix="Send the object `text_completion` in each chunk.",
)
def test_chunks_name_their_object(exchange: Exchange) -> None:
    """Each chunk has the object `text_completion`."""
    streams.has_object(exchange, "text_completion")


@requirement(
    "completions.stream.one-id",
    MUST,
    on=STREAMS,
    source=SOURCE,
    breaks="Clients that join chunks by id split one answer into many.",
    fix="Make one id for the answer and send it in each chunk.",
)
def test_chunks_share_one_id(exchange: Exchange) -> None:
    """All chunks of an answer carry the same id."""
    streams.keeps(exchange, "id")


@requirement(
    "completions.stream.finish-reason",
    MUST,
    on=STREAMS,
    source=SOURCE,
    breaks="Clients report a stream that was cut off, or wait for its end.",
    fix="Send one finish reason for each choice, in its last chunk.",
)
def test_each_choice_finishes_once(exchange: Exchange) -> None:
    """Each choice of a stream has exactly one finish reason."""
    streams.finishes(exchange, piece)
