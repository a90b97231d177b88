"""What the first answer of a target shows: a wrong key, or a slip of its user.

A slip is no fault of the target's vendor, so nothing more is sent.
"""

from contextlib import suppress
from dataclasses import replace

from conformance.core.exceptions import Blocked, LimitReached, LossReason, NotRecorded
from conformance.core.exchange import Exchange
from conformance.formats.nearest import nearest
from conformance.inputs.step import Auth, Step
from conformance.sending.models import ids_in
from conformance.sending.proxies import refused_by_proxy
from conformance.sending.request import PreparedRequest, headers_for
from conformance.sending.session import TargetSession, key_advice

_KEY_REFUSED = (401, 403)
_NO_ROUTE = 404
_MODEL_REFUSED = (400, 404)
# Names of a target that are shown, and how much of each.
_MOST, _LONGEST = 20, 80


def ends_run(exchange: Exchange, session: TargetSession) -> NotRecorded | None:
    """Why nothing more can be had of a target after its first answer, if so."""
    refusal = refused_key(exchange, session)
    if refusal is not None:
        return refusal
    words = _base_url_slip(exchange, session) or _model_slip(exchange, session)
    return NotRecorded(LossReason.SLIP, words) if words else None


def refused_key(exchange: Exchange, session: TargetSession) -> NotRecorded | None:
    """Why nothing more can be had of a target whose key it refuses; else None.

    Before that, whether it was the target that answered.
    """
    unreached = refused_by_proxy(exchange)
    if unreached is not None:
        return unreached
    if exchange.status not in _KEY_REFUSED:
        return None
    advice = key_advice(session.target.key_env, exchange.status)
    return NotRecorded(LossReason.KEY_REFUSED, advice)


def _base_url_slip(exchange: Exchange, session: TargetSession) -> str:
    """What is wrong with a base URL, if the route is there below the base path."""
    url, path = session.target.base_url, session.target.profile.base_path
    if exchange.status != _NO_ROUTE or url.endswith(path):
        return ""
    request = replace(
        exchange.request, url=exchange.request.url.replace(url, url + path, 1)
    )
    answer = _answer(session, request.method, request.url, request.body)
    if answer.status in (0, _NO_ROUTE):
        return ""
    return (
        f"the base URL lacks {path}: {url} has no such route (404), but {url}{path} has"
    )


def _model_slip(exchange: Exchange, session: TargetSession) -> str:
    """What is wrong with a model that is refused and not listed."""
    model = exchange.request.fields.get("model")
    if exchange.status not in _MODEL_REFUSED or not isinstance(model, str):
        return ""
    ids: frozenset[str] = frozenset()
    with suppress(Blocked, LimitReached):
        ids = ids_in(_answer(session, "GET", session.target.url("/models"), b""))
    if not ids or model in ids:
        return ""
    known = sorted(name[:_LONGEST] for name in ids)[:_MOST]
    return (
        f"the target refuses the model {model!r} ({exchange.status}) and does not list "
        f"it. {nearest(model, known)}"
    )


def _answer(session: TargetSession, method: str, url: str, body: bytes) -> Exchange:
    """What a target answers to one more request, before it is judged."""
    step = Step("contact", method, url, None, None, {}, Auth.KEY)
    kind = "application/json" if body else ""
    headers = headers_for(step, session.target, session.key, kind)
    return session.send(PreparedRequest(step.name, method, url, headers, body))
