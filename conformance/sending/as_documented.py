"""Recordings as they are read under a contract: with what its document allows."""

from dataclasses import replace

from conformance.core.exchange import Recording
from conformance.core.stream_form import StreamForm
from conformance.inputs.profile import Profile


def as_documented(recording: Recording, profile: Profile) -> Recording:
    """The recording, whose streams are read in the form that a contract has."""
    form = StreamForm(
        preamble=profile.stream.get("preamble", False),
        annotations=profile.stream.get("annotations", False),
    )
    if form == StreamForm():
        return recording
    exchanges = tuple(replace(e, stream_form=form) for e in recording)
    return replace(recording, exchanges=exchanges)
