"""How a key goes with requests where the contract, or the target, says otherwise."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import pytest

from conformance.core.exceptions import NotOffered
from conformance.core.exchange import Recording
from conformance.core.marks import MARK, WRONG_KEY
from conformance.inputs.profile import Profile
from conformance.inputs.step import Auth
from conformance.inputs.target import make_target
from conformance.inputs.target_file import table_of
from conformance.reporting.catalogue import applies, entries
from conformance.requirements.auth import test_keys
from conformance.requirements.auth.test_secrets import (
    test_wrong_key_is_not_repeated as is_masked,
)
from conformance.sending.applicability import check_applicable
from conformance.tests.helpers import KEY, a_case, a_profile, a_step, a_target, nothing
from conformance.tests.packaged import SUITE
from conformance.tests.requirements.small_servers import chat_answer, recorded, verdict
from conformance.tests.sending.test_sender import _key, everything, sent  # noqa: F401
from conformance.tests.server import Heard, Part, Script, reply_json

AZURE = {"header": "api-key", "also": [{"header": "Authorization", "scheme": "Bearer"}]}
REFUSAL = {"error": {"message": "no", "type": "invalid_request_error"}}


def headers_for(auth: Auth, **changes: Any) -> list[Mapping[str, str]]:
    """The headers of the requests that a step with these credentials makes."""
    case = a_case(steps=(a_step(auth=auth),))
    _, heard = sent(lambda _: reply_json(chat_answer()), case, **changes)
    return [request.headers for request in heard]


@pytest.mark.parametrize(
    ("auth", "expected"),
    [
        (Auth.KEY, {"api-key": KEY}),
        (Auth.WRONG, {"api-key": WRONG_KEY}),
        (Auth.EMPTY, {"api-key": ""}),
        (Auth.NONE, {}),
        (Auth.OTHER, {"authorization": f"Bearer {KEY}"}),
        (Auth.OTHER_WRONG, {"authorization": f"Bearer {WRONG_KEY}"}),
    ],
)
def test_a_key_goes_as_the_contract_says(auth: Auth, expected: object) -> None:
    (got,) = headers_for(auth, profile=a_profile(auth=AZURE))
    assert {n: v for n, v in got.items() if n in ("api-key", "authorization")} == (
        expected
    )


@pytest.mark.parametrize(
    ("table", "name", "value"),
    [
        ({}, "authorization", f"Bearer {KEY}"),
        ({"scheme": ""}, "authorization", KEY),
        ({"scheme": "Key"}, "authorization", f"Key {KEY}"),
        ({"header": "X-Key"}, "x-key", KEY),
        ({"header": "X-Key", "scheme": "Token"}, "x-key", f"Token {KEY}"),
    ],
)
def test_header_and_scheme_are_told(
    table: dict[str, str], name: str, value: str
) -> None:
    (got,) = headers_for(Auth.KEY, profile=a_profile(auth=table))
    assert got[name] == value


def test_each_other_form_is_sent_once() -> None:
    also = [{"header": "x-a"}, {"header": "x-b", "scheme": "Token"}]
    first, second = headers_for(Auth.OTHER, profile=a_profile(auth={"also": also}))
    assert (first["x-a"], second["x-b"]) == (KEY, f"Token {KEY}")
    assert "authorization" not in {**first, **second}


def test_without_a_key_no_credentials_of_the_target_are_sent() -> None:
    profile, headers = a_profile(auth=AZURE), {"API-Key": "a-secret-of-mine"}
    (got,) = headers_for(Auth.NONE, profile=profile, headers=headers)
    assert "api-key" not in got


def test_a_key_is_taken_out_whatever_its_header() -> None:
    def echo(heard: Heard) -> list[Part]:
        return reply_json({"sent": heard.headers["x-odd"]})

    recording, _ = sent(echo, profile=a_profile(auth={"header": "X-Odd"}))
    assert KEY not in everything(recording.last)
    assert MARK in dict(recording.last.request.headers)["X-Odd"]
    assert recording.last.json == {"sent": MARK}


def test_what_the_target_says_wins() -> None:
    raw = {
        "base_url": "http://127.0.0.1/v1",
        "profile": "openai",
        "auth": {"header": "x-key", "scheme": ""},
    }
    target = make_target(raw, "a.toml", "a", SUITE)
    assert [f.header for f in target.profile.key_forms] == ["x-key"]
    assert make_target(table_of(target), "a.toml", "a", SUITE) == target
    assert SUITE.profiles["openai"].auth == {}


def test_a_query_goes_with_the_requests_of_its_route() -> None:
    target = a_target(profile=a_profile(query={"audio": {"api-version": "preview"}}))
    base = target.base_url
    assert target.url("/audio/speech") == f"{base}/audio/speech?api-version=preview"
    assert target.url("/audio/x?a=1") == f"{base}/audio/x?a=1&api-version=preview"
    again = "/audio/x?api-version=v1"
    assert target.url(again) == base + again
    assert target.url("/chat/completions") == f"{base}/chat/completions"


def guarded(*headers: str) -> Script:
    """A server that takes the key in these headers, and looks at no other."""

    def script(heard: Heard) -> list[Part]:
        keys = [heard.headers.get(name, "").split(" ")[-1] for name in headers]
        known = {key for key in keys if key}
        return reply_json(chat_answer()) if KEY in known else reply_json(REFUSAL, 401)

    return script


def careless(heard: Heard) -> list[Part]:
    """A server that looks at the usual header only, where there is one."""
    key = heard.headers.get("api-key", KEY)
    return reply_json(chat_answer()) if key == KEY else reply_json(REFUSAL, 401)


@pytest.mark.parametrize(
    ("script", "taken", "refused"),
    [
        (guarded("api-key", "authorization"), "held", "held"),
        (guarded("api-key"), "violated", "held"),
        (careless, "held", "violated"),
        (guarded("x-else"), "blocked", "inconclusive"),
    ],
)
def test_each_documented_form_is_judged(
    script: Script, taken: str, refused: str
) -> None:
    profile = a_profile(auth=AZURE)

    def of(name: str) -> Recording:
        return recorded(script, name, profile=profile)

    plain = of("chat/minimal")
    right, wrong = of("auth/other-form"), of("auth/other-form-wrong")
    with_key = partial(test_keys.test_key_is_taken_in_every_form, right, plain)
    without = partial(test_keys.test_wrong_key_is_refused_in_every_form, wrong, plain)
    assert verdict(with_key) == taken
    assert verdict(without) == refused


def test_a_wrong_key_in_another_form_is_masked_too() -> None:
    def echo(heard: Heard) -> list[Part]:
        said = heard.headers.get("authorization", "")
        return reply_json({"error": {"message": said}}, 401)

    profile = a_profile(auth=AZURE)
    recording = recorded(echo, "auth/other-form-wrong", profile=profile)
    assert verdict(partial(is_masked, recording.last, profile)) == "violated"


def judged_on(profile: Profile) -> set[str]:
    """The cases of other forms on which something is judged under a profile."""
    cases = [SUITE.cases[f"auth/other-form{end}"] for end in ("", "-wrong")]
    stated = [entry.requirement for entry in entries()]
    return {c.name for c in cases for r in stated if applies(c, r, profile)}


def test_other_forms_are_judged_only_where_there_are_any() -> None:
    assert judged_on(a_profile(required=("chat",))) == set()
    there = judged_on(a_profile(required=("chat",), auth=AZURE))
    assert there == {"auth/other-form", "auth/other-form-wrong"}


@pytest.mark.parametrize("name", ["auth/chat-no-key", "auth/chat-wrong-key"])
def test_no_key_is_judged_where_none_is_needed(name: str) -> None:
    def check(**auth: bool) -> None:
        target = a_target(profile=a_profile(auth=auth))
        check_applicable(SUITE.cases[name], target, SUITE, nothing())

    check()
    with pytest.raises(NotOffered, match="servers without a key"):
        check(optional=True)


Judge = Callable[..., None]


@pytest.mark.parametrize(
    ("judge", "public", "status", "how"),
    [
        (test_keys.test_models_need_a_key, [], 200, "violated"),
        (test_keys.test_models_need_a_key, ["models"], 200, "not applicable"),
        (test_keys.test_public_route_needs_no_key, ["models"], 200, "held"),
        (test_keys.test_public_route_needs_no_key, ["models"], 401, "violated"),
        (test_keys.test_public_route_needs_no_key, [], 401, "not applicable"),
    ],
)
def test_a_public_route_needs_no_key(
    judge: Judge, public: list[str], status: int, how: str
) -> None:
    def script(heard: Heard) -> list[Part]:
        known = "authorization" in heard.headers
        return reply_json({"data": [{"id": "m"}]}, 200 if known else status)

    profile = a_profile(auth={"public": public})
    case = SUITE.cases["auth/models-no-key"]
    asked = recorded(script, case.name).last
    listing = recorded(script, "models/list")
    assert verdict(partial(judge, asked, listing, case, profile)) == how
