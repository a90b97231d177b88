"""Chat completions: the text of a stream (source: openai/streaming#same-text)."""

from conformance import MUST, Recording, anywhere, requirement
from conformance.requirements import relations
from conformance.requirements.chat._cases import piece, text


@requirement(
    "chat.stream.equals-json",
    MUST,
    on=("chat/stream-equals", "chat/stream-equals-stop"),
    source="openai/streaming#same-text",
    breaks="Clients silently show a text that lacks, repeats or garbles parts.",
    fix="Send each piece once, as it is, and cut between characters only.",
    explained_by=anywhere(
        "chat.reasoning.tags",
        "chat.reasoning.apart",
        "chat.reasoning.answer",
        "chat.reasoning.stream.tags",
        "chat.reasoning.stream.apart",
        "chat.reasoning.stream.answer",
    ),
)
def test_stream_joins_to_the_same_text(recording: Recording) -> None:
    """The pieces of a stream join to the text that comes without streaming."""
    relations.is_same_text(recording, text, piece)
