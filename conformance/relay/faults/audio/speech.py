"""Faults of speech."""

import base64
import io
import wave
from dataclasses import replace

from conformance.relay.answer import Answer
from conformance.relay.bend import Answering, around_fault, deaf_fault, fault
from conformance.relay.call import Call
from conformance.relay.faults._refusing import refusing
from conformance.relay.media import SPEECH, asks, serves
from conformance.relay.problem import ProblemKind


@fault(
    "sp-content-type-fixed",
    caught_by="audio.speech.content-type",
    source="BerriAI/litellm#4332",
)
def labels_all_as_mp3(call: Call, answer: Answer) -> Answer:
    """Labels speech as MP3 whatever it is."""
    if not serves(call, answer, SPEECH):
        return answer
    return answer.with_headers({"content-type": "audio/mpeg"})


@deaf_fault(
    "sp-format-ignored",
    caught_by="audio.speech.format",
    source="jamiepine/voicebox#656",
)
def speaks_mp3_only(call: Call) -> Call:
    """Speaks MP3 whatever was asked for."""
    return call.without_fields("response_format") if asks(call, SPEECH) else call


@refusing("sp-refused", "audio.speech.accepted")
def refuses_speech(call: Call) -> bool:
    """Refuses a request for speech that names no format."""
    return asks(call, SPEECH) and "response_format" not in call.fields


@fault("sp-empty", caught_by="audio.speech.not-empty", source="plausible")
def says_nothing(call: Call, answer: Answer) -> Answer:
    """Answers with no sound at all."""
    return replace(answer, body=b"") if serves(call, answer, SPEECH) else answer


@fault("sp-garbled", caught_by="audio.speech.decodes", source="plausible")
def sends_base64(call: Call, answer: Answer) -> Answer:
    """Answers with speech as base64, which no player takes."""
    # Any bytes can be taken for samples: there it would not show.
    bare = call.fields.get("response_format") == "pcm"
    if not serves(call, answer, SPEECH) or bare:
        return answer
    assert isinstance(answer.body, bytes)
    return replace(answer, body=base64.b64encode(answer.body))


@around_fault(
    "sp-unvoiced-accepted", caught_by="audio.speech.refused", source="plausible"
)
def chooses_voice(call: Call, proceed: Answering) -> Answer:
    """Chooses a voice where none was named."""
    answer = proceed(call)
    if not asks(call, SPEECH) or not answer.refuses_as(ProblemKind.INVALID):
        return answer
    lacking = "voice" not in call.fields
    return proceed(call.with_fields({"voice": "alloy"})) if lacking else answer


@fault("sp-unvoiced-409", caught_by="audio.speech.status", source="plausible")
def conflicts_without_voice(call: Call, answer: Answer) -> Answer:
    """Refuses a request without a voice with status 409."""
    lacking = asks(call, SPEECH) and "voice" not in call.fields
    return answer.with_status(409) if lacking and answer.refuses else answer


@fault("sp-labelled-json", caught_by="audio.speech.content-type", source="plausible")
def labels_as_json(call: Call, answer: Answer) -> Answer:
    """Labels speech as JSON."""
    if not serves(call, answer, SPEECH):
        return answer
    return answer.with_headers({"content-type": "application/json"})


@fault("sp-no-samples", caught_by="audio.speech.decodes", source="plausible")
def sends_header_alone(call: Call, answer: Answer) -> Answer:
    """Answers with the header of a WAV file, and no sound behind it."""
    header = call.fields.get("response_format") == "wav"
    if not serves(call, answer, SPEECH) or not header:
        return answer
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setparams((1, 2, 24_000, 0, "NONE", "not compressed"))
    return replace(answer, body=file.getvalue())
