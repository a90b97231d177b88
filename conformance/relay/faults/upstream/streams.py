"""Faults of streams that end early on one side."""

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
    "lim-disconnect-not-cancelled",
    caught_by="upstream.cancelled",
    source="ggml-org/llama.cpp#24630",
)
def goes_on_alone(call: Call, answer: Answer) -> Answer:
    """Lets the upstream go on when the client has hung up."""
    return relaying(answer, cancels=False)
