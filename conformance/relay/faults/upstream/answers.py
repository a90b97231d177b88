"""Faults of the upstream's answers as they reach the client."""

from conformance.relay.answer import Answer
from conformance.relay.bend import fault
from conformance.relay.call import Call
from conformance.relay.relaying import relaying


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
    "lim-upstream-slow-as-502",
    caught_by="upstream.accepted",
    # On a busy machine every answer of the upstream may come too late.
    also=("upstream.refusal", "upstream.refused-key", "limits.upstream"),
    source="plausible",
)
def gives_up(call: Call, answer: Answer) -> Answer:
    """Gives the upstream up where its answer takes a little longer."""
    return relaying(answer, deadline=0.06)
