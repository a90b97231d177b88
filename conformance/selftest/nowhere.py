"""Where the self-test stores its recordings: nowhere."""

from conformance.core.exchange import Recording
from conformance.inputs.case import Case


class Nowhere:
    """A store that keeps nothing: a self-test leaves no files behind."""

    gives_back = False

    def kept(self, case: Case, target: str) -> None:
        """Nothing was recorded before."""

    def save(self, case: Case, recording: Recording) -> None:
        """Drop it."""

    def save_loss(self, case: Case, reason: Exception) -> None:
        """Drop it."""

    def release(self) -> None:
        """Nothing is held."""
