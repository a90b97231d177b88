"""Fields that every request of a route carries, because the contract wants them."""

import json
import threading
from dataclasses import replace
from typing import Any

from conformance.inputs.profile import Profile
from conformance.inputs.step import Step
from conformance.sending.generated import GeneratedBatch
from conformance.sending.sdk_client import SdkSession
from conformance.sending.session import TargetSession
from conformance.tests.helpers import a_case, a_profile, a_step, a_target, requests_of
from conformance.tests.packaged import SUITE
from conformance.tests.sending.test_generated import answer
from conformance.tests.sending.test_sender import _key, sent  # noqa: F401
from conformance.tests.server import reply, serving

CLIENT = SUITE.cases["clients/openai-python"]
CALM = {"thinking": {"type": "disabled"}}
OWN: dict[str, dict[str, Any]] = {
    "chat": CALM,
    "transcriptions": {"user": "me", "diarize": True},
}


def bodies(*steps: Step, profile: Profile) -> list[bytes]:
    """The bodies that arrive of these steps."""
    _, heard = sent(lambda _: reply(), a_case(steps=steps), profile=profile)
    return [request.body for request in heard]


def test_each_request_of_the_route_carries_them_and_no_other() -> None:
    chat, other = a_step("/chat/completions"), a_step("/completions", name="b")
    first, second = bodies(chat, other, profile=a_profile(sent=OWN))
    assert json.loads(first) == {**CALM, **json.loads(second)}
    assert json.loads(second)


def test_what_a_request_says_itself_stays() -> None:
    own: dict[str, Any] = {"model": "m", "thinking": {"type": "enabled"}}
    step = a_step("/chat/completions", json=own)
    (body,) = bodies(step, profile=a_profile(sent=OWN))
    assert json.loads(body) == own


def test_a_body_that_is_sent_as_it_is_stays() -> None:
    step = a_step("/chat/completions", json=None, body="{")
    assert bodies(step, profile=a_profile(sent=OWN)) == [b"{"]


def test_forms_carry_them_as_parts() -> None:
    form = {"model": "m", "user": "you"}
    step = a_step("/audio/transcriptions", json=None, form=form)
    (body,) = bodies(step, profile=a_profile(sent=OWN))
    assert b'name="diarize"\r\n\r\ntrue' in body
    assert b'name="user"\r\n\r\nyou' in body


def test_generated_requests_carry_them() -> None:
    case = SUITE.cases["generated/chat-accepted"]
    profile = replace(SUITE.profiles["openai"], sent=OWN)
    with serving(answer) as server:
        target = a_target(server.url, profile=profile)
        session = TargetSession.to(target, threading.Event())
        requests = replace(requests_of(case), examples=4)
        try:
            GeneratedBatch(case, requests, session, "m", frozenset()).record()
        finally:
            session.close()
    assert len(server.heard) == 4
    assert all(json.loads(h.body)["thinking"] == CALM["thinking"] for h in server.heard)


def test_an_ordinary_clients_requests_carry_them() -> None:
    profile = replace(SUITE.profiles["openai"], sent=OWN)
    with serving(answer) as server:
        target = a_target(server.url, profile=profile)
        session = TargetSession.to(target, threading.Event())
        models = {"chat": "m"}
        try:
            SdkSession(CLIENT, session, models, frozenset()).record()
        finally:
            session.close()
    chats = [h.body for h in server.heard if h.path.endswith("/chat/completions")]
    assert chats
    assert all(json.loads(body)["thinking"] == CALM["thinking"] for body in chats)
