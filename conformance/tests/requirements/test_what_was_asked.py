"""What a server never offered, was never asked, or never counted is no violation."""

import json
from functools import partial

import pytest

from conformance.core.exceptions import Blocked
from conformance.core.exchange import Exchange, Recording
from conformance.plugin.collection import keys_for
from conformance.reporting.catalogue import entries
from conformance.requirements.embeddings.test_edges import (
    test_long_text_is_not_cut as whole_input,
)
from conformance.requirements.errors.test_relations import (
    test_routes_refuse_in_one_form as one_form,
)
from conformance.requirements.errors.test_relations import (
    test_routes_refuse_with_one_status as one_status,
)
from conformance.requirements.http.test_routing import (
    test_wrong_method_is_refused as wrong_method,
)
from conformance.requirements.limits.test_size import (
    test_long_prompt_is_read_whole as whole_prompt,
)
from conformance.requirements.limits.test_size import (
    test_prompt_beyond_the_window_is_refused as whole_window,
)
from conformance.requirements.models.test_list import (
    test_ids_are_unique as unique,
)
from conformance.requirements.models.test_list import (
    test_list_is_not_empty as not_empty,
)
from conformance.tests.helpers import a_target, an_exchange
from conformance.tests.packaged import SUITE
from conformance.tests.requirements.small_servers import (
    PROFILE,
    chat_answer,
    lenient,
    recorded,
    sent_fields,
    verdict,
)
from conformance.tests.server import Heard, Part, Script, reply_json

INVALID = {"error": {"message": "no JSON", "type": "invalid_request_error"}}
NO_ROUTE = {"detail": "Not Found"}


def stored_completions(heard: Heard) -> list[Part]:
    """A server with the documented list of stored completions."""
    if heard.method == "GET":
        return reply_json({"object": "list", "data": []})
    return reply_json(INVALID, 405)


@pytest.mark.parametrize(
    ("script", "expected"),
    [(stored_completions, "held"), (lenient(), "violated")],
    ids=["lists", "takes all"],
)
def test_a_documented_method_may_be_answered(script: Script, expected: str) -> None:
    recording = recorded(script, "http/wrong-method")
    plain = Recording("chat/minimal", "relay", (an_exchange(),))
    assert verdict(partial(wrong_method, recording.last, plain)) == expected


def counting(heard: Heard, tokens: int) -> list[Part]:
    """An answer to any text, which counts so many tokens."""
    counts = {"prompt_tokens": tokens, "completion_tokens": 3, "total_tokens": tokens}
    if heard.path.endswith("/embeddings"):
        row = {"object": "embedding", "index": 0, "embedding": [0.5, 0.25]}
        return reply_json({"data": [row], "model": "m", "usage": counts})
    return reply_json(chat_answer("No.") | {"usage": counts})


def constant(heard: Heard) -> list[Part]:
    """A server whose counter stands still."""
    return counting(heard, 10)


def cutting(heard: Heard) -> list[Part]:
    """A server that reads the first 500 words of any text."""
    return counting(heard, min(500, len(json.dumps(sent_fields(heard)).split())))


@pytest.mark.parametrize(
    ("script", "expected"), [(constant, "inconclusive"), (cutting, "violated")]
)
def test_a_counter_that_stands_still_tells_nothing(
    script: Script, expected: str
) -> None:
    long = recorded(script, "embeddings/long").last
    plain = recorded(script, "embeddings/minimal")
    assert verdict(partial(whole_input, long, plain)) == expected


@pytest.mark.parametrize("script", [constant, cutting])
def test_nor_does_it_on_chat(script: Script) -> None:
    expected = "inconclusive" if script is constant else "violated"
    plain, window = (
        recorded(script, name) for name in ("chat/minimal", "limits/context")
    )
    assert verdict(partial(whole_window, window.last, plain, PROFILE)) == expected


def test_a_long_prompt_needs_a_counter_that_moves() -> None:
    asked_short = recorded(constant, "limits/body")
    ends = verdict(partial(whole_prompt, asked_short))
    assert ends == "inconclusive"


def without(*absent: str, flat: str = "") -> Script:
    """A server that lacks some routes, and refuses on one in another form."""

    def script(heard: Heard) -> list[Part]:
        if any(heard.path.endswith(f"/v1/{route}") for route in absent):
            return reply_json(NO_ROUTE, 404)
        odd = bool(flat) and heard.path.endswith(flat)
        return reply_json(INVALID["error"] if odd else INVALID, 400)

    return script


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        (without("embeddings"), "held"),
        (without("embeddings", "completions"), "not applicable"),
        (without("embeddings", flat="/v1/completions"), "violated"),
        (without(), "held"),
    ],
)
def test_a_route_that_is_not_there_has_no_form(script: Script, expected: str) -> None:
    recording = recorded(script, "errors/routes")
    case = SUITE.cases["errors/routes"]
    assert verdict(partial(one_form, recording, case, PROFILE)) == expected
    status = verdict(partial(one_status, recording, case, PROFILE))
    assert status == ("held" if expected == "violated" else expected)


def test_a_list_without_models_is_called_empty() -> None:
    def script(_: Heard) -> list[Part]:
        return reply_json({"object": "list", "data": []})

    exchange: Exchange = recorded(script, "models/list").last
    with pytest.raises(Blocked, match=r"^the list is empty$"):
        unique(exchange)
    assert verdict(partial(not_empty, exchange)) == "violated"


@pytest.mark.parametrize("id", ["limits.retry-after", "auth.secret-kept"])
def test_what_listens_needs_no_instrument(id: str) -> None:
    (stated,) = (e.requirement for e in entries() if e.requirement.id == id)
    target = a_target(profile=PROFILE)
    cases = [SUITE.cases[key.case] for key in keys_for(stated, (target,), SUITE)]
    assert len(cases) > 100
    assert not [case.name for case in cases if case.instrument]
