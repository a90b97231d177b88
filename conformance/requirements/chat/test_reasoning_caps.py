"""Chat completions: caps on thinking (source: openai/chat#max-completion-tokens)."""

from conformance import (
    MUST,
    Blocked,
    Exchange,
    NotOffered,
    Recording,
    Undecided,
    Violation,
    anywhere,
    judges_exchange,
    requirement,
    same_place,
)
from conformance.core.refusal import is_refused
from conformance.core.thinking import thought
from conformance.core.usage import counts
from conformance.requirements.chat._thoughts import Answer, answer, each

SOURCE = "openai/chat#max-completion-tokens"
CAPS = "chat/reasoning-cap"
CAPPED = ("capped", "capped-stream")
ROOMY = ("roomy", "roomy-again")
# Servers that end the thinking by force may add a sentence of their own.
_SLACK = 16
# Below this share of the cap, it is not the cap that ended an answer.
_NEARLY = 0.9


@requirement(
    "chat.reasoning.cap",
    MUST,
    effect="max_completion_tokens",
    on=CAPS,
    source=SOURCE,
    breaks="Clients pay for tokens that they had forbidden.",
    fix="Hand the cap on to the model, also for its thinking and for a stream.",
    explained_by=anywhere("chat.max-tokens", "chat.max-completion-tokens"),
)
def test_cap_is_kept_where_the_model_thinks(recording: Recording) -> None:
    """An answer has at most as many tokens as its cap allows, thinking included."""
    each([recording[step] for step in CAPPED], _keeps_cap)


@requirement(
    "chat.reasoning.length",
    MUST,
    effect="max_completion_tokens",
    on=CAPS,
    source=SOURCE,
    breaks="Clients take a text that was cut off, or none at all, for the answer.",
    fix="Send the finish reason `length` when the cap ended the thinking, too.",
    explained_by=same_place("chat.length"),
)
def test_thinking_that_is_cut_says_length(recording: Recording) -> None:
    """An answer that used up its cap has the finish reason `length`."""
    each([recording[step] for step in CAPPED], _says_length)


@requirement(
    "chat.reasoning.cap.lowered",
    MUST,
    effect="max_completion_tokens",
    on=CAPS,
    source=SOURCE,
    breaks="Clients that leave room for thinking still get texts that are cut off.",
    fix="Hand the cap on as it came, or refuse one that is too large.",
)
def test_cap_is_not_lowered(recording: Recording) -> None:
    """An answer that ends with `length` used about as many tokens as its cap allows."""
    # Once may have another reason, such as a server that ends.
    roomy = [recording[step] for step in ROOMY]
    short = [exchange for exchange in roomy if _ends_early(exchange)]
    if not any(answer(e).finish in ("stop", "length") for e in roomy):
        raise Undecided("no answer came to its end or to its cap")
    if len(short) == len(roomy):
        exchange, given = short[0], answer(short[0])
        at = "/usage/completion_tokens"
        expected = f"about {exchange.cap} where the reason is `length`"
        raise Violation(expected, _spent(given), at, exchange=exchange)


@judges_exchange
def _keeps_cap(exchange: Exchange) -> None:
    cap, given = _cap(exchange), answer(exchange)
    # No tokenizer joins what spaces part: a word is a token at least.
    spent = len(given.content.split())
    if given.usage:
        spent = max(spent, counts(given.usage)["completion_tokens"])
    if spent > cap + _SLACK:
        raise Violation(f"at most {cap} tokens", got=spent, at="the answer")
    if given.finish != "length" and (spent < cap or not given.usage):
        raise Undecided(f"the answer ended by itself after some {spent} tokens")


@judges_exchange
def _says_length(exchange: Exchange) -> None:
    cap, given = _cap(exchange), answer(exchange)
    spent = counts(given.usage)["completion_tokens"]
    if spent > cap + _SLACK:
        raise Blocked("the cap was not kept")
    if spent < cap - 1:
        raise Undecided(f"the answer ended after {spent} tokens")
    if given.finish not in ("length", "stop"):
        raise Blocked("the finish reason is none that ends a text")
    if given.finish != "length":
        at = "/choices/0/finish_reason"
        raise Violation('the reason "length"', got=given.finish, at=at)


def _ends_early(exchange: Exchange) -> bool:
    """Whether the reason is `length` although the cap left much room."""
    cap, given = _cap(exchange), answer(exchange)
    return given.finish == "length" and _spent(given) < _NEARLY * cap


def _cap(exchange: Exchange) -> int:
    """The cap that was sent; NotOffered where the model takes none, or not this."""
    if is_refused(exchange):
        raise NotOffered(f"the model does not take such a cap ({exchange.status})")
    try:
        return exchange.cap
    except Blocked as reason:
        raise NotOffered(str(reason)) from None


def _spent(given: Answer) -> int:
    """All tokens of an answer; Undecided where its thinking may not be among them.

    Some count it beside the completion, and only the total holds both.
    """
    usage = counts(given.usage)
    spent = max(
        usage["completion_tokens"], usage["total_tokens"] - usage["prompt_tokens"]
    )
    if given.counted is None and len(thought(given.message).split()) > spent:
        raise Undecided("the tokens of the thinking are not counted")
    if given.counted is None and not given.places:
        raise Undecided("nothing tells what the thinking cost")
    counted = given.counted or 0
    # More than there are of all cannot be a part of them.
    return spent + counted if counted > spent else spent
