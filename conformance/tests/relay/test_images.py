"""Pictures of the reference relay (source: the facts on images)."""

import base64
from dataclasses import replace

import pytest

from conformance.formats.image import picture
from conformance.relay.call import Call, Credential
from conformance.relay.json_text import Json, Object
from conformance.relay.multipart import FormPart
from conformance.tests.relay.calls import ask, call
from conformance.tests.relay.media_calls import (
    HOME,
    MEDIA_CALLS,
    draw,
    edit,
    form,
    painted,
    texts,
)


def body(sent: Call) -> Object:
    """The JSON of a good answer."""
    answer = ask(sent)
    assert answer.status == 200
    assert isinstance(answer.json, dict)
    return answer.json


def size_of(data: bytes) -> str:
    """The size of a picture as requests write it."""
    found = picture(data)
    return f"{found.width}x{found.height}"


def fetched(url: str) -> bytes:
    """What a client without a key gets at an address of the relay."""
    assert url.startswith(HOME)
    path = url.removeprefix(f"{HOME}/v1")
    answer = ask(replace(call("GET", path), credential=Credential.MISSING))
    assert (answer.status, answer.headers["content-type"]) == (200, "image/png")
    assert isinstance(answer.body, bytes)
    return answer.body


@pytest.mark.parametrize(
    ("model", "size"),
    [
        ("dall-e-2", "256x256"),
        ("dall-e-2", "512x512"),
        ("dall-e-3", "1024x1024"),
        ("dall-e-3", "1792x1024"),
        ("dall-e-3", "1024x1792"),
    ],
)
def test_a_picture_can_be_fetched_and_has_its_size(model: str, size: str) -> None:
    (item,) = body(draw(model=model, size=size))["data"]
    assert size_of(fetched(item["url"])) == size


def test_base64_holds_the_picture_of_the_address() -> None:
    (item,) = body(draw())["data"]
    (packed,) = body(draw(response_format="b64_json"))["data"]
    found = base64.b64decode(packed["b64_json"], validate=True)
    assert found == fetched(item["url"])
    assert "url" not in packed


@pytest.mark.parametrize("name", ["png", "jpeg", "webp"])
def test_a_native_model_answers_in_base64_and_tells_its_usage(name: str) -> None:
    found = body(draw(model="gpt-image-1", n=2, size="1536x1024", output_format=name))
    assert len(found["data"]) == 2
    for item in found["data"]:
        made = picture(base64.b64decode(item["b64_json"], validate=True))
        assert (made.format.lower(), made.width, made.height) == (name, 1536, 1024)
    usage = found["usage"]
    assert usage["total_tokens"] == usage["input_tokens"] + usage["output_tokens"]


def test_only_one_vendor_offers_its_own_models() -> None:
    assert body(draw("aitre", model="flux-pro"))["data"][0]["url"]
    assert ask(draw(model="flux-pro")).status == 404
    said = body(MEDIA_CALLS["chat-image"])["choices"][0]["message"]["content"]
    assert size_of(fetched(said.partition("(")[2].rstrip(")"))) == "1024x1024"


@pytest.mark.parametrize(
    ("param", "fields"),
    [
        ("prompt", {"prompt": None}),
        ("prompt", {"prompt": ""}),
        ("prompt", {"prompt": "a" * 4001}),
        ("prompt", {"model": "dall-e-2", "prompt": "a" * 1001}),
        ("n", {"n": 0}),
        ("n", {"n": 2}),
        ("n", {"model": "dall-e-2", "n": 11}),
        ("size", {"size": "7x7"}),
        ("size", {"size": "256x256"}),
        ("quality", {"quality": "low"}),
        ("style", {"style": "loud"}),
        ("response_format", {"response_format": "png"}),
        ("response_format", {"model": "gpt-image-1", "response_format": "url"}),
        ("output_format", {"model": "gpt-image-1", "output_format": "gif"}),
        ("model", {"model": "tts-1"}),
        ("model", {"model": 5}),
    ],
)
def test_a_broken_request_is_refused(param: str, fields: dict[str, Json]) -> None:
    answer = ask(draw(**fields))
    assert answer.status == 400
    assert answer.problem is not None
    assert answer.problem.param == param


@pytest.mark.parametrize("name", ["edit", "edit-list", "edit-mask"])
def test_pictures_are_changed(name: str) -> None:
    (item,) = body(MEDIA_CALLS[name])["data"]
    assert size_of(base64.b64decode(item["b64_json"])) == "1024x1024"


MODEL = texts(model="gpt-image-1")
PROMPT = texts(prompt="A circle")


@pytest.mark.parametrize(
    ("param", "parts"),
    [
        ("image", (*MODEL, *PROMPT)),
        ("image", (*MODEL, *PROMPT, *texts(image="red.png"))),
        ("image", (*MODEL, *PROMPT, FormPart("image", b"none", "a.png"))),
        ("image", (*MODEL, *PROMPT, *[painted("image[]")] * 17)),
        (
            "mask",
            (*MODEL, *PROMPT, painted("image"), FormPart("mask", b"none", "a.png")),
        ),
        ("prompt", (*MODEL, painted("image"))),
        ("n", (*MODEL, *PROMPT, painted("image"), *texts(n="11"))),
        ("model", (*PROMPT, painted("image"), *texts(model="dall-e-3"))),
    ],
)
def test_a_broken_form_is_refused(param: str, parts: tuple[FormPart, ...]) -> None:
    answer = ask(form("/images/edits", *parts))
    assert answer.status == 400
    assert answer.problem is not None
    assert answer.problem.at[0] == param


def test_another_picture_leads_to_another() -> None:
    first, second = (
        body(edit(*pictures))["data"]
        for pictures in ([painted("image")], [painted("image[]"), painted("image[]")])
    )
    assert first != second


def test_an_address_nobody_gave_leads_nowhere() -> None:
    for path in ("/pictures/9999x9999-000000.png", "/pictures/a.png"):
        assert ask(call("GET", path)).status == 404
