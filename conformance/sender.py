"""Sends the steps of a case to one target, within its limits."""

import json
import os
import secrets
import threading
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from conformance import sse
from conformance.case import Auth, Case, Step
from conformance.client import Client, StaleConnection
from conformance.exchange import Attempt, Exchange, Recording, Request, Response
from conformance.instruments import Instruments, masked
from conformance.limits import Budget, Pace
from conformance.redact import Redactor
from conformance.retry import come_back_after
from conformance.target import Target
from conformance.template import Unfilled, Words, fill
from conformance.violation import NotRecorded

WRONG_KEY = "sk-relaycertwrongkey0000000000000000"
UNKNOWN_MODEL = "relaycert-no-such-model"
_ATTEMPTS = 3
_SECRET_HEADERS = ("auth", "key", "token", "secret", "cookie")


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

    def record(self, case: Case, models: Mapping[str, str]) -> Recording:
        """All exchanges of a case; a later step can use what an earlier one got."""
        context: dict[str, Any] = {
            "models": models,
            "unknown_model": UNKNOWN_MODEL,
            "nonce": secrets.token_hex(6),
            "words": Words(),
            "steps": {},
        }
        if case.instrument:
            context |= self._instruments.context(case, context["nonce"])
        send = self._at_once if case.burst else self._in_turn
        exchanges = tuple(send(case, context))
        seen = self._instruments.seen(case, context["nonce"])
        told = json.loads(self.redacted(json.dumps(seen)))
        return Recording(case.name, self.target.name, exchanges, told)

    def _at_once(self, case: Case, context: dict[str, Any]) -> Iterator[Exchange]:
        """All steps at the same time, as far as the target's limit allows."""
        crew = min(len(case.steps), self.target.limits.concurrency)
        with ThreadPoolExecutor(crew) as pool:
            yield from pool.map(
                lambda step: self._exchange(case, step, context), case.steps
            )

    def _in_turn(self, case: Case, context: dict[str, Any]) -> Iterator[Exchange]:
        exchanges: list[Exchange] = []
        for step in case.steps:
            try:
                exchange = self._exchange(case, step, context)
            except Unfilled as place:
                told = exchanges[-1].status if exchanges else "nothing"
                raise NotRecorded(
                    f"{step.name} could not be sent: the answers before it ({told}) "
                    f"hold no `{place}`"
                ) from None
            exchanges.append(exchange)
            context["steps"][step.name] = _seen(exchange)
            yield exchange

    def redacted(self, text: str) -> str:
        """`text` without the target's secrets."""
        return self._redactor.text(text)

    def close(self) -> None:
        """Close the connections."""
        self._client.close()
        self._instruments.close()

    def _exchange(self, case: Case, step: Step, context: Mapping[str, Any]) -> Exchange:
        url = self.target.base_url + fill(step.path, context)
        body = _body(step, context)
        headers = self._headers(step, has_body=bool(body))
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

    def _headers(self, step: Step, *, has_body: bool) -> dict[str, str]:
        headers = {"Accept": "application/json"}
        if has_body:
            headers["Content-Type"] = "application/json"
        headers = changed(headers, self.target.headers)
        if step.auth is not Auth.KEY:
            own = {name: None for name in self.target.headers if is_secret(name)}
            headers = changed(headers, {"Authorization": None, **own})
        credentials = {
            Auth.KEY: self._key,
            Auth.WRONG: WRONG_KEY,
            Auth.EMPTY: "",
            Auth.SECOND: self.target.second_key(),
        }
        if step.auth in credentials and (self._key or step.auth is not Auth.KEY):
            bearer = f"Bearer {credentials[step.auth]}".rstrip()
            headers = changed(headers, {"Authorization": bearer})
        return changed(headers, step.headers)

    def _wait(self, seconds: float) -> None:
        if self.stop.wait(seconds):
            raise NotRecorded("the run was interrupted")


def is_secret(header: str) -> bool:
    """Whether a header is named like one that holds a credential."""
    return any(word in header.lower() for word in _SECRET_HEADERS)


def secrets_of(target: Target, key: str) -> list[str]:
    """The values that must never be written: the key, and headers named like one."""
    named = [value for name, value in target.headers.items() if is_secret(name)]
    # Of `Bearer abc`, also `abc` alone.
    bare = [value.rpartition(" ")[2] for value in named]
    return [key, second_key(target), *named, *bare]


def second_key(target: Target) -> str:
    """The value of the restricted key; empty where it is not at hand."""
    return os.environ.get(target.equipment.second_key_env, "")


def changed(
    headers: Mapping[str, str], changes: Mapping[str, str | None]
) -> dict[str, str]:
    """Headers with changes, whatever the case of their names; None takes one out."""
    gone = {name.lower() for name in changes}
    kept = {name: value for name, value in headers.items() if name.lower() not in gone}
    new = {name: value for name, value in changes.items() if value is not None}
    return kept | new


def _attempt(response: Response, waited: float) -> Attempt:
    body = b"".join(piece.data for piece in response.pieces)
    return Attempt(response.status, response.headers, body, waited)


def _body(step: Step, context: Mapping[str, Any]) -> bytes:
    if step.body is not None:
        return str(fill(step.body, context)).encode("utf-8", "surrogatepass")
    if step.json is None:
        return b""
    return json.dumps(fill(step.json, context), ensure_ascii=False).encode("utf-8")


def _seen(exchange: Exchange) -> dict[str, Any]:
    """What a later step may take from an exchange."""
    try:
        return {"json": json.loads(exchange.body)}
    except (ValueError, RecursionError):
        return {"json": None}
