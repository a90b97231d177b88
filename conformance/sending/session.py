"""Sends requests to one target: its pace, its budget, its wish to be asked again."""

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from conformance.core.exceptions import LossReason, NotRecorded, Undecided
from conformance.core.exchange import Exchange
from conformance.core.message import Attempt, Request, Response
from conformance.formats import sse
from conformance.formats.redact import Redactor
from conformance.inputs.limits import Budget, Pace
from conformance.inputs.target import Target
from conformance.sending.client import HttpClient, StaleConnection
from conformance.sending.instruments import masked
from conformance.sending.request import PreparedRequest, secrets_of
from conformance.sending.retry import come_back_after

_ATTEMPTS = 3


def _no_keys() -> Iterable[str]:
    return ()


@dataclass(slots=True)
class TargetSession:
    """Knows the key, and lets nothing that holds it out."""

    target: Target
    budget: Budget
    stop: threading.Event
    key: str = field(repr=False)
    _client: HttpClient
    _pace: Pace
    _redactor: Redactor = field(repr=False)

    @classmethod
    def to(cls, target: Target, stop: threading.Event) -> "TargetSession":
        """The way to `target`, given up when `stop` is set."""
        key = target.key()
        return cls(
            target,
            Budget(target.limits),
            stop,
            key,
            HttpClient(target.limits),
            Pace(target.limits.rate),
            Redactor.of(secrets_of(target, key)),
        )

    def send(
        self, out: PreparedRequest, shown: Callable[[], Iterable[str]] = _no_keys
    ) -> Exchange:
        """The exchange of one request; a busy target is asked again.

        `shown` tells which keys for its upstream the target has shown meanwhile.
        """
        started = datetime.now(UTC).isoformat(timespec="milliseconds")
        attempts: list[Attempt] = []
        while True:
            self._wait(self._pace.delay())
            self.budget.take(out.tokens)
            try:
                response = self._client.send(
                    out.method, out.url, out.headers, out.body, out.close_after
                )
            except NotRecorded as lost:
                if lost.reason is not LossReason.UNREACHABLE or not out.foreign:
                    raise
                # It may well be there for others: this machine need not see it.
                raise Undecided(lost.words) from None
            except StaleConnection as closed:
                attempts.append(Attempt(0, (), str(closed).encode(), 0.0))
                continue
            response = masked(response, (key for key in shown() if key != self.key))
            wait = come_back_after(response)
            if wait is None or len(attempts) == _ATTEMPTS:
                break
            attempts.append(_attempt(response, wait))
            self._wait(wait)
        return self._clean(out, response, attempts, started)

    def redacted(self, text: str) -> str:
        """`text` without the target's secrets."""
        return self._redactor.text(text)

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def _clean(
        self,
        out: PreparedRequest,
        response: Response,
        attempts: list[Attempt],
        started: str,
    ) -> Exchange:
        clean = self._redactor
        pieces = clean.pieces(response.pieces)
        events, leftover = sse.parse(pieces)
        return Exchange(
            out.step,
            Request(
                out.method,
                clean.text(out.url),
                clean.headers(tuple(out.headers.items())),
                clean.data(out.body),
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

    def _wait(self, seconds: float) -> None:
        if self.stop.wait(seconds):
            raise NotRecorded(LossReason.INTERRUPTED)


def _attempt(response: Response, waited: float) -> Attempt:
    body = b"".join(piece.data for piece in response.pieces)
    return Attempt(response.status, response.headers, body, waited)
