"""Work that an answer asks the server to do: forward the call, send callbacks."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Relaying:
    """The upstream, and what the relay changes in its answers."""

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


@dataclass(frozen=True, slots=True)
class Notice:
    """A callback: the address, the task and the times when its state changes."""

    address: str
    id: str
    times: tuple[float, ...]
