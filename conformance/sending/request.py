"""What a request carries: its body and its headers, and which of them are secret."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from conformance.core.exceptions import Blocked
from conformance.core.marks import WITHHELD, WRONG_KEY
from conformance.formats.payload import Payload, of_form, of_json
from conformance.formats.template import fill
from conformance.formats.urls import is_absolute, is_private
from conformance.inputs.key_form import HEADER
from conformance.inputs.manner import ORDINARY, Manner
from conformance.inputs.profile import Profile
from conformance.inputs.routes import route_of
from conformance.inputs.secrets import can_be_sought
from conformance.inputs.step import Auth, Step
from conformance.inputs.target import Target
from conformance.sending.room import FILE, room_of

# The requests whose key goes in another form than the usual one.
_IN_OTHER_FORM = (Auth.OTHER, Auth.OTHER_WRONG)


@dataclass(frozen=True, slots=True)
class PreparedRequest:
    """A request as it will be sent: every place filled, with its credentials."""

    step: str
    method: str
    url: str
    headers: Mapping[str, str] = field(repr=False)
    body: bytes
    tokens: int = 0
    close_after: int = 0
    # Whether it goes to an address that an answer named.
    foreign: bool = False
    kind: str = ""  # of the model that it asks

    @property
    def room(self) -> int:
        """The bytes of an answer that are read at most."""
        if self.foreign:
            return FILE
        return room_of(self.url, self.body, self.tokens, self.kind)


def outgoing(
    step: Step, context: Mapping[str, Any], target: Target, key: str
) -> PreparedRequest:
    """The request of a step; Unfilled if a place in it is not known.

    Nothing of ours goes to an address that an answer named.
    """
    path = str(fill(step.path, context))
    manner = _manner_of(step, context)
    payload = payload_of(step, context, target.profile)
    foreign = not step.path.startswith("/")
    url = _foreign(path, target) if foreign else target.url(path)
    kind = payload.type if payload.data else ""
    headers = {"Accept": "*/*"} if foreign else headers_for(step, target, key, kind)
    return PreparedRequest(
        step.name,
        step.method,
        url,
        headers,
        payload.data,
        step.tokens_in(manner),
        step.close_after,
        foreign=foreign,
        kind=step.kind,
    )


def payload_of(step: Step, context: Mapping[str, Any], profile: Profile) -> Payload:
    """The body of a step with its places filled; Unfilled if one is not known."""
    route = route_of(step.path)
    if step.form is not None:
        beside = {name: _as_part(v) for name, v in profile.completed(route, {}).items()}
        return of_form({**beside, **fill(step.form, context)})
    if step.body is not None:
        text = str(fill(step.written(_manner_of(step, context)), context))
        return Payload(text.encode("utf-8", "surrogatepass"))
    if step.json is None:
        return Payload()
    sent = fill(step.spelled(_manner_of(step, context)), context)
    return of_json(profile.completed(route, sent) if isinstance(sent, dict) else sent)


def _as_part(value: Any) -> str:
    """A value as the text of a part."""
    return value if isinstance(value, str) else json.dumps(value)


def _manner_of(step: Step, context: Mapping[str, Any]) -> Manner:
    """The manner of the model that a step names; an ordinary one if none is known."""
    manners: Mapping[str, Manner] = context.get("manners", {})
    return manners.get(step.asks, ORDINARY)


def headers_for(step: Step, target: Target, key: str, body_type: str) -> dict[str, str]:
    """The headers of a step; `body_type` is empty where it has no body."""
    headers = {"Accept": "application/json"}
    if body_type:
        headers["Content-Type"] = body_type
    headers = changed(headers, target.headers)
    usual, *others = target.profile.key_forms
    if step.auth is not Auth.KEY:
        own = [name for name in target.headers if target.withholds(name)]
        forms = [form.header for form in (usual, *others)]
        headers = changed(headers, dict.fromkeys((HEADER, *forms, *own)))
    credentials = {
        Auth.KEY: key,
        Auth.WRONG: WRONG_KEY,
        Auth.EMPTY: "",
        Auth.SECOND: target.second_key(),
        Auth.OTHER: key,
        Auth.OTHER_WRONG: WRONG_KEY,
    }
    if step.auth in credentials and (key or step.auth is not Auth.KEY):
        form = others[step.key_form] if step.auth in _IN_OTHER_FORM else usual
        headers = changed(headers, {form.header: form.value(credentials[step.auth])})
    return changed(headers, step.headers)


def secrets_of(target: Target, key: str) -> list[str]:
    """The values that must never be written, as far as they can be told from others."""
    return [value for value in credentials_of(target, key) if can_be_sought(value)]


def credentials_of(target: Target, key: str) -> list[str]:
    """The keys and the values of secret headers; some may be empty."""
    secrets = [v for name, v in target.headers.items() if target.is_secret(name)]
    # Of `Bearer abc`, also `abc` alone.
    bare = [value.rpartition(" ")[2] for value in secrets]
    second = target.keys.held_by(target.equipment.second_key_env)
    return [key, second, *secrets, *bare]


def without_secrets(
    headers: Mapping[str, str], target: Target
) -> tuple[tuple[str, str], ...]:
    """Headers as they may be written: of some not even a value that is unknown."""
    own = {
        name.lower()
        for name in target.headers
        if target.withholds(name) and not target.is_secret(name)
    }
    return tuple((n, WITHHELD if n.lower() in own else v) for n, v in headers.items())


def changed(
    headers: Mapping[str, str], changes: Mapping[str, str | None]
) -> dict[str, str]:
    """Headers with changes, whatever the case of their names; None takes one out."""
    gone = {name.lower() for name in changes}
    rest = {name: value for name, value in headers.items() if name.lower() not in gone}
    new = {name: value for name, value in changes.items() if value is not None}
    return rest | new


def _foreign(url: str, target: Target) -> str:
    """An address that an answer named, if it may be fetched; else Blocked."""
    if not is_absolute(url):
        raise Blocked("the address is none that can be fetched")
    if is_private(url) and not is_private(target.base_url):
        raise Blocked("the address is a private one: it is not fetched")
    return url
