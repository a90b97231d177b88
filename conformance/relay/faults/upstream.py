"""Faults of handing calls on to an upstream."""

from conformance.relay.answer import Answer
from conformance.relay.bend import fault
from conformance.relay.call import Call
from conformance.relay.relaying import relaying


@fault(
    "stream-upstream-death-as-success",
    caught_by="upstream.death",
    source="maximhq/bifrost#5546",
)
def hides_death(call: Call, answer: Answer) -> Answer:
    """Ends a stream as if it were whole when the upstream has died."""
    return relaying(answer, hides_death=True)


@fault(
    "stream-retry-replays-text",
    caught_by="upstream.no-replay",
    source="manaflow-ai/subrouter#233",
)
def begins_again(call: Call, answer: Answer) -> Answer:
    """Begins a stream again, within the same answer, when the upstream has died."""
    return relaying(answer, begins_again=True)


@fault(
    "err-upstream-4xx-as-500",
    caught_by="upstream.refusal",
    also=("upstream.refused-key", "limits.upstream"),
    source="BerriAI/litellm#10584",
)
def hides_refusals(call: Call, answer: Answer) -> Answer:
    """Answers with status 500 what the upstream refuses."""
    return relaying(answer, refusal=500)


@fault(
    "lim-duplicate-upstream-post",
    caught_by="upstream.once",
    source="Comfy-Org/ComfyUI#16204",
)
def asks_twice(call: Call, answer: Answer) -> Answer:
    """Asks the upstream a second time where its answer takes long."""
    return relaying(answer, patience=0.04)


@fault(
    "lim-disconnect-not-cancelled",
    caught_by="upstream.cancelled",
    source="ggml-org/llama.cpp#24630",
)
def goes_on_alone(call: Call, answer: Answer) -> Answer:
    """Lets the upstream go on when the client has hung up."""
    return relaying(answer, cancels=False)


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


@fault("lim-upstream-429-as-400", caught_by="limits.upstream", source="plausible")
def hides_limits(call: Call, answer: Answer) -> Answer:
    """Answers with status 400 what the upstream refuses for its rate."""
    return relaying(answer, limit=400)


@fault(
    "lim-upstream-slow-as-502",
    caught_by="upstream.accepted",
    # On a busy machine every answer of the upstream may come too late.
    also=("upstream.refusal", "upstream.refused-key", "limits.upstream"),
    source="plausible",
)
def gives_up(call: Call, answer: Answer) -> Answer:
    """Gives the upstream up where its answer takes a little longer."""
    return relaying(answer, deadline=0.06)
