"""What is sent: credentials, headers, and places filled from answers."""

import json
from typing import Any

import pytest

from conformance.core.exceptions import Blocked
from conformance.core.marks import WRONG_KEY
from conformance.inputs.step import Auth
from conformance.sending.request import changed
from conformance.sending.sender import UNKNOWN_MODEL
from conformance.tests.helpers import KEY, a_case, a_step
from conformance.tests.sending.test_sender import _key, sent  # noqa: F401
from conformance.tests.server import reply, reply_json


def headers_of(step_headers: dict[str, str | None], **changes: Any) -> dict[str, str]:
    """The headers that arrive when a step asks for changes."""
    case = a_case(steps=(a_step(headers=step_headers),))
    _, heard = sent(lambda _: reply(), case, **changes)
    return dict(heard[0].headers)


@pytest.mark.parametrize(
    ("auth", "expected"),
    [
        (Auth.KEY, f"Bearer {KEY}"),
        (Auth.WRONG, f"Bearer {WRONG_KEY}"),
        (Auth.EMPTY, "Bearer"),
        (Auth.NONE, None),
    ],
)
def test_each_kind_of_credentials_is_sent(auth: Auth, expected: str | None) -> None:
    _, heard = sent(lambda _: reply(), a_case(steps=(a_step(auth=auth),)))
    assert heard[0].headers.get("authorization") == expected


def test_without_a_key_no_credentials_are_sent() -> None:
    _, heard = sent(lambda _: reply(), key_env="")
    assert "authorization" not in heard[0].headers


def test_null_takes_a_header_out_whatever_its_case() -> None:
    got = headers_of({"content-type": None, "AUTHORIZATION": None})
    assert "content-type" not in got
    assert "authorization" not in got


def test_a_step_overrides_the_target_and_the_target_overrides_us() -> None:
    got = headers_of({"X-A": "step"}, headers={"x-a": "target", "accept": "x/y"})
    assert (got["x-a"], got["accept"]) == ("step", "x/y")


def test_changed_headers_stand_once() -> None:
    assert changed({"Accept": "a", "B": "b"}, {"ACCEPT": "c", "b": None}) == {
        "ACCEPT": "c"
    }


def test_places_are_filled_from_models_and_earlier_answers() -> None:
    first = a_step(name="submit", json={"model": "${models.chat}"})
    second = a_step("/tasks/${steps.submit.json.id}", name="fetch", json=None)
    third = a_step(name="wrong", json={"model": "${unknown_model}"})
    case = a_case(steps=(first, second, third))
    recording, heard = sent(lambda _: reply_json({"id": "t-1"}), case)
    assert json.loads(heard[0].body) == {"model": "m"}
    assert (heard[1].path, heard[1].body) == ("/v1/tasks/t-1", b"")
    assert json.loads(heard[2].body) == {"model": UNKNOWN_MODEL}
    assert recording["fetch"].request.url.endswith("/v1/tasks/t-1")


@pytest.mark.parametrize("body", [b"{}", b"no json", b"[" * 100_000, b"\xff", b"5"])
def test_an_answer_without_what_the_next_step_needs_ends_the_case(body: bytes) -> None:
    second = a_step("/tasks/${steps.create.json.id}", name="fetch")
    recording, heard = sent(
        lambda _: reply(body=body), a_case(steps=(a_step(), second))
    )
    assert len(heard) == 1
    assert recording["create"].body == body
    with pytest.raises(Blocked, match=r"hold no `steps\.create\.json\.id`"):
        _ = recording.last
    with pytest.raises(Blocked, match=r"hold no `steps\.create\.json\.id`"):
        _ = recording["fetch"]


def test_a_body_is_sent_as_the_case_has_it() -> None:
    case = a_case(steps=(a_step(json=None, body='{"model": é'),))
    _, heard = sent(lambda _: reply(), case)
    assert heard[0].body == '{"model": é'.encode()
    assert heard[0].headers["content-type"] == "application/json"
