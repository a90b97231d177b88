"""Sends the written steps of a case, and polls until its tasks end."""

import json
import secrets
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from conformance.core.exceptions import Blocked, Undecided
from conformance.core.exchange import UNSENT, Exchange, Recording
from conformance.core.strict import parse_lenient
from conformance.formats.payload import Files, Pictures
from conformance.formats.template import Unfilled, Words, fill
from conformance.inputs.case import Case
from conformance.inputs.manner import Manner
from conformance.inputs.step import Poll, Step
from conformance.inputs.stimulus import WrittenSteps
from conformance.sending.instruments import Instruments
from conformance.sending.request import outgoing
from conformance.sending.session import TargetSession

UNKNOWN_MODEL = "relaycert-no-such-model"
# After so many answers in a row without the value, a task is polled no more.
_ANSWERS_WITHOUT = 3


@dataclass(frozen=True, slots=True)
class Sender:
    """Fills the requests of a case and sends them to its target."""

    session: TargetSession
    instruments: Instruments
    # How each kind of model wants to be asked.
    manners: Mapping[str, Manner] = field(default_factory=dict)

    def record(
        self,
        case: Case,
        written: WrittenSteps,
        models: Mapping[str, str],
        before: Recording | None = None,
    ) -> Recording:
        """All exchanges of a case; a later step can use what an earlier one got.

        Raises Blocked if an answer, or the case `before`, lacks what is to be sent.
        """
        nonce = secrets.token_hex(6)
        context: dict[str, Any] = {
            "models": models,
            "manners": self.manners,
            "unknown_model": UNKNOWN_MODEL,
            "nonce": nonce,
            "dollar": "$",
            "words": Words(),
            "files": Files(),
            "pictures": Pictures(),
            "steps": {},
            "after": {exchange.step: seen(exchange) for exchange in before or ()},
        }
        if case.instrument:
            context |= self.instruments.context(case, nonce)
        send = self._at_once if written.burst else self._in_turn
        exchanges = send(case, written, context)
        calls = json.dumps(self.instruments.seen(case, nonce))
        unsent = {UNSENT: context[UNSENT]} if UNSENT in context else {}
        observations = {
            **case.observed,
            **json.loads(self.session.redacted(calls)),
            **unsent,
        }
        target = self.session.target.name
        return Recording(case.name, target, tuple(exchanges), observations)

    def _at_once(
        self, case: Case, written: WrittenSteps, context: dict[str, Any]
    ) -> list[Exchange]:
        """All steps at the same time, as far as the target's limit allows."""
        jobs = list(self._jobs(written, context))
        threads = min(len(jobs), self.session.target.limits.concurrency)
        with ThreadPoolExecutor(threads) as pool:
            return list(pool.map(lambda job: self._exchange(case, *job), jobs))

    def _jobs(
        self, written: WrittenSteps, context: dict[str, Any]
    ) -> Iterator[tuple[Step, dict[str, Any]]]:
        """Each step, as often as it is sent, with what its places are filled from."""
        for place, step in enumerate(self.session.target.steps(written)):
            if place and place % len(written.steps) == 0:
                # A cache is not to answer what is sent again.
                context = context | {"nonce": secrets.token_hex(6)}
            yield step, context

    def _in_turn(
        self, case: Case, written: WrittenSteps, context: dict[str, Any]
    ) -> list[Exchange]:
        exchanges: list[Exchange] = []
        for step, known in self._jobs(written, context):
            try:
                exchanges += self._polled(case, step, known)
            except Unfilled as place:
                source = exchanges[-1].status if exchanges else case.after
                reason = (
                    f"{step.name} could not be sent: the answers before it ({source}) "
                    f"hold no `{place}`"
                )
                if not exchanges:
                    raise (Undecided if case.may_lack else Blocked)(reason) from None
                context[UNSENT] = reason
                break
            context["steps"][step.name] = seen(exchanges[-1])
        return exchanges

    def _polled(
        self, case: Case, step: Step, context: Mapping[str, Any]
    ) -> list[Exchange]:
        """The exchanges of a step: one, or all until what it waits for is there.

        The thread sleeps in between, but holds no client of the pool.
        """
        exchanges = [self._exchange(case, step, context)]
        if step.poll:
            for pause in self.session.target.limits.pauses():
                if is_over(step.poll, exchanges):
                    break
                self.session.wait(pause)
                exchanges.append(self._exchange(case, step, context))
        return exchanges

    def _exchange(self, case: Case, step: Step, context: Mapping[str, Any]) -> Exchange:
        request = outgoing(step, context, self.session.target, self.session.key)
        return self.session.send(
            request, lambda: self.instruments.keys(case, context["nonce"])
        )


def is_over(poll: Poll, exchanges: Sequence[Exchange]) -> bool:
    """Whether the value is there, or the last answers give no hope for it."""
    values = [_value(exchange, poll.at) for exchange in exchanges[-_ANSWERS_WITHOUT:]]
    if values[-1] in poll.until:
        return True
    return len(values) == _ANSWERS_WITHOUT and all(value is None for value in values)


def seen(exchange: Exchange) -> dict[str, Any]:
    """What a later request may take from an exchange."""
    return {"json": parse_lenient(exchange.body)}


def _value(exchange: Exchange, at: str) -> Any:
    try:
        return fill(f"${{json.{at}}}", seen(exchange))
    except Unfilled:
        return None
