"""Speech and transcripts of the reference relay (source: the facts on audio)."""

import pytest

from conformance.formats.audio import sound
from conformance.formats.subtitles import Form, subtitles
from conformance.relay.answer import Answer
from conformance.relay.json_text import Json, Object
from conformance.relay.multipart import FormPart
from conformance.tests.relay.calls import CHAT, ask
from conformance.tests.relay.media_calls import (
    WORDS,
    form,
    painted,
    speak,
    spoken,
    texts,
    transcribe,
)

CODECS = {
    "mp3": ("audio/mpeg", "mp3"),
    "opus": ("audio/opus", "opus"),
    "aac": ("audio/aac", "aac"),
    "flac": ("audio/flac", "flac"),
    "wav": ("audio/wav", "pcm_s16le"),
}


def raw(answer: Answer) -> bytes:
    """The bytes of a good answer."""
    assert answer.status == 200
    assert isinstance(answer.body, bytes)
    return answer.body


@pytest.mark.parametrize("name", CODECS)
def test_speech_is_in_the_format_asked_for(name: str) -> None:
    answer = ask(speak(response_format=name))
    kind, codec = CODECS[name]
    assert answer.headers["content-type"] == kind
    found = sound(raw(answer))
    assert found.codec == codec
    assert 0 < found.seconds <= 0.6


def test_bare_samples_have_no_container() -> None:
    found = raw(ask(speak(response_format="pcm")))
    assert len(found) % 2 == 0
    assert not found.startswith((b"RIFF", b"ID3"))


def test_speech_is_mp3_by_default_and_slower_is_longer() -> None:
    said = "Hello, this is a longer text."
    slow, fast = (raw(ask(speak(input=said, speed=speed))) for speed in (0.5, 4))
    assert sound(slow).codec == "mp3"
    assert sound(slow).seconds > sound(fast).seconds


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("input", None),
        ("input", ""),
        ("input", "a" * 4097),
        ("voice", None),
        ("voice", "nobody"),
        ("model", None),
        ("model", "whisper-1"),
        ("response_format", "midi"),
        ("speed", 0.2),
        ("speed", 4.1),
        ("stream_format", "sse"),
    ],
)
def test_a_broken_request_for_speech_is_refused(name: str, value: Json) -> None:
    answer = ask(speak(**{name: value}))
    assert answer.status == 400
    assert answer.problem is not None
    assert answer.problem.param == name


def verbose(*more: FormPart, **fields: str) -> Object:
    """A transcript with all that is known of it."""
    answer = ask(transcribe(*more, response_format="verbose_json", **fields))
    assert answer.status == 200
    assert isinstance(answer.json, dict)
    return answer.json


def in_order(items: list[Object], end: float) -> bool:
    """Whether times follow each other up to the end."""
    times = [time for item in items for time in (item["start"], item["end"])]
    return len(times) > 2 and times == sorted(times) and times[-1] <= end


def test_a_transcript_tells_when_what_was_said() -> None:
    found = verbose()
    assert found["duration"] == pytest.approx(sound(spoken().data).seconds, abs=0.01)
    assert in_order(found["segments"], found["duration"])
    assert "".join(one["text"] for one in found["segments"]).strip() == found["text"]
    assert "words" not in found
    assert found["language"] == "english"


def test_words_come_where_they_are_asked_for() -> None:
    found = verbose(WORDS)
    assert in_order(found["words"], found["duration"])
    assert " ".join(one["word"] for one in found["words"]) == found["text"]


def test_all_forms_hold_the_same_text() -> None:
    said = verbose()["text"]
    assert ask(transcribe()).json["text"] == said
    assert raw(ask(transcribe(response_format="text"))).decode() == f"{said}\n"
    for name in ("srt", "vtt"):
        cues = subtitles(raw(ask(transcribe(response_format=name))), Form(name))
        assert " ".join(cue.text for cue in cues) == said


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("json", "application/json"),
        ("text", "text/plain"),
        ("srt", "application/x-subrip"),
        ("vtt", "text/vtt"),
    ],
)
def test_a_transcript_is_labelled_as_what_it_is(name: str, kind: str) -> None:
    answer = ask(transcribe(response_format=name))
    assert answer.headers["content-type"].partition(";")[0] == kind


def test_a_translation_is_english() -> None:
    given = texts(model="whisper-1", response_format="verbose_json", language="de")
    answer = ask(form("/audio/translations", spoken(), *given))
    assert answer.json["language"] == "english"


MODEL = texts(model="whisper-1")
BROKEN = {
    "file": (
        MODEL,
        (*MODEL, *texts(file="spoken.mp3")),
        (*MODEL, FormPart("file", b"", "a.mp3")),
        (*MODEL, FormPart("file", painted("file").data, "a.mp3", "audio/mpeg")),
        (*MODEL, spoken(), spoken()),
    ),
    "model": ((spoken(),), (spoken(), *texts(model=CHAT))),
    "response_format": ((spoken(), *MODEL, *texts(response_format="docx")),),
    "temperature": (
        (spoken(), *MODEL, *texts(temperature="1.1")),
        (spoken(), *MODEL, *texts(temperature="hot")),
    ),
}


@pytest.mark.parametrize("path", ["/audio/transcriptions", "/audio/translations"])
@pytest.mark.parametrize("param", BROKEN)
def test_a_broken_form_is_refused(path: str, param: str) -> None:
    for parts in BROKEN[param]:
        answer = ask(form(path, *parts))
        assert answer.status == 400
        assert answer.problem is not None
        assert answer.problem.param == param


def test_words_need_the_verbose_form() -> None:
    assert ask(transcribe(WORDS)).status == 400


@pytest.mark.parametrize("name", ["aitre", "modellss"])
def test_a_relay_names_the_route_in_its_code(name: str) -> None:
    asked = form("/audio/transcriptions", *MODEL, dialect=name)
    answer = ask(asked, "errors-of-new-api")
    assert answer.json["error"]["code"] == "invalid_audio_request"
