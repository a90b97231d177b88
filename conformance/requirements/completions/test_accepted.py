"""Completions: what the document allows (source: openai/completions#request)."""

from conformance import MUST, Exchange, Recording, less_asked, requirement
from conformance.requirements.reading import is_accepted

SOURCE = "openai/completions#request"
REFUSED = "Clients that follow the document get an error instead of an answer."
CLAIMED = "Clients get an error that does not tell them what to leave out."


@requirement(
    "completions.accepted",
    MUST,
    on=("completions/minimal", "completions/example-*"),
    source=SOURCE,
    breaks=REFUSED,
    fix="Answer a model and a prompt with 200.",
)
def test_documented_examples_are_accepted(exchange: Exchange) -> None:
    """The examples of the documents are answered with 200."""
    is_accepted(exchange)


@requirement(
    "completions.parameters.accepted",
    MUST,
    on=(
        "completions/length",
        "completions/stop-*",
        "completions/n",
        "completions/seed*",
    ),
    source=SOURCE,
    breaks=REFUSED,
    fix="Accept the documented optional fields, or name the one you do not support.",
    explained_by=less_asked("completions.accepted", when="completions/minimal"),
)
def test_documented_fields_are_accepted(exchange: Exchange) -> None:
    """Documented optional fields are answered with 200."""
    is_accepted(exchange)


@requirement(
    "completions.features.accepted",
    MUST,
    on=(
        "completions/best-of",
        "completions/echo",
        "completions/suffix",
        "completions/logprobs",
    ),
    source=SOURCE,
    breaks=CLAIMED,
    fix="Accept the field as documented, or refuse it with a 4xx that names it.",
    explained_by=less_asked("completions.accepted", when="completions/minimal"),
)
def test_features_are_accepted(exchange: Exchange) -> None:
    """Candidates, echo, suffix and log probabilities are answered with 200."""
    is_accepted(exchange)


@requirement(
    "completions.prompts.accepted",
    MUST,
    on="completions/prompt-*",
    source="openai/completions#prompts",
    breaks=CLAIMED,
    fix="Accept lists of prompts, or refuse them with a 4xx that names the prompt.",
    explained_by=less_asked("completions.accepted", when="completions/minimal"),
)
def test_lists_of_prompts_are_accepted(exchange: Exchange) -> None:
    """Several prompts, as texts or as token ids, are answered with 200."""
    is_accepted(exchange)


@requirement(
    "completions.stream.accepted",
    MUST,
    on="completions/stream*",
    source="openai/streaming#events",
    breaks=REFUSED,
    fix="Answer a request with `stream` true with 200.",
    explained_by=less_asked("completions.accepted", when="completions/minimal"),
)
def test_streamed_request_is_accepted(recording: Recording) -> None:
    """A streamed request is answered with 200."""
    for exchange in recording:
        is_accepted(exchange)
