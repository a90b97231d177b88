"""What is seen is told in the right words, and in the right place."""

import json
from functools import partial
from typing import Any

import pytest

from conformance.core.exceptions import NotOffered
from conformance.core.exchange import Exchange, Recording
from conformance.core.violation import Violation
from conformance.generation.media import has_pictures
from conformance.generation.request import Purpose
from conformance.inputs.target import InstrumentSettings
from conformance.plugin.collection import keys_for
from conformance.reporting.catalogue import entries
from conformance.requirements.embeddings.test_formats import (
    test_vector_has_the_length_asked_for as has_length,
)
from conformance.requirements.errors.test_body import (
    test_refusal_shows_no_internals as no_internals,
)
from conformance.requirements.images.test_content import (
    test_picture_is_inside as is_inside,
)
from conformance.requirements.reading import is_accepted
from conformance.sending.applicability import check_applicable
from conformance.tests.helpers import a_target, an_exchange, nothing
from conformance.tests.packaged import SUITE
from conformance.tests.requirements.small_servers import (
    PROFILE,
    recorded,
    sent_fields,
    verdict,
)
from conformance.tests.server import Heard, Part, reply_json

TRACE = 'Traceback (most recent call last):\n  File "/app/main.py", line 41, in run'
FRAME = 'File "main.py", line 41'


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        (TRACE, "violated"),
        (FRAME, "violated"),
        ([{"msg": FRAME}], "violated"),
        ('The file "notes.py" has no line 41.', "held"),
    ],
)
def test_internals_are_looked_for_in_what_is_read(message: Any, expected: str) -> None:
    body = json.dumps({"error": {"message": message}}).encode()
    assert verdict(partial(no_internals, an_exchange(500, body))) == expected


def vectors(native: int, *, heeds: bool) -> Any:
    """A server whose vectors have a length by themselves."""

    def script(heard: Heard) -> list[Part]:
        asked = sent_fields(heard).get("dimensions", native) if heeds else native
        row = {"object": "embedding", "index": 0, "embedding": [0.5] * asked}
        counts = {"prompt_tokens": 2, "total_tokens": 2}
        return reply_json({"data": [row], "model": "m", "usage": counts})

    return script


@pytest.mark.parametrize(
    ("native", "heeds", "expected"),
    [
        (64, False, "inconclusive"),
        (64, True, "inconclusive"),
        (384, False, "violated"),
        (384, True, "held"),
    ],
)
def test_the_native_length_shows_nothing(
    native: int, heeds: bool, expected: str
) -> None:
    script = vectors(native, heeds=heeds)
    asked = recorded(script, "embeddings/dimensions").last
    plain = recorded(script, "embeddings/minimal")
    assert verdict(partial(has_length, asked, plain)) == expected
    assert verdict(partial(has_length, asked, None)) in ("violated", "blocked")


def a_picture(item: dict[str, Any]) -> Exchange:
    """An answer with this item."""
    return an_exchange(200, json.dumps({"created": 1, "data": [item]}).encode())


@pytest.mark.parametrize(
    ("item", "got"),
    [
        ({"b64_json": None, "url": None}, "null"),
        ({"b64_json": ""}, '""'),
        ({"url": "https://x.test/a.png"}, "absent"),
        ({}, "absent"),
    ],
)
def test_what_is_null_is_not_called_present(item: dict[str, Any], got: str) -> None:
    with pytest.raises(Violation) as raised:
        is_inside(a_picture(item))
    assert raised.value.got == got


def test_nor_is_it_in_what_is_generated() -> None:
    shown = recorded(lambda _: reply_json({"data": [{"b64_json": None}]}), "images/b64")
    with pytest.raises(Violation, match="null") as raised:
        has_pictures(Purpose("images"), shown.last, PROFILE)
    assert raised.value.at == "/data/*/b64_json"


@pytest.mark.parametrize(("own", "sent"), [("m", False), ("another", True)])
def test_a_key_is_not_refused_for_its_own_model(own: str, sent: bool) -> None:
    equipment = InstrumentSettings(
        second_key_env="SECOND", second_key_models=("first", own)
    )
    target = a_target(equipment=equipment, profile=PROFILE)

    def check() -> None:
        check_applicable(SUITE.cases["security/second-key"], target, SUITE, nothing())

    if sent:
        check()
        return
    with pytest.raises(NotOffered, match="the second key is for m, too"):
        check()


def test_what_answers_abroad_is_not_the_target() -> None:
    (stated,) = (
        e.requirement for e in entries() if e.requirement.id == "http.answered"
    )
    target = a_target(profile=PROFILE)
    names = {key.case for key in keys_for(stated, (target,), SUITE)}
    assert "chat/minimal" in names
    assert not {"images/fetch", "midjourney/picture"} & names


def test_tools_that_are_null_are_sent() -> None:
    def script(heard: Heard) -> list[Part]:
        fields = sent_fields(heard)
        return reply_json({}, 500 if fields.get("tools", ()) is None else 400)

    recording: Recording = recorded(script, "errors/odd/tools-null")
    assert recording.last.status == 500


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (500, "status 200, not a server error"),
        (503, "status 200, not a server error"),
        (400, "status 200"),
        (204, "status 200"),
        (302, "status 200"),
    ],
)
def test_a_server_error_is_called_so(status: int, expected: str) -> None:
    with pytest.raises(Violation) as violation:
        is_accepted(an_exchange(status, b"{}"))
    assert violation.value.expected == expected
