"""Calls about vectors, sound and pictures in which every bend of these shows."""

import io
from dataclasses import replace
from functools import cache

from PIL import Image

from conformance.relay.call import Call
from conformance.relay.endpoints.speech import encoded
from conformance.relay.json_text import Json
from conformance.relay.multipart import FORM, FormPart
from conformance.tests.relay.calls import call, post

HOME = "http://relay.test/~openai"
EMBED = "text-embedding-3-small"


def embed(text: Json, dialect: str = "openai", **fields: Json) -> Call:
    """A call for embeddings."""
    body = {"model": EMBED, "input": text, **fields}
    return post("/embeddings", body, dialect)


def speak(**fields: Json) -> Call:
    """A call for speech."""
    body = {"model": "tts-1", "input": "Hello.", "voice": "alloy", **fields}
    kept = {name: value for name, value in body.items() if value is not None}
    return post("/audio/speech", kept)


def draw(dialect: str = "openai", **fields: Json) -> Call:
    """A call for pictures."""
    body = {"model": "dall-e-3", "prompt": "A red circle", **fields}
    return replace(post("/images/generations", body, dialect), home=HOME)


def form(path: str, *parts: FormPart, dialect: str = "openai") -> Call:
    """A POST of a form."""
    headers = {"content-type": f"{FORM}; boundary=x"}
    return replace(
        call("POST", path, dialect=dialect),
        headers=headers,
        malformed="",
        form=parts,
        home=HOME,
    )


def texts(**fields: str) -> tuple[FormPart, ...]:
    """The texts of a form."""
    return tuple(FormPart(name, text.encode()) for name, text in fields.items())


@cache
def spoken() -> FormPart:
    """Four seconds of sound."""
    return FormPart("file", encoded("mp3", 40), "spoken.mp3", "audio/mpeg")


@cache
def painted(name: str) -> FormPart:
    """A small picture."""
    file = io.BytesIO()
    Image.new("RGB", (16, 16), "red").save(file, "PNG")
    return FormPart(name, file.getvalue(), "red.png", "image/png")


def transcribe(*more: FormPart, **fields: str) -> Call:
    """A call for a transcript."""
    found = texts(**{"model": "whisper-1", **fields})
    return form("/audio/transcriptions", spoken(), *found, *more)


def edit(*pictures: FormPart) -> Call:
    """A call for a changed picture."""
    found = texts(model="gpt-image-1", prompt="A circle")
    return form("/images/edits", *found, *pictures)


ASKED: Json = [{"type": "text", "text": "Draw a circle."}]
DRAWING: Json = {
    "model": "gpt-4o-image",
    "messages": [{"role": "user", "content": ASKED}],
}
WORDS = FormPart("timestamp_granularities[]", b"word")
BATCH = [f"text {place}" for place in range(40)]

MEDIA_CALLS: dict[str, Call] = {
    "embedding": embed("Say hello."),
    "embedding-again": replace(embed("Say hello."), earlier=(embed("Say hello."),)),
    "embeddings": embed(BATCH, dimensions=8),
    "embedding-float": embed("Say hello.", encoding_format="float"),
    "embedding-base64": embed("Say hello.", encoding_format="base64"),
    "embeddings-base64": embed(BATCH, encoding_format="base64"),
    "embedding-of-ids": embed([40, 50, 60]),
    "embeddings-of-ids": embed([[40, 50], [60]]),
    "embedding-of-nothing": embed(""),
    "embedding-too-long": embed("a " * 9000),
    "vmware-embedding": embed("Say hello.", "vmware-pais"),
    "vmware-embedding-of-none": post("/embeddings", {"model": EMBED}, "vmware-pais"),
    "speech": speak(),
    "speech-opus": speak(response_format="opus"),
    "speech-wav": speak(response_format="wav"),
    "speech-without-voice": speak(voice=None),
    "transcript": transcribe(),
    "transcript-text": transcribe(response_format="text"),
    "transcript-srt": transcribe(response_format="srt"),
    "transcript-vtt": transcribe(response_format="vtt"),
    "transcript-verbose": transcribe(response_format="verbose_json"),
    "transcript-words": transcribe(WORDS, response_format="verbose_json"),
    "transcript-xml": transcribe(response_format="xml"),
    "transcript-of-nothing": form("/audio/transcriptions", *texts(model="whisper-1")),
    "transcript-of-noise": form(
        "/audio/transcriptions",
        *texts(model="whisper-1"),
        replace(spoken(), data=b"no sound"),
    ),
    "translation": form("/audio/translations", spoken(), *texts(model="whisper-1")),
    "image": draw(),
    "image-size": draw(size="7x7"),
    "image-base64": draw(size="1792x1024", response_format="b64_json"),
    "image-native": draw(model="gpt-image-1", n=2),
    "image-flux": draw("aitre", model="flux-pro"),
    "edit": edit(painted("image")),
    "edit-list": edit(painted("image[]"), painted("image[]")),
    "edit-mask": edit(painted("image"), painted("mask")),
    "edit-of-nothing": edit(),
    "chat-image": replace(post("/chat/completions", DRAWING, "aitre"), home=HOME),
}
