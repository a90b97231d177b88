"""Speech: what may be read out, and what may not."""

from collections.abc import Iterator
from dataclasses import replace

from hypothesis.strategies import SearchStrategy

from conformance.generation.beyond import Beyond
from conformance.generation.bodies import body_breaks, model_breaks, value_break
from conformance.generation.family import BrokenStatement, Family, Field, Json, inherits
from conformance.generation.media import is_sound
from conformance.generation.values import of, texts
from conformance.inputs.profile import Profile

AREA = "audio.speech"
ROUTE = "speech"
_VOICES = ("alloy", "echo", "fable", "onyx", "nova", "shimmer")
_CODED = ("aac", "flac", "opus", "pcm", "wav")


def _minimal(profile: Profile, model: str) -> Json:
    return {"model": model, "input": "Hello.", "voice": "alloy"}


def _fields(profile: Profile) -> tuple[Field, ...]:
    coded = [
        Field("response_format", of("response_format", kind), (f"{AREA}.{kind}",))
        for kind in _CODED
    ]
    speeds = (0.25, 4, 1, 1.5, 4.0) if not inherits(profile) else (1, 0.5, 2)
    fields = (
        Field("input", _spoken("input")),
        Field("voice", of("voice", *_VOICES)),
        Field("response_format", of("response_format", "mp3")),
        Field("speed", of("speed", *speeds)),
        *coded,
    )
    if not inherits(profile):
        fields += (Field("instructions", _spoken("instructions")),)
    return fields


def _spoken(name: str) -> SearchStrategy[Json]:
    """An odd text after a word that can be read out."""
    return texts().map(lambda text: {name: f"Hello. {text[:20]}"})


def _breaks(profile: Profile) -> tuple[BrokenStatement, ...]:
    name = "response_format"
    return (
        value_break(
            "input", "type", "a text", {"text": "a"}, [{"text": "a"}], ["Hello."]
        ),
        value_break("input", "blank", "not empty", ""),
        *_longer(profile),
        value_break(
            "voice", "known", "one of the documented ones", "relaycert", ["alloy"]
        ),
        value_break(
            name, "known", "one of the documented ones", "relaycert", {}, ["mp3"]
        ),
        value_break("speed", "type", "a number", "fast", {}, [1]),
        *Beyond(profile, ROUTE).range("speed", 100),
        *model_breaks(profile, ROUTE),
        *body_breaks("input", number="speed"),
    )


def _longer(profile: Profile) -> Iterator[BrokenStatement]:
    """A text that is longer than what is read out."""
    most = int(profile.bound(ROUTE, "input").most or 0)
    words = f"at most {most} characters"
    for one in Beyond(profile, ROUTE).most("input", words, "a" * (most + 1)):
        yield replace(one, rank=2)


SPEECH = Family(
    name=ROUTE,
    method="POST",
    path="/audio/speech",
    needs=AREA,
    kind="speech",
    minimal=_minimal,
    fields=_fields,
    breaks=_breaks,
    headers={"Accept": "*/*"},
    checks={"sound": is_sound},
)
