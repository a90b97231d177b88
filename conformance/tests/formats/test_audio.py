"""Sound is decoded from its bytes, and what is none is told so."""

import io
import math
from array import array

import av
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.core.violation import Violation
from conformance.formats.audio import sound
from conformance.formats.paths import data
from conformance.requirements.audio._speech import has_format
from conformance.requirements.audio._transcripts import SPOKEN_SECONDS

RATE = 48_000
FORMATS = {
    "mp3": ("mp3", "libmp3lame"),
    "opus": ("ogg", "libopus"),
    "aac": ("adts", "aac"),
    "flac": ("flac", "flac"),
    "wav": ("wav", "pcm_s16le"),
}


def a_tone(name: str) -> bytes:
    """Half a second of a tone in the format of this name."""
    container, codec = FORMATS[name]
    waves = array("h", (int(8000 * math.sin(n / 20)) for n in range(RATE // 2)))
    frame = av.AudioFrame(format="s16", layout="mono", samples=RATE // 2)
    frame.sample_rate = RATE
    frame.planes[0].update(waves.tobytes())
    made = io.BytesIO()
    with av.open(made, "w", format=container) as file:
        stream = file.add_stream(codec, rate=RATE)
        assert isinstance(stream, av.AudioStream)
        stream.layout = "mono"
        file.mux(stream.encode(frame))
        file.mux(stream.encode(None))
    return made.getvalue()


@pytest.mark.parametrize("name", FORMATS)
def test_a_tone_has_its_format_and_length(name: str) -> None:
    found = sound(a_tone(name))
    assert [other for other in FORMATS if has_format(found, other)] == [name]
    # Some codecs fill up their last frame.
    assert 0.5 <= found.seconds < 0.6
    assert found.samples == pytest.approx(found.seconds * RATE)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\x00" * 5000,
        b"<html>no sound</html>",
        b'{"error": {"message": "no sound"}}',
        b"#EXTM3U\n#EXTINF:1,\nelsewhere.mp3\n",
        b"ffconcat version 1.0\nfile elsewhere.mp3\n",
        a_tone("wav")[:44],
        a_tone("flac")[:100],
        (data("cases") / "files" / "red.png").read_bytes(),
    ],
    ids=repr,
)
def test_what_is_no_sound_is_told_so(body: bytes) -> None:
    with pytest.raises(Violation, match="sound that can be decoded"):
        sound(body)


def test_the_file_that_is_sent_has_the_length_that_is_expected() -> None:
    body = (data("cases") / "files" / "spoken.mp3").read_bytes()
    found = sound(body)
    assert found.codec == "mp3"
    assert found.seconds == pytest.approx(SPOKEN_SECONDS, abs=0.05)
    assert len(body) <= 15_000


TONES = tuple(a_tone(name) for name in FORMATS)


@given(st.sampled_from(TONES), st.data())
def test_a_damaged_file_is_decoded_or_told_so(
    tone: bytes, drawn: st.DataObject
) -> None:
    place = drawn.draw(st.integers(0, 300))
    body = tone[:place] + drawn.draw(st.binary(max_size=20)) + tone[place + 10 :]
    try:
        assert sound(body).seconds >= 0
    except Violation:
        assert body != tone
