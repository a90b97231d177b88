"""Recordings as they are read under a contract: with what its document allows."""

from dataclasses import replace

from conformance.core.exchange import Exchange, Recording
from conformance.core.stream_form import StreamForm
from conformance.inputs.profile import Profile


def as_documented(recording: Recording, profile: Profile) -> Recording:
    """The recording, whose answers are read in the form that a contract has."""
    exchanges = tuple(read_as_documented(one, profile) for one in recording)
    return replace(recording, exchanges=exchanges)


def read_as_documented(exchange: Exchange, profile: Profile) -> Exchange:
    """The exchange, whose answer is read in the form that a contract has."""
    form = StreamForm(
        preamble=profile.stream.get("preamble", False),
        annotations=profile.stream.get("annotations", False),
    )
    thoughts = tuple(profile.reasoning.get("fields", ()))
    if form == StreamForm() and not thoughts:
        return exchange
    return replace(exchange, stream_form=form, thought_fields=thoughts)
