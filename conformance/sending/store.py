"""Recordings on disk: written once, whole, and readable without us."""

import base64
import hashlib
import json
import os
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Protocol

from conformance.core.exceptions import Blocked, LossReason, NotRecorded, Undecided
from conformance.core.exchange import Exchange, Recording
from conformance.core.message import Attempt, Headers, Piece, Request, Response
from conformance.formats import sse
from conformance.formats.paths import replace
from conformance.inputs.case import Case

FORM = "relaycert/recording/1"
# Why there is no recording.
Loss = NotRecorded | Blocked | Undecided


class RecordingSink(Protocol):
    """Where a recorder puts what it records: a store, or nowhere."""

    def save(self, case: Case, recording: Recording) -> None:
        """Keep a recording."""

    def save_loss(self, case: Case, reason: Loss) -> None:
        """Keep why there is none."""

    def release(self) -> None:
        """Nothing more will come."""


@dataclass(frozen=True, slots=True)
class Store:
    """The recordings of one target in a folder of their own."""

    folder: Path

    def path(self, case: str) -> Path:
        """Where the recording of a case lies."""
        return self.folder / f"{case}.json"

    def has(self, case: str) -> bool:
        """Whether the case was recorded, or found impossible to record."""
        return self.path(case).exists()

    def claim(self) -> bool:
        """Whether this process is the one that records for the target in this run."""
        self.folder.mkdir(parents=True, exist_ok=True)
        try:
            with (self.folder / "recorder.claim").open("x") as claim:
                claim.write(str(os.getpid()))
        except FileExistsError:
            return False
        return True

    def release(self) -> None:
        """Tell waiting processes that nothing more will come."""
        (self.folder / "recorder.claim").unlink(missing_ok=True)

    def save(self, case: Case, recording: Recording) -> None:
        """Write a recording; nobody ever sees half of one."""
        exchanges = [_written(exchange) for exchange in recording.exchanges]
        raw: dict[str, Any] = {"exchanges": exchanges}
        if recording.observations:
            raw["observations"] = dict(recording.observations)
        self._write(case, raw | {"digest": digest(_digested(raw))})

    def save_loss(self, case: Case, reason: Loss) -> None:
        """Write down that a case could not be recorded, and why."""
        match reason:
            case NotRecorded():
                self._write(case, {"lost": reason.words, "reason": reason.reason.value})
            case Blocked():
                self._write(case, {"blocked": str(reason)})
            case Undecided():
                self._write(case, {"undecided": str(reason)})

    def load(self, case: Case, target: str) -> Recording:
        """The recording of a case; raises the loss if there is none."""
        path = self.path(case.name)
        try:
            raw = json.loads(path.read_bytes())
        except FileNotFoundError:
            raise NotRecorded(LossReason.NO_FILE, f"{path} is not there") from None
        except (OSError, ValueError, RecursionError) as error:
            raise NotRecorded(
                LossReason.BAD_FILE, f"{path} cannot be read: {error}"
            ) from None
        try:
            return _checked(raw, case, target, path)
        except (AttributeError, LookupError, TypeError, ValueError):
            raise NotRecorded(
                LossReason.BAD_FILE, f"{path} is not formed as a recording is"
            ) from None

    def wait(self, case: Case, target: str) -> Recording:
        """The recording that another process makes."""
        while not self.has(case.name):
            if not self._recorder_lives() and not self.has(case.name):
                raise NotRecorded(
                    LossReason.RECORDER_ENDED,
                    "the process that recorded ended before it",
                )
            time.sleep(0.02)
        return self.load(case, target)

    def _recorder_lives(self) -> bool:
        """Whether the process that claimed the target is still there."""
        try:
            os.kill(int((self.folder / "recorder.claim").read_text()), 0)
        except (FileNotFoundError, ProcessLookupError):
            return False
        except (ValueError, PermissionError):  # just being written; or not ours
            return True
        return True

    def _write(self, case: Case, content: dict[str, Any]) -> None:
        path = self.path(case.name)
        head = {"form": FORM, "case": case.name, "case_digest": case.digest}
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            replace(path, json.dumps(head | content, indent=1) + "\n")
        except OSError as error:
            raise NotRecorded(
                LossReason.UNWRITABLE, f"{path} cannot be written: {error.strerror}"
            ) from None


def digest(exchanges: Any) -> str:
    """The SHA-256 of exchanges in their written form."""
    text = json.dumps(exchanges, sort_keys=True, separators=(",", ":"))
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def _digested(raw: Mapping[str, Any]) -> Any:
    """What the digest of a recording is taken of."""
    seen, exchanges = raw.get("observations"), raw["exchanges"]
    return [*exchanges, {"observations": seen}] if seen else exchanges


def _checked(raw: Any, case: Case, target: str, path: Path) -> Recording:
    if not isinstance(raw, dict) or raw.get("form") != FORM:
        raise NotRecorded(
            LossReason.BAD_FILE, f"{path} is no recording of this version"
        )
    if "lost" in raw:
        raise NotRecorded(LossReason(raw.get("reason", "")), str(raw["lost"]))
    if "blocked" in raw:
        raise Blocked(str(raw["blocked"]))
    if "undecided" in raw:
        raise Undecided(str(raw["undecided"]))
    if raw.get("case_digest") != case.digest:
        raise NotRecorded(
            LossReason.BAD_FILE,
            f"{path} was made from another version of the case: run again",
        )
    if digest(_digested(raw)) != raw.get("digest"):
        raise NotRecorded(
            LossReason.BAD_FILE, f"{path} was changed after it was written"
        )
    exchanges = tuple(_read(row) for row in raw["exchanges"])
    return Recording(case.name, target, exchanges, dict(raw.get("observations", {})))


def _written(exchange: Exchange) -> dict[str, Any]:
    request, response = exchange.request, exchange.response
    return {
        "step": exchange.step,
        "started": exchange.started,
        "request": {
            "method": request.method,
            "url": request.url,
            "headers": [list(pair) for pair in request.headers],
            **_bytes(request.body),
        },
        "response": {
            "status": response.status,
            "http": response.http,
            "headers": [list(pair) for pair in response.headers],
            "first_byte": response.first_byte,
            "total": response.total,
            "cut": response.cut,
            "pieces": [
                {"at": piece.at, **_bytes(piece.data)} for piece in response.pieces
            ],
        },
        "attempts": [
            {**asdict(attempt), "body": _bytes(attempt.body)}
            for attempt in exchange.attempts
        ],
    }


def _read(raw: dict[str, Any]) -> Exchange:
    sent, got = raw["request"], raw["response"]
    pieces = tuple(Piece(piece["at"], _from_bytes(piece)) for piece in got["pieces"])
    events, leftover = sse.parse(pieces)
    return Exchange(
        raw["step"],
        Request(
            sent["method"], sent["url"], _pairs(sent["headers"]), _from_bytes(sent)
        ),
        Response(
            got["status"],
            _pairs(got["headers"]),
            pieces,
            got["first_byte"],
            got["total"],
            got["http"],
            got["cut"],
        ),
        events,
        leftover,
        tuple(
            Attempt(
                a["status"], _pairs(a["headers"]), _from_bytes(a["body"]), a["waited"]
            )
            for a in raw["attempts"]
        ),
        raw["started"],
    )


def _pairs(rows: list[list[str]]) -> Headers:
    return tuple((name, value) for name, value in rows)


def _bytes(data: bytes) -> dict[str, str]:
    try:
        return {"text": data.decode("utf-8")}
    except UnicodeDecodeError:
        return {"base64": base64.b64encode(data).decode()}


def _from_bytes(raw: dict[str, Any]) -> bytes:
    return raw["text"].encode() if "text" in raw else base64.b64decode(raw["base64"])
