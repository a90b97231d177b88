"""How a call is handed on to an upstream, as data that bends can change."""

from dataclasses import dataclass, field, replace
from typing import Any

from conformance.relay.answer import Answer
from conformance.relay.call import Call

# The model that is not the relay's own.
RELAYED = "relayed"


@dataclass(frozen=True, slots=True)
class Relaying:
    """The upstream, and what the relay does with what comes from there."""

    address: str
    key: str = field(repr=False)
    # Headers of the upstream's answer that the client gets too.
    forwards: tuple[str, ...] = ("content-type",)
    # Headers of the relay's own.
    headers: tuple[tuple[str, str], ...] = ()
    # A note that is put behind the message of an error.
    remark: str = ""
    # The status that stands for a refusal of the upstream; 0: the upstream's own.
    refusal: int = 0
    # The same for a refusal because of the rate alone.
    limit: int = 0
    # Seconds after which the upstream is asked a second time; 0: never.
    patience: float = 0.0
    # Seconds after which the upstream is given up; 0: never.
    deadline: float = 0.0
    # The upstream's call ends when the client's does.
    cancels: bool = True
    # A stream that breaks is begun again, or ended as if it were whole.
    begins_again: bool = False
    hides_death: bool = False


def handed_on(call: Call) -> Answer | None:
    """The answer that an upstream gives, if the call is for one."""
    if not call.upstream or call.fields.get("model") != RELAYED:
        return None
    return Answer(200, b"", relays=Relaying(call.upstream, call.upstream_key))


# `Any`: the options are those of Relaying, which checks their names.
def relaying(answer: Answer, **changes: Any) -> Answer:
    """The answer handed on otherwise; others stay as they are."""
    if answer.relays is None:
        return answer
    return replace(answer, relays=replace(answer.relays, **changes))
