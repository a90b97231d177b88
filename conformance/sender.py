"""Sends the steps of a case to one target, within its limits."""

import json
import secrets
import threading
from collections.abc import Generator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from conformance import sse
from conformance.case import Case
from conformance.client import Client, StaleConnection
from conformance.elsewhere import is_absolute, is_private
from conformance.exchange import Attempt, Exchange, Recording, Request, Response
from conformance.instruments import Instruments, masked
from conformance.limits import Budget, Pace
from conformance.outgoing import headers_for, payload_of, secrets_of
from conformance.payload import Files, Pictures
from conformance.polling import is_over, seen
from conformance.redact import Redactor
from conformance.retry import come_back_after
from conformance.step import Step
from conformance.target import Target
from conformance.template import Unfilled, Words, fill
from conformance.violation import Blocked, NotRecorded

UNKNOWN_MODEL = "relaycert-no-such-model"
_ATTEMPTS = 3


@dataclass(slots=True)
class Sender:
    """Knows the key, and lets nothing that holds it out."""

    target: Target
    budget: Budget
    stop: threading.Event
    _key: str = field(repr=False)
    _client: Client
    _pace: Pace
    _redactor: Redactor = field(repr=False)
    _instruments: Instruments

    @classmethod
    def to(cls, target: Target, stop: threading.Event) -> "Sender":
        """A sender to `target` that gives up when `stop` is set."""
        key = target.key()
        return cls(
            target,
            Budget(target.limits),
            stop,
            key,
            Client(target.limits),
            Pace(target.limits.rate),
            Redactor.of(secrets_of(target, key)),
            Instruments(target.equipment),
        )

    def record(
        self, case: Case, models: Mapping[str, str], before: Recording | None = None
    ) -> Generator[float, None, Recording]:
        """All exchanges of a case; a later step can use what an earlier one got.

        Yields how many seconds to wait until it wants to go on. Raises Blocked if
        an answer, or the case `before`, lacks what is to be sent.
        """
        context: dict[str, Any] = {
            "models": models,
            "unknown_model": UNKNOWN_MODEL,
            "nonce": secrets.token_hex(6),
            "words": Words(),
            "files": Files(),
            "pictures": Pictures(),
            "steps": {},
            "after": {e.step: seen(e) for e in before or ()},
        }
        if case.instrument:
            context |= self._instruments.context(case, context["nonce"])
        if case.burst:
            exchanges = self._at_once(case, context)
        else:
            exchanges = yield from self._in_turn(case, context)
        shown = self._instruments.seen(case, context["nonce"])
        told = json.loads(self.redacted(json.dumps(shown)))
        return Recording(case.name, self.target.name, tuple(exchanges), told)

    def _at_once(self, case: Case, context: dict[str, Any]) -> list[Exchange]:
        """All steps at the same time, as far as the target's limit allows."""
        crew = min(len(case.steps), self.target.limits.concurrency)
        with ThreadPoolExecutor(crew) as pool:
            made = pool.map(
                lambda step: self._exchange(case, step, context), case.steps
            )
            return list(made)

    def _in_turn(
        self, case: Case, context: dict[str, Any]
    ) -> Generator[float, None, list[Exchange]]:
        exchanges: list[Exchange] = []
        for step in case.steps:
            try:
                found = yield from self._polled(case, step, context)
            except Unfilled as place:
                told = exchanges[-1].status if exchanges else case.after
                raise Blocked(
                    f"{step.name} could not be sent: the answers before it ({told}) "
                    f"hold no `{place}`"
                ) from None
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
        return self._redactor.text(text)

    def close(self) -> None:
        """Close the connections."""
        self._client.close()
        self._instruments.close()

    def _exchange(self, case: Case, step: Step, context: Mapping[str, Any]) -> Exchange:
        url = self._url(fill(step.path, context))
        body, headers = self._dressed(step, context)
        started = datetime.now(UTC).isoformat(timespec="milliseconds")
        attempts: list[Attempt] = []
        while True:
            self._wait(self._pace.delay())
            self.budget.take(step.tokens)
            try:
                response = self._client.send(
                    step.method, url, headers, body, step.close_after
                )
            except StaleConnection as closed:
                attempts.append(Attempt(0, (), str(closed).encode(), 0.0))
                continue
            shown = self._instruments.keys(case, context["nonce"])
            response = masked(response, (key for key in shown if key != self._key))
            wait = come_back_after(response)
            if wait is None or len(attempts) == _ATTEMPTS:
                break
            attempts.append(_attempt(response, wait))
            self._wait(wait)
        return self._clean(step, url, headers, body, response, attempts, started)

    def _clean(
        self,
        step: Step,
        url: str,
        headers: Mapping[str, str],
        body: bytes,
        response: Response,
        attempts: list[Attempt],
        started: str,
    ) -> Exchange:
        clean = self._redactor
        pieces = clean.pieces(response.pieces)
        events, leftover = sse.parse(pieces)
        return Exchange(
            step.name,
            Request(
                step.method,
                clean.text(url),
                clean.headers(tuple(headers.items())),
                clean.data(body),
            ),
            Response(
                response.status,
                clean.headers(response.headers),
                pieces,
                response.first_byte,
                response.total,
                response.http,
                clean.text(response.cut),
            ),
            events,
            leftover,
            tuple(self._clean_attempt(attempt) for attempt in attempts),
            started,
        )

    def _clean_attempt(self, attempt: Attempt) -> Attempt:
        clean = self._redactor
        headers, body = clean.headers(attempt.headers), clean.data(attempt.body)
        return replace(attempt, headers=headers, body=body)

    def _url(self, path: str) -> str:
        """Where a request goes; an address that an answer named is looked at."""
        if path.startswith("/"):
            return self.target.url(path)
        if not is_absolute(path):
            raise Blocked("the address is none that can be fetched")
        if is_private(path) and not is_private(self.target.base_url):
            raise Blocked("the address is a private one: it is not fetched")
        return path

    def _dressed(
        self, step: Step, context: Mapping[str, Any]
    ) -> tuple[bytes, dict[str, str]]:
        """The body and headers of a request; nothing of ours goes elsewhere."""
        payload = payload_of(step, context)
        if not step.path.startswith("/"):
            return payload.data, {"Accept": "*/*"}
        kind = payload.type if payload.data else ""
        return payload.data, headers_for(step, self.target, self._key, kind)

    def _wait(self, seconds: float) -> None:
        if self.stop.wait(seconds):
            raise NotRecorded("the run was interrupted")


def _attempt(response: Response, waited: float) -> Attempt:
    body = b"".join(piece.data for piece in response.pieces)
    return Attempt(response.status, response.headers, body, waited)
