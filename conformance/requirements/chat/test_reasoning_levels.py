"""Chat completions: thinking that costs (source: openai/chat#reasoning-effort)."""

from conformance import (
    DONE,
    SHOULD,
    Blocked,
    Exchange,
    NotOffered,
    Recording,
    Undecided,
    Verbatim,
    Violation,
    requirement,
)
from conformance.core.refusal import EFFORT, is_refused, named_fields
from conformance.requirements.chance import is_chance
from conformance.requirements.reading import summary_of

SOURCE = "openai/chat#reasoning-effort"
QUESTIONS = range(1, 6)
# What proxies answer with where they, or what is behind them, have waited enough.
_IMPATIENT = (408, 502, 504, 522, 524)
# Where the target ends a connection; all other ends are by a limit of the suite's own.
_BROKEN = "the connection"
# The least idle limit that is usual for proxies, in seconds.
_PATIENCE = 60.0


@requirement(
    "chat.reasoning.effort.kept",
    SHOULD,
    effect="reasoning_effort",
    on="chat/reasoning-levels",
    source=SOURCE,
    breaks="Clients pay for an effort that they did not ask for, or get less of it.",
    fix="Hand `reasoning_effort` on to the upstream.",
)
def test_effort_decides_what_an_answer_costs(recording: Recording) -> None:
    """An answer at a high effort costs more tokens than one at a low effort."""
    pairs = [
        (_thought(recording[f"low-{n}"]), _thought(recording[f"high-{n}"]))
        for n in QUESTIONS
    ]
    if any(low.answer.get("id") == high.answer.get("id") for low, high in pairs):
        raise Blocked("the same answer came at a low and at a high effort")
    # The owner claims that a high effort costs more for nine of ten questions. Where
    # that is so, as few as two of five are seen in one of a hundred runs.
    more = [(low, high) for low, high in pairs if _cost(high) > _cost(low)]
    if not is_chance(len(more), len(pairs)):
        low, high = next(pair for pair in pairs if pair not in more)
        at = "/usage/completion_tokens"
        expected = f"more than {_cost(low)} for most of the questions"
        raise Violation(expected, _cost(high), at, exchange=high)
    if len(more) < len(pairs) - 1:
        raise Undecided(f"{len(more)} of {len(pairs)} answers cost more, by chance")


@requirement(
    "chat.reasoning.patience",
    SHOULD,
    on="chat/reasoning-long",
    source=SOURCE,
    breaks="Clients get no answer to what they have paid minutes of thinking for.",
    fix="Raise the idle limits of all proxies on the way, or send keep-alives.",
)
def test_long_thinking_is_waited_for(recording: Recording) -> None:
    """An answer after long thinking comes whole."""
    tries = [recording["json"], recording["stream"]]
    for exchange in tries:
        if _is_given_up(exchange):
            got = Verbatim(exchange.response.cut or summary_of(exchange))
            raise Violation("the whole answer", got, "the body", exchange=exchange)
    for exchange in tries:
        _answered(exchange)
    if min(exchange.response.total for exchange in tries) < _PATIENCE:
        raise Undecided(f"the model did not think for {_PATIENCE:.0f} s")


def _thought(exchange: Exchange) -> Exchange:
    """The exchange; Undecided where the cap hides what an effort would have cost."""
    if is_refused(exchange) and EFFORT in named_fields(exchange):
        raise NotOffered("the model does not take the efforts `low` and `high`")
    low = exchange.request.fields.get(EFFORT) == "low"
    if low and exchange.choices[0].get("finish_reason") == "length":
        raise Undecided("an answer was cut by its cap at a low effort already")
    return exchange


def _cost(exchange: Exchange) -> int:
    """The tokens of an answer, those that some count in the total alone included."""
    usage = exchange.usage
    beside = usage["total_tokens"] - usage["prompt_tokens"]
    return max(usage["completion_tokens"], beside)


def _is_given_up(exchange: Exchange) -> bool:
    """Whether the target ended a request before its answer had come whole."""
    if exchange.response.cut:
        return exchange.response.cut.startswith(_BROKEN)
    if exchange.accepted and exchange.events:
        return all(event.data != DONE for event in exchange.events)
    return exchange.status in _IMPATIENT


def _answered(exchange: Exchange) -> None:
    if is_refused(exchange):
        raise NotOffered("the model does not take the effort `high`")
    if exchange.response.cut:
        words = "allow more time: --timeout, and the timeouts of the target's file"
        raise Undecided(f"{exchange.response.cut}: {words}")
    if not exchange.accepted:
        raise Undecided(f"{exchange.step} was answered with {exchange.status}")
