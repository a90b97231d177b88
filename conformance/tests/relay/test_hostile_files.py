"""Files that are broken anywhere are refused or taken; nothing fails over them."""

from hypothesis import given, settings
from hypothesis import strategies as st

from conformance.relay.endpoints.speech import FORMATS, encoded
from conformance.relay.multipart import FormPart
from conformance.tests.relay.calls import ask
from conformance.tests.relay.media_calls import edit, form, painted, texts

MODEL = texts(model="whisper-1")


@st.composite
def broken(draw: st.DrawFn, whole: bytes) -> bytes:
    """A file with some of its bytes changed, and perhaps without its end."""
    data = bytearray(whole)
    # The beginning is what decoders believe.
    places = st.integers(0, 63) | st.integers(0, len(data) - 1)
    for place, value in draw(st.lists(st.tuples(places, st.integers(0, 255)))):
        data[place % len(data)] = value
    return bytes(data[: draw(st.integers(0, len(data)) | st.just(len(data)))])


RECORDINGS = st.sampled_from(sorted(FORMATS)).flatmap(
    lambda name: broken(encoded(name, 1))
)


@settings(max_examples=150, deadline=None)
@given(RECORDINGS)
def test_a_broken_recording_fails_nothing(data: bytes) -> None:
    file = FormPart("file", data, "spoken.mp3", "audio/mpeg")
    assert ask(form("/audio/transcriptions", *MODEL, file)).status in {200, 400}


@settings(max_examples=150, deadline=None)
@given(broken(painted("image").data))
def test_a_broken_picture_fails_nothing(data: bytes) -> None:
    file = FormPart("image", data, "red.png", "image/png")
    assert ask(edit(file)).status in {200, 400}
