"""Whether a request that breaks a statement was refused as documented."""

from conformance.core.exceptions import Blocked, NotOffered
from conformance.core.exchange import Exchange
from conformance.core.violation import Violation
from conformance.formats.schema import matches
from conformance.generation.positive_checks import MIDJOURNEY, USABLE
from conformance.generation.request import Purpose
from conformance.inputs.profile import Profile
from conformance.requirements import refusals
from conformance.requirements.reading import summary_of
from conformance.requirements.strict import strict_body


def is_refused(purpose: Purpose, exchange: Exchange, profile: Profile) -> None:
    """The request was refused with a 4xx, or in Midjourney's own way."""
    if exchange.accepted and purpose.lenient:
        raise Blocked("a relay may take such a request")
    if purpose.unsent and exchange.status >= 500:
        _has_documented_status(purpose, exchange, profile)
    elif purpose.family == MIDJOURNEY:
        _begins_nothing(exchange)
    else:
        refusals.is_not_served(exchange)


def _has_documented_status(
    purpose: Purpose, exchange: Exchange, profile: Profile
) -> None:
    if exchange.status not in profile.statuses.get(purpose.status, ()):
        refusals.is_of_the_moment(exchange, profile)
        got = summary_of(exchange)
        raise Violation("a status from 400 to 499", got=got, at="the status")


def _begins_nothing(exchange: Exchange) -> None:
    if exchange.status == 0 or exchange.status >= 500:
        raise Blocked(f"no refusal came ({exchange.status})")
    if exchange.accepted and _code(exchange) in USABLE:
        raise Violation("a code that refuses", got=summary_of(exchange), at="/code")


def _code(exchange: Exchange) -> object:
    try:
        body = exchange.json
    except Blocked:
        return None
    return body.get("code") if isinstance(body, dict) else None


def is_json(purpose: Purpose, exchange: Exchange, profile: Profile) -> None:
    """A refusal is JSON, and labelled so."""
    _judged(purpose, exchange, profile)
    if refusals.may_be_empty(exchange, profile):
        raise NotOffered("the document promises no body")
    refusals.promises_json(exchange, profile, purpose.status)
    refusals.is_labelled_as_json(exchange)
    if strict_body(exchange) is None:
        raise Violation("a JSON body", got=None, at="the body")


def has_envelope(purpose: Purpose, exchange: Exchange, profile: Profile) -> None:
    """A refusal has the documented body."""
    refusals.has_bodies(profile)
    _judged(purpose, exchange, profile)
    refusals.promises_json(exchange, profile, purpose.status)
    schema = profile.envelope(exchange.status, purpose.status)
    if not schema:
        raise NotOffered(f"no body is documented for {exchange.status}")
    matches(exchange.error, schema)


def _judged(purpose: Purpose, exchange: Exchange, profile: Profile) -> None:
    """Raise unless a refusal came of which a body may be documented."""
    if purpose.family == MIDJOURNEY:
        raise Blocked("no document describes the body")
    documented = profile.statuses.get(purpose.status, ())
    if refusals.refused(exchange).status >= 500 and exchange.status not in documented:
        raise Blocked("a server error came")
