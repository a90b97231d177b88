"""Chat completions: answers against each other (source: openai/chat#usage)."""

from conformance import (
    SHOULD,
    Blocked,
    Exchange,
    Recording,
    Undecided,
    Verbatim,
    Violation,
    anywhere,
    requirement,
    same_answer,
    same_place,
)
from conformance.requirements.chat._cases import content, text
from conformance.requirements.reading import objects
from conformance.requirements.relations import (
    begins,
    counts_all,
    grows,
    has_same_usage,
    is_read_alike,
)
from conformance.requirements.strict import strict_answer

USAGE = "openai/chat#usage"
# Text in any language has more tokens than half its words.
_SHARE = 0.5


@requirement(
    "chat.usage-grows",
    SHOULD,
    on="limits/body",
    source=USAGE,
    fix="Count the whole prompt, not its beginning or its last message.",
    explained_by=same_answer("limits.body"),
)
def test_usage_grows_with_the_prompt(recording: Recording) -> None:
    """A much longer prompt counts more prompt tokens."""
    short, long = recording["short"], recording["long"]
    least = _SHARE * (_words(long) - _words(short))
    grows(long, _prompt(short), _prompt(long), least)


@requirement(
    "chat.usage-every-choice",
    SHOULD,
    effect="n",
    on="chat/n",
    source=USAGE,
    fix="Count the tokens of all choices, not of the first.",
)
def test_usage_counts_every_choice(exchange: Exchange) -> None:
    """Usage counts the tokens of every choice."""
    counts_all(exchange, content)


@requirement(
    "chat.stream.usage-equals-json",
    SHOULD,
    on="chat/stream-usage",
    source="openai/streaming#usage",
    fix="Count a stream as the same request without one; hand on what upstream says.",
    explained_by=same_answer("chat.stream.max-tokens"),
)
def test_stream_has_the_usage_of_the_document(
    exchange: Exchange, beside: Recording | None
) -> None:
    """A stream's usage is that of the same request without streaming."""
    has_same_usage(exchange, beside)


@requirement(
    "chat.max-tokens.beginning",
    SHOULD,
    effect=("max_tokens", "stop"),
    on="security/options",
    source="openai/chat#max-tokens",
    fix="Let `max_tokens` end the text; do not ask for a shorter one.",
)
def test_cap_leaves_the_beginning(recording: Recording) -> None:
    """A smaller cap leaves the beginning of the same text."""
    full, capped, stopped = _texts(recording)
    begins(recording["capped"], full, capped, stopped)


@requirement(
    "chat.stop.beginning",
    SHOULD,
    effect="stop",
    on="security/options",
    source="openai/chat#stop",
    fix="End the text at the first stop text instead of taking it out.",
)
def test_stop_leaves_the_beginning(recording: Recording) -> None:
    """A stop text leaves the beginning of the same text."""
    full, capped, stopped = _texts(recording)
    begins(recording["stopped"], full, stopped, capped)


@requirement(
    "chat.spelling",
    SHOULD,
    on="chat/stream-equals",
    source="json/syntax#same",
    fix="Parse bodies with a JSON library, and look fields up by their names.",
    explained_by=same_place("security.alike.accepted"),
)
def test_spelling_changes_nothing(
    recording: Recording, beside: Recording | None
) -> None:
    """The order of fields, escapes and white space leave a request the same."""
    is_read_alike(recording, beside, text)


@requirement(
    "chat.every-time",
    SHOULD,
    on="security/burst",
    source="openai/chat#answer",
    fix="Answer with 429 or 503 when there is no text to hand on, not with none.",
    explained_by=anywhere("chat.json", "chat.content-type"),
)
def test_every_request_gets_a_text(recording: Recording) -> None:
    """Of many alike requests none is answered without a text."""
    answers = [exchange for exchange in recording if exchange.accepted]
    bare = [exchange for exchange in answers if _is_bare(exchange)]
    if len(bare) == len(answers):
        raise Undecided("no request gets a text, which other cases judge")
    if bare:
        share = (
            f"{len(bare)} of {len(answers)} without ({len(bare) / len(answers):.0%})"
        )
        steps = ", ".join(exchange.step for exchange in bare)
        got, at = Verbatim(f"{share}: {steps}"), "/choices/0/message"
        raise Violation("a text each time", got, at, bare[0])


def _texts(recording: Recording) -> tuple[str, str, str]:
    """What the three requests of the case got: full, capped, stopped."""
    answers = [recording[step] for step in ("first", "capped", "stopped")]
    if not all(answer.choices for answer in answers):
        raise Blocked("an answer has no choice")
    full, capped, stopped = map(text, answers)
    if any(stop in stopped for stop in recording["stopped"].request.fields["stop"]):
        raise Blocked("the stop text was not kept")
    return full, capped, stopped


def _is_bare(exchange: Exchange) -> bool:
    """Whether an answer holds no text, though no cap explains it."""
    choices = objects(strict_answer(exchange).get("choices"))
    capped = any(choice.get("finish_reason") == "length" for choice in choices)
    return not capped and not any(
        isinstance(choice.get("message"), dict) and content(choice)
        for choice in choices
    )


def _prompt(exchange: Exchange) -> int:
    """The tokens of a prompt; Blocked where there is no answer to it."""
    _ = exchange.choices  # Blocked without any
    return exchange.usage["prompt_tokens"]


def _words(exchange: Exchange) -> int:
    messages = objects(exchange.request.fields.get("messages"))
    return sum(len(str(message.get("content")).split()) for message in messages)
