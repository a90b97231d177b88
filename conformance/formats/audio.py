"""Recorded sound: its container, codec and length, decoded from its bytes."""

import io
from dataclasses import dataclass
from itertools import islice

import av

from conformance.core.brief import Verbatim
from conformance.core.violation import Violation

# Only what speech comes in. A playlist, which makes the library open what it names,
# is none of these.
_CONTAINERS = "mp3,ogg,aac,flac,wav,matroska,webm,mov,mp4,m4a"
# Minutes of speech; a file that was made to keep us busy has millions.
_MOST_FRAMES = 20_000


@dataclass(frozen=True, slots=True)
class Sound:
    """What a recording is: `container` and `codec` by FFmpeg's names."""

    container: str
    codec: str
    seconds: float
    samples: int


def sound(data: bytes, at: str = "the body") -> Sound:
    """The sound in `data`, decoded to its end; a Violation if it is none."""
    try:
        return _decoded(data)
    except (av.FFmpegError, IndexError) as reason:
        begin = Verbatim(f"{len(data)} bytes that begin with {data[:16]!r}")
        why = reason.strerror if isinstance(reason, av.FFmpegError) else "no sound"
        raise Violation(f"sound that can be decoded ({why})", begin, at) from None


def _decoded(data: bytes) -> Sound:
    options = {"format_whitelist": _CONTAINERS}
    file = io.BytesIO(data)
    with av.open(file, "r", options=options, metadata_errors="replace") as opened:
        track = opened.streams.audio[0]
        frames = islice(opened.decode(track), _MOST_FRAMES)
        heard = [(frame.samples, frame.sample_rate) for frame in frames]
        return Sound(
            container=opened.format.name,
            codec=track.codec_context.codec.canonical_name,
            seconds=sum(samples / rate for samples, rate in heard),
            samples=sum(samples for samples, _ in heard),
        )
