"""Sends requests to one target: within its pace and budget, again where it is busy."""

import email.utils
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from conformance.core.exceptions import LossReason, NotRecorded, Undecided
from conformance.core.exchange import NOT_SENT, TOO_MUCH, Exchange
from conformance.core.message import Attempt, Event, Request, Response
from conformance.formats import sse
from conformance.formats.decoders import DEFLATED, PLAIN, head_of
from conformance.formats.redact import Redactor
from conformance.inputs.limits import Budget, Pace
from conformance.inputs.target import Target
from conformance.sending.client import HttpClient, StaleConnection
from conformance.sending.heap import give_back_large_blocks
from conformance.sending.instruments import masked
from conformance.sending.patience import Patience
from conformance.sending.pool import ClientPool
from conformance.sending.request import PreparedRequest, secrets_of, without_secrets
from conformance.sending.room import (
    FILE,
    KEPT,
    LOOKED_THROUGH,
    Allowance,
    room_of_refusal,
)

_ATTEMPTS = 3
_BUSY = (429, 503)
_LONGEST_WAIT, _SHORT_WAIT = 30.0, 1.0


def _no_keys() -> Iterable[str]:
    return ()


@dataclass(slots=True)
class TargetSession:
    """All that is sent to a target goes through here, and no secret comes out.

    Any thread may send: what threads share (clients, pace, budget) has locks of its
    own, and everything else is constant.
    """

    target: Target
    budget: Budget
    stop: threading.Event
    key: str = field(repr=False)
    _clients: ClientPool
    _pace: Pace
    _redactor: Redactor = field(repr=False)
    _patience: Patience = field(default_factory=Patience)
    # Where several want to send, the lowest goes first.
    turn: int = 0
    _allowance: Allowance = field(default_factory=Allowance)

    @classmethod
    def to(cls, target: Target, stop: threading.Event) -> "TargetSession":
        """A session with `target` that ends when `stop` is set."""
        give_back_large_blocks()
        key = target.key()
        return cls(
            target,
            Budget(target.limits),
            stop,
            key,
            ClientPool(target.limits),
            Pace(target.limits.rate),
            Redactor.of(secrets_of(target, key)),
        )

    def send(
        self, out: PreparedRequest, shown: Callable[[], Iterable[str]] = _no_keys
    ) -> Exchange:
        """The exchange of one request; a busy target is asked again.

        `shown` gives the keys for its upstream that the target has shown meanwhile.
        """
        with self._patience.turn(out) as turn:
            if turn.refusal:
                cut = f"{NOT_SENT} {turn.refusal}"
                return self._clean(out, Response(0, (), cut=cut), [], _now())
            with self._clients.borrowed(self.turn) as client:
                exchange = self._send(client, out, shown)
            turn.note(exchange)
            return exchange

    def for_turn(self, turn: int) -> "TargetSession":
        """The same session for the case that is needed in this place."""
        return replace(self, turn=turn, _allowance=Allowance())

    def wait(self, seconds: float) -> None:
        """Let time pass; raises NotRecorded as soon as the session is to end."""
        if self.stop.wait(seconds):
            raise NotRecorded(LossReason.INTERRUPTED)

    def redacted(self, text: str) -> str:
        """`text` without the target's secrets."""
        return self._redactor.text(text)

    def close(self) -> None:
        """Close the connections."""
        self._clients.close()

    def _clean(
        self,
        out: PreparedRequest,
        response: Response,
        attempts: list[Attempt],
        started: str,
    ) -> Exchange:
        clean = self._redactor
        pieces = response.pieces
        if response.cut.startswith(TOO_MUCH):
            pieces = head_of(pieces, LOOKED_THROUGH)
        # Only what is clean is cut further: half a key is one that nobody finds.
        pieces = (clean.pieces if _is_decoded(response) else clean.unread)(pieces)
        events, leftover = sse.parse(pieces)
        if excess := self._excess(out, response, events):
            response = replace(response, cut=f"{excess}: its beginning is kept")
            pieces = head_of(pieces, KEPT)
            events, leftover = sse.parse(pieces)
        return Exchange(
            out.step,
            Request(
                out.method,
                clean.text(out.url),
                clean.headers(without_secrets(out.headers, self.target)),
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

    def _excess(
        self, out: PreparedRequest, response: Response, events: tuple[Event, ...]
    ) -> str:
        """Why an answer is too much to be kept whole; empty if it is not."""
        if response.cut.startswith(TOO_MUCH):
            return response.cut
        if len(events) > sse.MAX_EVENTS:
            return f"{TOO_MUCH} {sse.MAX_EVENTS:,} events"
        size = sum(len(piece.data) for piece in response.pieces)
        if response.status >= 400 and size > (most := room_of_refusal(out.body)):
            return f"{TOO_MUCH} {most / 2**20:.2g} MB, for a refusal"
        if out.room < FILE and not self._allowance.takes(size, out.room):
            return f"{TOO_MUCH} what the answers of this case may have together"
        return ""

    def _clean_attempt(self, attempt: Attempt) -> Attempt:
        clean = self._redactor
        headers = clean.headers(attempt.headers)
        body = clean.data(attempt.body)[:KEPT]
        return replace(attempt, headers=headers, body=body)

    def _send(
        self,
        client: HttpClient,
        out: PreparedRequest,
        shown: Callable[[], Iterable[str]],
    ) -> Exchange:
        # The client is held while a busy target wants quiet: fewer requests reach it.
        started = _now()
        attempts: list[Attempt] = []
        while True:
            self.wait(self._pace.delay())
            self.budget.take(out.tokens)
            try:
                response = client.send(
                    out.method,
                    out.url,
                    out.headers,
                    out.body,
                    out.close_after,
                    out.room,
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
            pause = come_back_after(response)
            if pause is None or len(attempts) == _ATTEMPTS:
                return self._clean(out, response, attempts, started)
            attempts.append(_attempt(response, pause))
            self.wait(pause)


def _is_decoded(response: Response) -> bool:
    """Whether a body is as it was before its content was encoded."""
    codings = (v for k, v in response.headers if k.lower() == "content-encoding")
    return next(codings, "").strip().lower() in (*PLAIN, *DEFLATED)


def come_back_after(response: Response) -> float | None:
    """The seconds a busy target asks to wait; None if it does not, or too long."""
    if response.status not in _BUSY:
        return None
    headers = response.headers
    value = next((v for k, v in headers if k.lower() == "retry-after"), "")
    seconds = retry_after(value)
    if value and seconds is None:  # it is busy for a while, however that is written
        return _SHORT_WAIT
    return seconds if seconds is not None and seconds <= _LONGEST_WAIT else None


def retry_after(value: str) -> float | None:
    """The seconds of a `Retry-After` header: a number, or a date."""
    if value.isascii() and value.strip().isdigit():
        return float(value.strip())
    try:
        moment = email.utils.parsedate_to_datetime(value).timestamp()
    except (IndexError, OverflowError, TypeError, ValueError):
        return None
    return max(0.0, moment - time.time())


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def _attempt(response: Response, waited: float) -> Attempt:
    body = b"".join(piece.data for piece in response.pieces)
    return Attempt(response.status, response.headers, body, waited)


def key_advice(variable: str, status: int) -> str:
    """What to do about a key that the target refused with this status."""
    if not variable:
        return f"the target wants a key ({status}): name its variable with --key-env"
    return f"the target refuses the key ({status}): check what {variable} holds"
