"""Embeddings: answers against each other (source: openai/embeddings#usage)."""

from conformance import SHOULD, Blocked, Exchange, Recording, requirement
from conformance.requirements.embeddings._vectors import inputs
from conformance.requirements.reading import whole
from conformance.requirements.relations import grows


@requirement(
    "embeddings.usage-grows",
    SHOULD,
    on="embeddings/batch",
    source="openai/embeddings#usage",
    fix="Count all texts of a batch, not the first.",
)
def test_usage_grows_with_the_batch(recording: Recording) -> None:
    """A batch counts more tokens than one of its texts."""
    alone, batch = recording["early"], recording["batch"]
    # A text has one token at least.
    least = inputs(batch) - inputs(alone)
    grows(batch, _tokens(alone), _tokens(batch), least)


def _tokens(exchange: Exchange) -> int:
    """The tokens of an input; Blocked if they are not counted."""
    usage = exchange.answer.get("usage")
    counted = usage.get("prompt_tokens") if isinstance(usage, dict) else None
    if not whole(counted):
        raise Blocked("the answer has no usage of the documented shape")
    return int(str(counted))
