"""What accuses a server needs a proof of its own, that harmless ways do not give."""

import json
from functools import partial
from itertools import repeat

import pytest

from conformance.core.exchange import Recording
from conformance.requirements.auth.test_secrets import (
    test_wrong_key_is_not_repeated as key_masked,
)
from conformance.requirements.errors.test_body import (
    test_refused_stream_is_plain_json as plain_stream,
)
from conformance.requirements.http.test_transport import (
    test_compression_may_be_offered as gzip_accepted,
)
from conformance.requirements.limits.test_size import (
    test_next_request_is_answered as health,
)
from conformance.requirements.midjourney.test_refusals import (
    test_refusal_says_why as says_why,
)
from conformance.requirements.security.test_sharing import (
    test_alike_requests_are_accepted as alike,
)
from conformance.requirements.security.test_sharing import (
    test_answer_belongs_to_its_options as own_options,
)
from conformance.tests.helpers import an_exchange
from conformance.tests.requirements.small_servers import (
    PROFILE,
    chat_answer,
    events,
    lenient,
    recorded,
    refusing,
    sent_fields,
    verdict,
)
from conformance.tests.server import Heard, Part, Script, reply_json

ERROR = {"error": {"message": "no messages", "type": "invalid_request_error"}}


def cached(heard: Heard) -> list[Part]:
    """An answer from a cache whose key is the question alone."""
    question = json.dumps(sent_fields(heard).get("messages"))
    return reply_json(chat_answer(id=f"chatcmpl-{hash(question)}"))


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        (lenient(), "inconclusive"),
        (lenient(lambda: repeat(1)), "inconclusive"),
        (lambda _: reply_json(chat_answer(id=None)), "inconclusive"),
        (cached, "violated"),
        (refusing(500), "blocked"),
    ],
    ids=["own ids", "one id", "no id", "cached", "refused"],
)
def test_the_same_text_alone_is_no_mix_up(script: Script, expected: str) -> None:
    options = recorded(script, "security/options")
    plain = recorded(script, "chat/minimal")
    assert verdict(lambda: own_options(options, plain)) == expected


def in_stream(heard: Heard) -> list[Part]:
    """A refusal, within a stream where one was asked for."""
    return events(ERROR) if sent_fields(heard).get("stream") else reply_json(ERROR, 400)


def as_stream(heard: Heard) -> list[Part]:
    """A refusal with its own status, whose body is an event all the same."""
    refusal = b"".join(part for part in events(ERROR) if isinstance(part, bytes))
    return [refusal.replace(b"200 X", b"400 X")]


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        (lenient(), "blocked"),
        (in_stream, "violated"),
        (as_stream, "violated"),
        (refusing(400), "held"),
    ],
    ids=["accepted", "in a stream", "as a stream", "plain"],
)
def test_only_what_was_refused_is_judged_as_a_refusal(
    script: Script, expected: str
) -> None:
    exchange = recorded(script, "errors/chat/stream").last
    assert verdict(lambda: plain_stream(exchange)) == expected


def test_an_accepted_key_was_not_refused_with_itself() -> None:
    def echo(heard: Heard) -> list[Part]:
        return reply_json({"you": heard.headers["authorization"]}, statuses.pop(0))

    statuses = [200, 401]
    exchanges = [recorded(echo, "auth/chat-wrong-key").last for _ in range(2)]
    ends = [verdict(partial(key_masked, e, PROFILE)) for e in exchanges]
    assert ends == ["blocked", "violated"]


def test_a_task_that_began_was_not_refused() -> None:
    begun = an_exchange(200, b'{"code": 1, "result": "1"}')
    assert verdict(lambda: says_why(begun)) == "blocked"
    mute = an_exchange(200, b'{"code": 4}')
    assert verdict(lambda: says_why(mute)) == "violated"


def gzip_only(heard: Heard) -> list[Part]:
    """A refusal of callers that would take compressed answers."""
    offered = "gzip" in heard.headers.get("accept-encoding", "")
    return reply_json(ERROR, 406) if offered else reply_json({"data": []})


@pytest.mark.parametrize(
    ("script", "expected"),
    [(refusing(404), "blocked"), (gzip_only, "violated")],
    ids=["no route", "gzip"],
)
def test_a_variation_is_judged_where_the_plain_request_succeeded(
    script: Script, expected: str
) -> None:
    plain, offered = recorded(script, "models/list"), recorded(script, "http/gzip")
    assert verdict(lambda: gzip_accepted(offered.last, plain)) == expected


def test_its_siblings_ask_as_well() -> None:
    gone = Recording("chat/minimal", "relay", (an_exchange(500),))
    fine = Recording("chat/minimal", "relay", (an_exchange(200),))
    broken = Recording("limits/health", "relay", (an_exchange(500),))
    for plain, expected in ((gone, "blocked"), (None, "blocked"), (fine, "violated")):
        assert verdict(partial(alike, broken, plain)) == expected
        assert verdict(partial(health, broken.last, plain)) == expected
