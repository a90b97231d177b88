"""Pictures by address: what a relay fetches for strangers (source: owasp)."""

from conformance import MUST, Recording, Violation, requirement
from conformance.requirements.instruments import visits
from conformance.requirements.refusals import is_otherwise_taken

SOURCE = "owasp/api-security#ssrf"
REACHED = "Strangers reach services inside the relay's network."


@requirement(
    "security.picture",
    MUST,
    on="security/picture",
    source=SOURCE,
    breaks=REACHED,
    fix="Look a name up, and refuse loopback, link-local and private addresses.",
)
def test_inner_address_is_not_fetched(
    recording: Recording, beside: Recording | None
) -> None:
    """A picture at an inner address is not fetched."""
    _was_not_fetched(recording, beside)


@requirement(
    "security.redirect",
    MUST,
    on="security/redirect",
    source=SOURCE,
    breaks=REACHED,
    fix="Check each redirect as the first address, or follow none.",
)
def test_redirect_inside_is_not_followed(
    recording: Recording, beside: Recording | None
) -> None:
    """A redirect to an inner address is not followed."""
    _was_not_fetched(recording, beside)


def _was_not_fetched(recording: Recording, beside: Recording | None) -> None:
    """Raise a Violation if a picture was; Undecided if no picture is taken at all."""
    calls = [visit["kind"] for visit in visits(recording, "listener")]
    if "picture" in calls:
        raise Violation("no call", calls, "the listener", recording.exchanges[-1])
    is_otherwise_taken(beside)
