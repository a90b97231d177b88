"""Faults of what is between relay and upstream: it gets out."""

from conformance.relay.answer import Answer
from conformance.relay.bend import fault
from conformance.relay.call import Call
from conformance.relay.relaying import relaying


@fault(
    "sec-upstream-key-in-error",
    caught_by="security.upstream-key.body",
    source="BerriAI/litellm#15799",
)
def tells_key(call: Call, answer: Answer) -> Answer:
    """Tells the address and the key of the upstream in the message of an error."""
    if answer.relays is None:
        return answer
    how = answer.relays
    return relaying(answer, remark=f"(http://{how.address}/v1?key={how.key})")


@fault(
    "sec-upstream-key-in-header",
    caught_by="security.upstream-key.header",
    source="maximhq/bifrost#3954",
)
def sends_key(call: Call, answer: Answer) -> Answer:
    """Sends the key for the upstream in a header of the answer."""
    if answer.relays is None:
        return answer
    return relaying(answer, headers=(("x-upstream-authorization", answer.relays.key),))


@fault(
    "sec-set-cookie-forwarded",
    caught_by="security.upstream-cookie",
    source="NVIDIA-NeMo/Switchyard#571",
)
def forwards_cookies(call: Call, answer: Answer) -> Answer:
    """Hands the upstream's cookies on to the client."""
    return relaying(answer, forwards=("content-type", "set-cookie"))
