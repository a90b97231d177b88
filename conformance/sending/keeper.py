"""Where recordings are kept: a store, or nowhere."""

from typing import Protocol

from conformance.core.exchange import Recording
from conformance.inputs.case import Case
from conformance.sending.store import Loss


class Keeper(Protocol):
    """What a recorder needs of the place where recordings are kept."""

    def save(self, case: Case, recording: Recording) -> None:
        """Keep a recording."""

    def save_loss(self, case: Case, reason: Loss) -> None:
        """Keep why there is none."""

    def release(self) -> None:
        """Nothing more will come."""
