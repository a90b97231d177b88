"""The official client gets vectors, sound and pictures from the relay."""

import base64
from collections.abc import Iterator

import httpx
import openai
import pytest

from conformance.formats.audio import sound
from conformance.formats.image import picture
from conformance.relay import Relay
from conformance.tests.relay.calls import KEY
from conformance.tests.relay.media_calls import EMBED, painted, spoken

RECORDING = ("spoken.mp3", spoken().data)
PICTURE = ("red.png", painted("image").data, "image/png")


@pytest.fixture(scope="module")
def client(relay: Relay) -> Iterator[openai.OpenAI]:
    """An official client of the default dialect."""
    with openai.OpenAI(base_url=relay.base_url(), api_key=KEY, max_retries=0) as made:
        yield made


def test_it_embeds(client: openai.OpenAI) -> None:
    """By default it asks for base64, and unpacks it."""
    packed = client.embeddings.create(model=EMBED, input=["Hello", "world"])
    plain = client.embeddings.create(
        model=EMBED, input=["Hello", "world"], encoding_format="float"
    )
    assert len(packed.data) == 2
    for one, other in zip(packed.data, plain.data, strict=True):
        assert one.embedding == pytest.approx(other.embedding, abs=1e-6)


def test_it_speaks(client: openai.OpenAI) -> None:
    answer = client.audio.speech.create(
        model="tts-1", voice="alloy", input="Hello.", response_format="flac"
    )
    assert sound(answer.content).codec == "flac"


def test_it_transcribes(client: openai.OpenAI) -> None:
    text = client.audio.transcriptions.create(model="whisper-1", file=RECORDING).text
    found = client.audio.transcriptions.create(
        model="whisper-1",
        file=RECORDING,
        response_format="verbose_json",
        timestamp_granularities=["word", "segment"],
    )
    assert found.text == text
    assert found.words
    assert found.segments
    srt = client.audio.transcriptions.create(
        model="whisper-1", file=RECORDING, response_format="srt"
    )
    assert srt.startswith("1\n00:00:00,000 --> ")


# One version of the client deprecates it; the documents do not.
@pytest.mark.filterwarnings("ignore:deprecated:DeprecationWarning")
def test_it_translates(client: openai.OpenAI) -> None:
    assert client.audio.translations.create(model="whisper-1", file=RECORDING).text


def test_it_draws(client: openai.OpenAI) -> None:
    made = client.images.generate(model="dall-e-3", prompt="A circle", size="1792x1024")
    assert made.data
    assert made.data[0].url
    found = picture(httpx.get(made.data[0].url, trust_env=False).content)
    assert (found.width, found.height) == (1792, 1024)


def test_it_edits(client: openai.OpenAI) -> None:
    made = client.images.edit(
        model="gpt-image-1",
        image=[PICTURE, PICTURE],
        mask=PICTURE,
        prompt="A circle",
        n=2,
    )
    assert made.data
    assert len(made.data) == 2
    assert picture(base64.b64decode(made.data[0].b64_json or "")).format == "PNG"
    assert made.usage


def test_a_file_that_is_none_is_a_bad_request(client: openai.OpenAI) -> None:
    with pytest.raises(openai.BadRequestError) as caught:
        client.audio.transcriptions.create(model="whisper-1", file=("a.mp3", b"none"))
    assert caught.value.param == "file"
