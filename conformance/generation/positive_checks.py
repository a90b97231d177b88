"""Whether a request that the document allows was taken, and answered in its form."""

import re
from typing import Any

from conformance.core.brief import Verbatim
from conformance.core.exceptions import Blocked, Undecided
from conformance.core.exchange import Exchange
from conformance.core.violation import Violation
from conformance.formats.schema import matches
from conformance.generation.families import FAMILIES
from conformance.generation.request import Purpose
from conformance.inputs.profile import Profile
from conformance.requirements import refusals
from conformance.requirements.reading import summary_of

# What no request goes without. All else may be refused by its name: a feature that
# is not there, or a bound that is narrower than the document's.
_REQUIRED = ("model", "messages", "prompt", "input", "voice")
# Where those have one of their richer forms, that is a feature as well.
_RICH = ("messages", "content", "role", "name", "tool", "prompt", "input")
_LATER = (402, 429)
USABLE = (1, 21, 22)
_BUSY = (23, 30)
MIDJOURNEY = "midjourney"


def is_answered(purpose: Purpose, exchange: Exchange, profile: Profile) -> None:
    """An answer came, whatever it says."""
    if exchange.status == 0:
        reason = Verbatim(exchange.response.cut or "nothing")
        raise Violation("an answer", got=reason, at="the connection")


def is_no_server_error(purpose: Purpose, exchange: Exchange, profile: Profile) -> None:
    """The status is below 500, or a documented one."""
    if exchange.status == 0:
        raise Blocked("no answer came")
    if purpose.unsent:
        raise Blocked("no client sends such a body; its refusal is judged elsewhere")
    documented = profile.statuses.get(purpose.status, ()) if purpose.statement else ()
    if exchange.status >= 500 and exchange.status not in documented:
        refusals.is_of_the_moment(exchange, profile)
        raise Violation("a status below 500", got=summary_of(exchange), at="the status")


def is_accepted(purpose: Purpose, exchange: Exchange, profile: Profile) -> None:
    """The request was taken, or refused for a feature by its name."""
    if exchange.status == 0 or exchange.status >= 500:
        raise Blocked(f"no answer came that can be judged ({exchange.status})")
    if exchange.status in _LATER:
        raise Undecided(f"the target asked to come back later ({exchange.status})")
    if 400 <= exchange.status < 500 and _names_a_feature(exchange):
        raise Blocked(f"a feature was refused by its name ({exchange.status})")
    if not exchange.accepted:
        if not profile.means(exchange.status, "validation"):
            refusals.is_of_a_policy(exchange, profile)
        raise Violation("status 200", got=summary_of(exchange), at="the status")
    if purpose.family == MIDJOURNEY:
        _is_usable(exchange)


def _is_usable(exchange: Exchange) -> None:
    code = exchange.answer.get("code")
    if code in _BUSY:
        raise Undecided(f"the target has too much to do (code {code})")
    if code not in USABLE:
        raise Violation("code 1, 21 or 22", got=exchange.answer, at="/code")


def _names_a_feature(exchange: Exchange) -> bool:
    """Whether a refusal names an optional field, or its value."""
    said = exchange.body.decode("utf-8", "replace").lower()
    return any(_stands(word, said) for word in _features(exchange.request.fields))


def _stands(word: str, text: str) -> bool:
    """Whether a word stands in a text, not as a part of a longer one."""
    return bool(
        re.search(rf"(?<![a-z0-9_]){re.escape(word.lower())}(?![a-z0-9_])", text)
    )


def _features(body: dict[str, Any]) -> list[str]:
    optional = {name: v for name, v in body.items() if name not in _REQUIRED}
    values = [v for v in optional.values() if isinstance(v, str) and len(v) > 2]
    plain = all(map(_is_plain, (body.get(name) for name in _REQUIRED)))
    return [*optional, *values, *(() if plain else _RICH)]


def _is_plain(value: Any) -> bool:
    """Whether a required field has the form that every server takes."""
    if not isinstance(value, list):
        return True
    messages = [isinstance(m, dict) and m.keys() == {"role", "content"} for m in value]
    return all(messages) and all(isinstance(m["content"], str) for m in value)


def has_shape(purpose: Purpose, exchange: Exchange, profile: Profile) -> None:
    """The answer has the documented form."""
    family = FAMILIES.get(purpose.family)
    if family is None or not family.answer:
        raise Blocked("the answer is no JSON")
    if exchange.request.fields.get("encoding_format") == "base64":
        raise Blocked("the vectors are written in another form")
    if not exchange.request.fields.get("stream"):
        matches(exchange.answer, family.answer)
        return
    for at, chunk in exchange.chunks:
        matches(chunk, family.chunk, at=f"{at} ")
