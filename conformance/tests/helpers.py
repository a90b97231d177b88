"""Small makers that the tests share: exchanges, cases, targets."""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from conformance.core.exchange import Exchange, Recording
from conformance.core.message import Headers, Piece, Request, Response
from conformance.formats import sse
from conformance.inputs.capability import Capability
from conformance.inputs.case import Case, Expects, Lane
from conformance.inputs.keys import Keys
from conformance.inputs.limits import Limits
from conformance.inputs.profile import Profile
from conformance.inputs.step import Auth, Step
from conformance.inputs.stimulus import GeneratedRequests, WrittenSteps
from conformance.inputs.suite import Suite
from conformance.inputs.target import Target
from conformance.sending.instruments import Instruments
from conformance.sending.models import Get
from conformance.sending.sender import Sender
from conformance.sending.session import TargetSession

KEY = "sk-canary/+=&\"'<>\\0123456789"
KEY_ENV = "RELAYCERT_TEST_KEY"
JSON_HEADERS: Headers = (("Content-Type", "application/json"),)


def an_exchange(
    status: int = 200,
    body: bytes = b"{}",
    headers: Headers = JSON_HEADERS,
    step: str = "create",
) -> Exchange:
    """An exchange with this answer, its events parsed."""
    pieces = (Piece(0.1, body),)
    events, leftover = sse.parse(pieces)
    request = Request("POST", "http://relay.test/v1/chat/completions", (), b"{}")
    response = Response(status, headers, pieces)
    return Exchange(step, request, response, events, leftover)


def a_stream(*data: str) -> Exchange:
    """An accepted stream with these data."""
    body = "".join(f"data: {line}\n\n" for line in data)
    return an_exchange(200, body.encode(), (("Content-Type", "text/event-stream"),))


def a_step(path: str = "/chat/completions", **changes: Any) -> Step:
    """A step that posts a small JSON body."""
    usual: dict[str, Any] = {
        "name": "create",
        "method": "POST",
        "path": path,
        "json": {"model": "m"},
        "body": None,
        "headers": {},
        "auth": Auth.KEY,
    }
    return Step(**(usual | changes))


def a_case(name: str = "chat/minimal", **changes: Any) -> Case:
    """A case of one step whose path is its name."""
    steps = changes.pop("steps", (a_step(f"/{name}"),))
    burst, repeat = changes.pop("burst", False), changes.pop("repeat", False)
    usual: dict[str, Any] = {
        "name": name,
        "summary": "A test.",
        "needs": (),
        "expects": Expects.SUCCESS,
        "stimulus": WrittenSteps(steps, burst, repeat),
        "source": "own/test#case",
        "about": "",
        "status": "validation",
        "lane": Lane.SHARED,
        "digest": "0123456789abcdef",
    }
    return Case(**(usual | changes))


def requests_of(case: Case) -> GeneratedRequests:
    """What a generated case draws."""
    assert isinstance(case.stimulus, GeneratedRequests)
    return case.stimulus


@contextmanager
def sending_to(target: Target) -> Iterator[Sender]:
    """A sender whose connections are closed in the end."""
    session = TargetSession.to(target, threading.Event())
    sender = Sender(session, Instruments(target.equipment))
    try:
        yield sender
    finally:
        session.close()
        sender.instruments.close()


def recorded_by(sender: Sender, case: Case, models: Mapping[str, str]) -> Recording:
    """What a sender records of written steps."""
    assert isinstance(case.stimulus, WrittenSteps)
    return sender.record(case, case.stimulus, models)


def a_profile(**changes: Any) -> Profile:
    """A contract that requires chat and knows images."""
    usual: dict[str, Any] = {
        "name": "openai",
        "title": "A contract",
        "dated": "2026-01-01",
        "base_path": "/v1",
        "required": ("chat",),
        "optional": ("images",),
        "models": {"images": "dall-e-3"},
        "statuses": {"validation": (400,)},
        "envelopes": {"default": "wire/error"},
        "settings": {},
        "statements": (),
    }
    return Profile(**(usual | changes))


def nothing() -> Get:
    """A source that is never to be asked."""

    def get(name: str) -> Recording:
        raise AssertionError(name)

    return get


def a_target(base_url: str = "http://127.0.0.1:9/v1", **changes: Any) -> Target:
    """A target with a key and one model."""
    usual: dict[str, Any] = {
        "name": "relay",
        "base_url": base_url,
        "profile": a_profile(),
        "key_env": KEY_ENV,
        "keys": Keys({KEY_ENV: KEY}),
        "models": {"chat": "m"},
        "limits": quick(),
    }
    return Target(**(usual | changes))


def quick(**changes: Any) -> Limits:
    """Limits of a few seconds at most."""
    usual: dict[str, Any] = {
        "connect_timeout": 2.0,
        "timeout": 2.0,
        "gap_timeout": 2.0,
        "total_timeout": 5.0,
    }
    return Limits(**(usual | changes))


def a_suite(*cases: Case, **parts: Any) -> Suite:
    """A suite of these cases; chat, its tools, and images are capabilities."""
    usual: dict[str, Any] = {
        "capabilities": {
            name: Capability(name, "A test.", f"{name}/minimal", words)
            for name, words in (
                ("chat", ()),
                ("images", ()),
                ("chat.tools", ("tools",)),
            )
        },
        "profiles": {"openai": a_profile()},
    }
    return Suite(**(usual | parts)).with_cases(cases)
