"""Judges how answers end: at their cap, before a stop text, or by themselves.

An answer that would have ended there anyway tells nothing of a cap or a stop text.
"""

import json
import re

from conformance import Blocked, Exchange, Undecided, Violation, judges_exchange

# Each case with a stop text has the model count, and stops before a seven.
_BEFORE_SEVEN = ("6", "six")


@judges_exchange
def keeps_cap(
    exchange: Exchange, cap: int, spent: int, text: str, reason: object
) -> None:
    """Raise a Violation if there are more tokens than the cap allows.

    `spent` is what usage counts, and `reason` why the answer ended.
    """
    # No tokenizer joins what spaces part: a word is a token at least.
    most = max(spent, len(text.split()))
    if most > cap:
        at = "the words of the text" if most > spent else "/usage/completion_tokens"
        raise Violation(f"at most {cap}", got=most, at=at)
    if spent < cap and reason != "length":
        raise Undecided(f"the text ended by itself after {spent} tokens")


@judges_exchange
def says_length(exchange: Exchange, cap: int) -> None:
    """Raise a Violation unless a choice that reached its cap says `length`."""
    spent = exchange.usage["completion_tokens"]
    if spent > cap:
        raise Blocked("the cap was not kept")
    if spent < cap:
        raise Undecided(f"the text ended by itself after {spent} tokens")
    reason = exchange.choices[0].get("finish_reason")
    if reason not in ("length", "stop"):
        raise Blocked("the finish reason is none that ends a text")
    if reason != "length":
        raise Violation(
            'the reason "length"', got=reason, at="/choices/0/finish_reason"
        )


@judges_exchange
def lacks_stop(exchange: Exchange, text: str) -> None:
    """Raise a Violation if a count contains one of the stop texts.

    It has to come to where the stop text stands: a count that a cap cut off before, or
    that is written in another way, would not contain it either.
    """
    if not text:
        raise Undecided("the answer is empty")
    stop = exchange.request.fields["stop"]
    for end in [stop] if isinstance(stop, str) else stop:
        if end in text:
            raise Violation(f"a text without {json.dumps(end)}", text, "the text")
    if exchange.choices[0].get("finish_reason") == "length":
        raise Undecided("the cap ended the text before the stop text came")
    if re.findall(r"\w+", text.lower())[-1:] not in [[word] for word in _BEFORE_SEVEN]:
        raise Undecided("the text does not come to the stop text")
