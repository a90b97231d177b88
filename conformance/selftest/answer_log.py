"""What the faithful relay answers to each call, for whoever listens."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from conformance.relay import Answer, Call, respond

Answered = tuple[Call, Answer]


@dataclass(slots=True)
class AnswerLog:
    """The faithful answers of a relay, kept while somebody listens.

    The relay's thread adds to a list that the listener reads when all has come.
    """

    _kept: list[Answered] | None = None

    def respond(self, call: Call) -> Answer:
        """The faithful answer to a call."""
        answer, kept = respond(call), self._kept
        if kept is not None:
            kept.append((call, answer))
        return answer

    @contextmanager
    def listening(self) -> Iterator[list[Answered]]:
        """The calls from now on, each with its answer, as they come."""
        kept: list[Answered] = []
        self._kept = kept
        try:
            yield kept
        finally:
            self._kept = None
