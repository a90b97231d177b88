"""Recordings as they are read under a contract: with what its document allows."""

from dataclasses import replace

from conformance.core.exchange import Recording
from conformance.core.stream_form import StreamForm
from conformance.inputs.profile import Profile


def as_documented(recording: Recording, profile: Profile) -> Recording:
    """The recording, whose answers are read in the form that a contract has."""
    form = StreamForm(
        preamble=profile.stream.get("preamble", False),
        annotations=profile.stream.get("annotations", False),
    )
    thoughts = tuple(profile.reasoning.get("fields", ()))
    if form == StreamForm() and not thoughts:
        return recording
    exchanges = tuple(
        replace(exchange, stream_form=form, thought_fields=thoughts)
        for exchange in recording
    )
    return replace(recording, exchanges=exchanges)
