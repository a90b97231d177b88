"""Subtitles: SubRip and WebVTT files as cues.

Read by webvtt-py: it refuses what has no cue where one has to be, while pysubs2
makes a cue of nearly anything and reads every other text as an empty file.
"""

import io
from dataclasses import dataclass
from enum import StrEnum

import webvtt
from webvtt.errors import MalformedCaptionError, MalformedFileError
from webvtt.models import Timestamp

from conformance.core.violation import Violation


class Form(StrEnum):
    """A form of subtitles, by the name that the audio API has for it."""

    SRT = "srt"
    VTT = "vtt"


@dataclass(frozen=True, slots=True)
class Cue:
    """A piece of text with the seconds between which it is shown."""

    start: float
    end: float
    text: str


def subtitles(data: bytes, form: Form) -> tuple[Cue, ...]:
    """The cues in `data`; a Violation unless it is a file of that form with any."""
    try:
        cues = _parsed(data.decode("utf-8-sig"), form)
    except (MalformedFileError, MalformedCaptionError, UnicodeDecodeError) as reason:
        raise Violation(
            f"a file in the format {form} ({reason})", got=data, at="the body"
        ) from None
    if not cues:
        raise Violation(
            f"a file in the format {form} with cues", got=data, at="the body"
        )
    return cues


def _parsed(text: str, form: Form) -> tuple[Cue, ...]:
    if form is Form.VTT:
        file = webvtt.from_string(text, strict=True)
    else:
        file = webvtt.from_buffer(io.StringIO(text), format=form)
    return tuple(
        Cue(_seconds(caption.start_time), _seconds(caption.end_time), caption.text)
        for caption in file.captions
    )


def _seconds(time: Timestamp) -> float:
    minutes = time.hours * 60 + time.minutes
    return minutes * 60 + time.seconds + time.milliseconds / 1000
