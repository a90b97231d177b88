"""Speech: a tone in the requested audio format stands for the spoken text."""

import io
import math
import struct
from functools import cache
from typing import NamedTuple, cast

import av
from av.audio.stream import AudioStream

from conformance.relay.answer import Answer
from conformance.relay.call import Call
from conformance.relay.catalogue import Use, check_use
from conformance.relay.json_text import Object
from conformance.relay.route import route
from conformance.relay.validate import known_fields

_RATE = 24_000
_PITCH = 330


class Format(NamedTuple):
    """The content type of a format, and its names in the encoder."""

    type: str
    container: str
    codec: str
    rate: int = _RATE


FORMATS = {
    "mp3": Format("audio/mpeg", "mp3", "libmp3lame"),
    "opus": Format("audio/opus", "ogg", "libopus", 48_000),
    "aac": Format("audio/aac", "adts", "aac"),
    "flac": Format("audio/flac", "flac", "flac"),
    "wav": Format("audio/wav", "wav", "pcm_s16le"),
    "pcm": Format("audio/pcm", "s16le", "pcm_s16le"),
}


@route("POST", "/audio/speech", "audio.speech")
def create(call: Call) -> Answer:
    """The answer to a request for speech."""
    fields = known_fields(call, "speech")
    check_use(call, fields["model"], Use.SPEECH)
    name = fields.get("response_format", "mp3")
    kind = {"content-type": FORMATS[name].type}
    return Answer(200, encoded(name, _tenths(fields)), kind)


def _tenths(fields: Object) -> int:
    """How many tenths of a second are spoken; short, for nobody listens."""
    letters, speed = len(fields["input"]), float(fields.get("speed", 1))
    return round(min(max((2 + letters / 40) / speed, 1), 5))


@cache
def encoded(name: str, tenths: int) -> bytes:
    """A tone of some tenths of a second in a format."""
    kind, file = FORMATS[name], io.BytesIO()
    with av.open(file, "w", format=kind.container) as container:
        stream = cast(AudioStream, container.add_stream(kind.codec, rate=kind.rate))
        stream.layout = "mono"
        for frame in (*_frames(stream, kind.rate * tenths // 10), None):
            container.mux(stream.encode(frame))
    return file.getvalue()


def _frames(stream: AudioStream, length: int) -> list[av.AudioFrame]:
    tone = av.AudioFrame(format="s16", layout="mono", samples=length)
    tone.sample_rate = stream.rate
    tone.pts = 0
    tone.planes[0].update(_samples(stream.rate, length))
    context = stream.codec_context
    frames = av.AudioResampler(context.format, "mono", stream.rate).resample(tone)
    return list(frames)


def _samples(rate: int, length: int) -> bytes:
    turn = math.tau * _PITCH / rate
    values = [round(8000 * math.sin(turn * place)) for place in range(length)]
    return struct.pack(f"<{length}h", *values)
