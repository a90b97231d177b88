"""Transcripts that differ from one time to the next tell nothing of their forms."""

import json

import pytest

from conformance.core.exceptions import Undecided
from conformance.core.exchange import Recording
from conformance.requirements.audio.test_forms import (
    test_forms_have_the_same_words as forms_agree,
)
from conformance.tests.helpers import an_exchange


def heard(*texts: str) -> Recording:
    """The transcripts of a file that was sent twice, as JSON."""
    steps = ("json", "json-again")
    bodies = [json.dumps({"text": text}).encode() for text in texts]
    exchanges = [
        an_exchange(200, body, step=step)
        for step, body in zip(steps, bodies, strict=True)
    ]
    return Recording("audio/transcription-forms", "relay", tuple(exchanges))


def test_forms_are_not_held_against_what_changes() -> None:
    with pytest.raises(Undecided, match="twice"):
        forms_agree(heard("One two.", "One too."))
