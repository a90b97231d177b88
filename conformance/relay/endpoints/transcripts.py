"""Transcriptions and translations: the form, and the answer in five forms."""

import math
from collections.abc import Callable, Mapping

from conformance.relay.answer import Answer, json_answer
from conformance.relay.call import Call
from conformance.relay.catalogue import Use, check_use
from conformance.relay.form import form_fields
from conformance.relay.json_text import Object
from conformance.relay.problem import invalid
from conformance.relay.route import route
from conformance.relay.tokens import draw, split
from conformance.relay.transcript import Heard, SpokenSpan, heard

_TONGUES = {"en": "english", "de": "german", "fr": "french", "es": "spanish"}
PLAIN = "text/plain; charset=utf-8"


@route("POST", "/audio/transcriptions", "audio.transcriptions")
def transcribe(call: Call) -> Answer:
    """The answer to a request for a transcript."""
    fields = form_fields(call, "transcriptions")
    _check_granularities(fields)
    return _answer(call, fields, "transcribe")


@route("POST", "/audio/translations", "audio.translations")
def translate(call: Call) -> Answer:
    """The answer to a request for a translation."""
    return _answer(call, form_fields(call, "translations"), "translate")


def _check_granularities(fields: Object) -> None:
    verbose = fields.get("response_format") == "verbose_json"
    if "timestamp_granularities" in fields and not verbose:
        message = "'timestamp_granularities' needs 'response_format: verbose_json'."
        raise invalid(message, "timestamp_granularities")


def _answer(call: Call, fields: Object, task: str) -> Answer:
    check_use(call, fields["model"], Use.TRANSCRIPTS)
    transcript = heard(fields["file"]["data"], task)
    name = fields.get("response_format", "json")
    if name in _TEXTS:
        kind, write = _TEXTS[name]
        return Answer(200, write(transcript).encode(), {"content-type": kind})
    body: Object = {"text": transcript.text}
    if name == "verbose_json":
        body = _verbose(fields, transcript, task)
    if "transcriptions.usage" not in call.dialect.omits:
        body["usage"] = {"type": "duration", "seconds": math.ceil(transcript.seconds)}
    return json_answer(body)


def _verbose(fields: Object, transcript: Heard, task: str) -> Object:
    # A translation has no such field: it is always into English.
    tongue = str(fields.get("language", "en")).lower()
    body: Object = {
        "task": task,
        "language": _TONGUES.get(tongue, tongue),
        "duration": transcript.seconds,
        "text": transcript.text,
    }
    granularities = fields.get("timestamp_granularities") or ["segment"]
    if "word" in granularities:
        body["words"] = [
            {"word": word.text, "start": word.start, "end": word.end}
            for word in transcript.words
        ]
    if "segment" in granularities:
        body["segments"] = [_segment(*pair) for pair in enumerate(transcript.spans)]
    return body


def _segment(place: int, span: SpokenSpan) -> Object:
    chance = draw("segment", span.text)
    return {
        "id": place,
        "seek": 0,
        "start": span.start,
        "end": span.end,
        "text": f" {span.text}",
        "tokens": [chance.randrange(50_000) for _ in split(span.text)],
        "temperature": 0.0,
        "avg_logprob": -round(chance.uniform(0.1, 0.4), 4),
        "compression_ratio": round(chance.uniform(0.8, 1.4), 4),
        "no_speech_prob": round(chance.uniform(0.001, 0.1), 4),
    }


def _text(transcript: Heard) -> str:
    return f"{transcript.text}\n"


def _srt(transcript: Heard) -> str:
    cues = [
        f"{place}\n{_range(span, ',')}\n{span.text}\n\n"
        for place, span in enumerate(transcript.spans, 1)
    ]
    return "".join(cues)


def _vtt(transcript: Heard) -> str:
    cues = [f"{_range(span, '.')}\n{span.text}\n\n" for span in transcript.spans]
    return "WEBVTT\n\n" + "".join(cues)


def _range(span: SpokenSpan, point: str) -> str:
    return f"{_stamp(span.start, point)} --> {_stamp(span.end, point)}"


def _stamp(seconds: float, point: str) -> str:
    minutes, thousandths = divmod(round(seconds * 1000), 60_000)
    whole, rest = divmod(thousandths, 1000)
    return f"{minutes // 60:02}:{minutes % 60:02}:{whole:02}{point}{rest:03}"


_TEXTS: Mapping[str, tuple[str, Callable[[Heard], str]]] = {
    "text": (PLAIN, _text),
    "srt": ("application/x-subrip", _srt),
    "vtt": ("text/vtt; charset=utf-8", _vtt),
}
