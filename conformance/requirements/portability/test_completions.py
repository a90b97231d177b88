"""Portability: completions (source: openai/completions#stop)."""

from conformance import SHOULD, Blocked, Exchange, Violation, requirement
from conformance.requirements.reading import told


@requirement(
    "portability.stop-string",
    SHOULD,
    on="portability/stop-string",
    source="openai/completions#stop",
    profiles=("vmware-pais",),
    fix="Accept a string beside the list, so that clients written for OpenAI work.",
)
def test_stop_string_is_portable(exchange: Exchange) -> None:
    """A stop text given as a string is accepted, as OpenAI documents it."""
    if exchange.status == 0:
        raise Blocked("no answer came")
    if not exchange.accepted:
        raise Violation("status 200", got=told(exchange), at="the status")
