"""What faults change in transcripts."""

from conformance.relay.json_text import Object
from conformance.relay.shapes import drop


def with_renamed_text(body: Object) -> Object:
    """The transcript with its text under another name."""
    return {**drop("text")(body), "transcript": body["text"]}
