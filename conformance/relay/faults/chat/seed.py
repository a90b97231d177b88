"""Faults of chat answers: the seed."""

from conformance.relay.bend import deaf_fault
from conformance.relay.call import Call


@deaf_fault(
    "chat-seed-ignored",
    caught_by="chat.seed.kept",
    source="abetlen/llama-cpp-python#884",
)
def ignores_seed(call: Call) -> Call:
    """Draws each text anew whatever the seed says."""
    if not call.is_chat or "seed" not in call.fields:
        return call
    # A seed of its own for each call: what sampling without a seed looks like.
    return call.with_fields({"seed": call.nth})
