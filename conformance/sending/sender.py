"""Sends the steps of a case to one target, and polls its tasks."""

import json
import secrets
import threading
from collections.abc import Generator, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from conformance.core.exceptions import Blocked, Undecided
from conformance.core.exchange import UNSENT, Exchange, Recording
from conformance.formats.payload import Files, Pictures
from conformance.formats.template import Unfilled, Words
from conformance.inputs.case import Case
from conformance.inputs.limits import Budget
from conformance.inputs.step import Step
from conformance.inputs.stimulus import WrittenSteps
from conformance.inputs.target import Target
from conformance.sending.instruments import Instruments
from conformance.sending.polling import is_over, seen
from conformance.sending.request import outgoing
from conformance.sending.session import TargetSession

UNKNOWN_MODEL = "relaycert-no-such-model"


@dataclass(slots=True)
class Sender:
    """Fills the requests of a case, and sends them by the post of its target."""

    post: TargetSession
    _instruments: Instruments

    @classmethod
    def to(cls, target: Target, stop: threading.Event) -> "Sender":
        """A sender to `target` that gives up when `stop` is set."""
        return cls(TargetSession.to(target, stop), Instruments(target.equipment))

    @property
    def target(self) -> Target:
        """To whom it sends."""
        return self.post.target

    @property
    def budget(self) -> Budget:
        """What was sent so far, and what may be."""
        return self.post.budget

    @property
    def stop(self) -> threading.Event:
        """Set when nothing more is to be sent."""
        return self.post.stop

    def record(
        self,
        case: Case,
        written: WrittenSteps,
        models: Mapping[str, str],
        before: Recording | None = None,
    ) -> Generator[float, None, Recording]:
        """All exchanges of a case; a later step can use what an earlier one got.

        Yields how many seconds to wait until it wants to go on. Raises Blocked if
        an answer, or the case `before`, lacks what is to be sent.
        """
        context: dict[str, Any] = {
            "models": models,
            "unknown_model": UNKNOWN_MODEL,
            "nonce": secrets.token_hex(6),
            "dollar": "$",
            "words": Words(),
            "files": Files(),
            "pictures": Pictures(),
            "steps": {},
            "after": {e.step: seen(e) for e in before or ()},
        }
        if case.instrument:
            context |= self._instruments.context(case, context["nonce"])
        if written.burst:
            exchanges = self._at_once(case, written, context)
        else:
            exchanges = yield from self._in_turn(case, written, context)
        shown = self._instruments.seen(case, context["nonce"])
        told = json.loads(self.redacted(json.dumps(shown)))
        unsent = {UNSENT: context[UNSENT]} if UNSENT in context else {}
        observations = {**case.observed, **told, **unsent}
        return Recording(case.name, self.target.name, tuple(exchanges), observations)

    def _at_once(
        self, case: Case, written: WrittenSteps, context: dict[str, Any]
    ) -> list[Exchange]:
        """All steps at the same time, as far as the target's limit allows."""
        jobs = list(self._jobs(written, context))
        crew = min(len(jobs), self.target.limits.concurrency)
        with ThreadPoolExecutor(crew) as pool:
            return list(pool.map(lambda job: self._exchange(case, *job), jobs))

    def _jobs(
        self, written: WrittenSteps, context: dict[str, Any]
    ) -> Iterator[tuple[Step, dict[str, Any]]]:
        """Each step, as often as it is sent, with what its places are filled from."""
        for place, step in enumerate(written.sent(self.target.generation.repeat)):
            if place and place % len(written.steps) == 0:
                # A cache is not to answer what is sent again.
                context = context | {"nonce": secrets.token_hex(6)}
            yield step, context

    def _in_turn(
        self, case: Case, written: WrittenSteps, context: dict[str, Any]
    ) -> Generator[float, None, list[Exchange]]:
        exchanges: list[Exchange] = []
        for step, known in self._jobs(written, context):
            try:
                found = yield from self._polled(case, step, known)
            except Unfilled as place:
                told = exchanges[-1].status if exchanges else case.after
                reason = (
                    f"{step.name} could not be sent: the answers before it ({told}) "
                    f"hold no `{place}`"
                )
                if not exchanges:
                    raise (Undecided if case.may_lack else Blocked)(reason) from None
                context[UNSENT] = reason
                break
            exchanges += found
            context["steps"][step.name] = seen(found[-1])
        return exchanges

    def _polled(
        self, case: Case, step: Step, context: Mapping[str, Any]
    ) -> Generator[float, None, list[Exchange]]:
        """The exchanges of a step: one, or all until what it waits for is there."""
        found = [self._exchange(case, step, context)]
        if step.poll:
            for pause in self.target.limits.pauses():
                if is_over(step.poll, found):
                    break
                yield pause
                found.append(self._exchange(case, step, context))
        return found

    def redacted(self, text: str) -> str:
        """`text` without the target's secrets."""
        return self.post.redacted(text)

    def close(self) -> None:
        """Close the connections."""
        self.post.close()
        self._instruments.close()

    def _exchange(self, case: Case, step: Step, context: Mapping[str, Any]) -> Exchange:
        out = outgoing(step, context, self.target, self.post.key)
        return self.post.send(
            out, lambda: self._instruments.keys(case, context["nonce"])
        )
