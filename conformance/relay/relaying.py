"""Decides that an upstream answers a call, and how it is forwarded, as data."""

from dataclasses import replace
from typing import Any

from conformance.relay.answer import Answer
from conformance.relay.call import Call
from conformance.relay.upstream_plan import Relaying

# The model that is not the relay's own.
RELAYED = "relayed"


def handed_on(call: Call) -> Answer | None:
    """An answer that says to forward the call; None if it is not for an upstream."""
    if not call.upstream or call.fields.get("model") != RELAYED:
        return None
    return Answer(200, b"", relays=Relaying(call.upstream, call.upstream_key))


# `Any`: the options are those of Relaying, which checks their names.
def relaying(answer: Answer, **changes: Any) -> Answer:
    """The answer with other options of forwarding, if it is forwarded at all."""
    if answer.relays is None:
        return answer
    return replace(answer, relays=replace(answer.relays, **changes))
