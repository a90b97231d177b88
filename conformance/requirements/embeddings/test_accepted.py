"""Embeddings: what the document allows (source: openai/embeddings#request)."""

from conformance import MUST, Exchange, Recording, less_asked, requirement
from conformance.requirements.embeddings._vectors import TEXTS, TOKENS
from conformance.requirements.reading import is_accepted

REFUSED = "Clients that follow the document get an error instead of vectors."
CLAIMED = "Clients get an error that does not tell them what to leave out."


@requirement(
    "embeddings.accepted",
    MUST,
    on=TEXTS,
    source="openai/embeddings#request",
    breaks=REFUSED,
    fix="Answer a model with one text, or with a list of texts, with 200.",
)
def test_texts_are_accepted(recording: Recording) -> None:
    """One text or a list of texts is answered with 200."""
    for exchange in recording:
        is_accepted(exchange)


@requirement(
    "embeddings.base64.accepted",
    MUST,
    on="embeddings/base64",
    source="openai/embeddings#base64",
    breaks=CLAIMED,
    fix="Accept both formats, or refuse `encoding_format` with a 4xx that names it.",
    explained_by=less_asked("embeddings.accepted", when="embeddings/minimal"),
)
def test_formats_are_accepted(recording: Recording) -> None:
    """Both encoding formats are answered with 200."""
    for exchange in recording:
        is_accepted(exchange)


@requirement(
    "embeddings.dimensions.accepted",
    MUST,
    on="embeddings/dimensions",
    source="openai/embeddings#dimensions",
    breaks=CLAIMED,
    fix="Accept `dimensions`, or refuse them with a 4xx that names them.",
    explained_by=less_asked("embeddings.accepted", when="embeddings/minimal"),
)
def test_dimensions_are_accepted(exchange: Exchange) -> None:
    """A number of dimensions is answered with 200."""
    is_accepted(exchange)


@requirement(
    "embeddings.tokens.accepted",
    MUST,
    on=TOKENS,
    source="openai/embeddings#inputs",
    breaks=CLAIMED,
    fix="Accept lists of token ids, or refuse them with a 4xx that names the input.",
    explained_by=less_asked("embeddings.accepted", when="embeddings/minimal"),
)
def test_tokens_are_accepted(exchange: Exchange) -> None:
    """Texts given as token ids are answered with 200."""
    is_accepted(exchange)
