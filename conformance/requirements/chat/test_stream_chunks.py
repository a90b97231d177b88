"""Chat completions: the chunks of a stream (source: openai/streaming#chunks)."""

from conformance import (
    MUST,
    SHOULD,
    Exchange,
    Profile,
    less_asked,
    matches,
    requirement,
)
from conformance.requirements import streams
from conformance.requirements.chat._cases import REASONS, piece

SOURCE = "openai/streaming#chunks"
STREAMS = "chat/stream*"


@requirement(
    "chat.stream.chunk",
    MUST,
    on=STREAMS,
    source=SOURCE,
    breaks="Clients read `delta` of each choice without looking, and fail.",
    fix="Send the documented fields with the documented types in each chunk.",
)
def test_chunks_have_the_documented_shape(exchange: Exchange) -> None:
    """Each chunk has the documented fields with the documented types."""
    for at, chunk in exchange.chunks:
        matches(chunk, "wire/chat-completion-chunk", at=f"{at} ")


@requirement(
    "chat.stream.object",
    MUST,
    on=STREAMS,
    source=SOURCE,
    breaks="Typed clients tell chunks from answers by this field, and fail.",
    fix="Send the object `chat.completion.chunk` in each chunk.",
)
def test_chunks_name_their_object(exchange: Exchange) -> None:
    """Each chunk has the object `chat.completion.chunk`."""
    streams.has_object(exchange, "chat.completion.chunk")


@requirement(
    "chat.stream.one-id",
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
    "chat.stream.created",
    SHOULD,
    on=STREAMS,
    source=SOURCE,
    fix="Read the clock once for each answer.",
)
def test_chunks_share_one_time(exchange: Exchange) -> None:
    """All chunks of an answer carry the same `created`."""
    streams.keeps(exchange, "created")


@requirement(
    "chat.stream.model",
    SHOULD,
    on=STREAMS,
    source=SOURCE,
    fix="Name the same model in each chunk.",
)
def test_chunks_name_one_model(exchange: Exchange) -> None:
    """All chunks of an answer name the same model."""
    streams.keeps(exchange, "model")


@requirement(
    "chat.stream.indexes",
    MUST,
    effect="n",
    on=STREAMS,
    source=SOURCE,
    breaks="Clients that ask for several choices mix their texts into one.",
    fix="Keep the index of each choice in every chunk.",
    explained_by=less_asked("chat.n"),
)
def test_choices_are_numbered(exchange: Exchange) -> None:
    """The choices of a stream are numbered from 0."""
    streams.has_indexes(exchange)


@requirement(
    "chat.stream.finish-reason",
    MUST,
    on=STREAMS,
    source=SOURCE,
    breaks="Clients report a stream that was cut off, or wait for its end.",
    fix="Send one finish reason for each choice, in its last chunk.",
)
def test_each_choice_finishes_once(exchange: Exchange) -> None:
    """Each choice of a stream has exactly one finish reason."""
    streams.finishes(exchange, piece)


@requirement(
    "chat.stream.finish-last",
    MUST,
    on=STREAMS,
    source=SOURCE,
    breaks="Clients that stop at the first finish reason lose the rest of the text.",
    fix="Send null as finish reason until the last chunk of the choice.",
)
def test_nothing_follows_the_finish(exchange: Exchange) -> None:
    """No text follows the finish reason of its choice."""
    streams.finishes_last(exchange, piece)


@requirement(
    "chat.stream.finish-values",
    MUST,
    on=STREAMS,
    source=SOURCE,
    breaks="Typed clients refuse other values; some take an empty text for the end.",
    fix="Send null until the end, and then one of the documented reasons.",
)
def test_finish_reasons_are_documented(exchange: Exchange, profile: Profile) -> None:
    """A finish reason is null or one of the documented ones."""
    streams.has_finish_values(exchange, streams.finish_reasons(REASONS, profile))
