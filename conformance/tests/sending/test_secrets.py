"""Which values are secrets, and what becomes of those that only look like one."""

import gzip

import pytest

from conformance.core.exceptions import Undecided
from conformance.core.marks import MARK, WITHHELD
from conformance.core.violation import Violation
from conformance.inputs.keys import Keys
from conformance.inputs.step import Auth
from conformance.requirements.auth.test_secrets import (
    test_key_does_not_come_back as secret_kept,
)
from conformance.tests.helpers import KEY, KEY_ENV, a_case, a_step
from conformance.tests.requirements.small_servers import PROFILE
from conformance.tests.sending.test_sender import everything, sent
from conformance.tests.server import Heard, Part, Script, reply, reply_json


@pytest.fixture(autouse=True)
def _key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(KEY_ENV, KEY)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("x-portkey-provider", "openai-compatible"),
        ("X-Keyboard", "a-long-layout"),
        ("X-Monkey", "a-long-tailed-one"),
        ("X-Author", "somebody-or-other"),
        ("X-Api-Key", "short"),
        ("X-Api-Key", "completions"),
    ],
)
def test_what_only_looks_like_a_secret_may_come_back(name: str, value: str) -> None:
    def echo(heard: Heard) -> list[Part]:
        return reply_json({value: heard.headers[name.lower()]})

    recording, _ = sent(echo, headers={name: value})
    assert recording.last.json == {value: value}
    secret_kept(recording, PROFILE)


def test_a_value_that_may_be_a_secret_is_not_written_where_it_was_sent() -> None:
    headers = {"X-Gateway-Token": "perhaps-a-secret"}
    recording, _ = sent(lambda heard: reply_json([1]), headers=headers)
    assert ("X-Gateway-Token", WITHHELD) in recording.last.request.headers
    assert "perhaps-a-secret" not in everything(recording.last)


@pytest.mark.parametrize("auth", [Auth.NONE, Auth.WRONG, Auth.EMPTY])
def test_what_routes_a_request_is_sent_with_and_without_a_key(auth: Auth) -> None:
    """A gateway that does not know where a request is to go blames nobody's key."""
    headers = {
        "x-portkey-provider": "openai-compatible",
        "X-Keyboard": "a-long-layout",
        "x-portkey-api-key": "a-key-of-the-gateway",
    }
    case = a_case(steps=(a_step(auth=auth),))
    _, (heard,) = sent(lambda _: reply_json([1]), case, headers=headers)
    kept = {name for name in headers if name.lower() in heard.headers}
    assert kept == {"x-portkey-provider", "X-Keyboard"}


def test_a_short_key_leaves_the_recording_alone() -> None:
    def echo(heard: Heard) -> list[Part]:
        return reply_json({"key": "k", "ok": "like"})

    recording, _ = sent(echo, keys=Keys({KEY_ENV: "k"}))
    assert recording.last.json == {"key": "k", "ok": "like"}
    with pytest.raises(Undecided, match="less than 8 characters"):
        secret_kept(recording, PROFILE)


def packed(coding: str, body: bytes) -> Script:
    return lambda _: reply(200, body, (("Content-Encoding", coding),))


def test_a_body_in_a_coding_that_nobody_can_read_is_not_kept() -> None:
    recording, _ = sent(packed("br", b"\x1b\x0e\xff\x00 " + KEY.encode()))
    assert recording.last.body == WITHHELD.encode()


def test_a_text_is_kept_whatever_its_coding_is_called() -> None:
    recording, _ = sent(packed("br", b"a text with " + KEY.encode()))
    assert recording.last.body == b"a text with " + MARK.encode()


def test_a_key_in_a_body_that_hides_its_compression_is_none_that_was_kept() -> None:
    compressed = gzip.compress(f'{{"key": "{KEY}"}}'.encode())
    recording, _ = sent(lambda _: reply(200, compressed))
    assert recording.last.body == MARK.encode()
    with pytest.raises(Violation, match="a response without the key"):
        secret_kept(recording, PROFILE)


def test_marks_of_the_target_are_no_key() -> None:
    said = {"error": "Incorrect API key provided: [redacted]"}
    recording, _ = sent(lambda _: reply_json(said))
    secret_kept(recording, PROFILE)
