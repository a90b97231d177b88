"""Recordings on disk: written once, whole, and readable without us."""

import hashlib
import json
import os
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, Protocol

from conformance.core.exceptions import (
    Blocked,
    LimitReached,
    LossReason,
    NotRecorded,
    Undecided,
)
from conformance.core.exchange import Recording
from conformance.formats.paths import replace
from conformance.inputs.case import Case
from conformance.sending.processes import is_alive
from conformance.sending.written import read, written

FORM = "relaycert/recording/1"
_LIMIT = LossReason.OWN_LIMIT.value
# Why there is no recording.
Loss = NotRecorded | Blocked | Undecided


class RecordingSink(Protocol):
    """Where a recorder puts what it records: a store, or nowhere."""

    def kept(self, case: Case, target: str) -> Recording | None:
        """What was recorded before; None if nothing; raises why there can be none."""

    def save(self, case: Case, recording: Recording) -> None:
        """Keep a recording."""

    def save_loss(self, case: Case, reason: Loss) -> None:
        """Keep why there is none."""

    def release(self) -> None:
        """Nothing more will come."""

    @property
    def gives_back(self) -> bool:
        """Whether `kept` gives what was saved."""


@dataclass(frozen=True, slots=True)
class Store:
    """The recordings of one target in a folder of their own."""

    folder: Path
    gives_back: ClassVar[bool] = True

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
            with self.claim_file.open("x") as claim:
                claim.write(str(os.getpid()))
        except FileExistsError:
            return False
        return True

    @property
    def claim_file(self) -> Path:
        """What says which process records."""
        return self.folder / "recorder.claim"

    def release(self) -> None:
        """Tell waiting processes that nothing more will come."""
        self.claim_file.unlink(missing_ok=True)

    def kept(self, case: Case, target: str) -> Recording | None:
        """The recording that an earlier run made; None if there is no good one."""
        if not self.has(case.name):
            return None
        try:
            return self.load(case, target)
        except NotRecorded:
            return None

    def save(self, case: Case, recording: Recording) -> None:
        """Write a recording; nobody ever sees half of one."""
        exchanges = [written(exchange) for exchange in recording.exchanges]
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
            case LimitReached():
                self._write(case, {"undecided": str(reason), "reason": _LIMIT})
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
            if not self.is_claimed() and not self.has(case.name):
                raise NotRecorded(
                    LossReason.RECORDER_ENDED,
                    "the process that recorded ended before it",
                )
            time.sleep(0.02)
        return self.load(case, target)

    def is_claimed(self) -> bool:
        """Whether the process that claimed the target is still there."""
        try:
            return is_alive(int(self.claim_file.read_text()))
        except FileNotFoundError:
            return False
        except ValueError:  # just being written
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


def worded(loss: Loss, words: str) -> Loss:
    """The same loss in other words."""
    if isinstance(loss, NotRecorded):
        return NotRecorded(loss.reason, words)
    return type(loss)(words)


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
        limited = raw.get("reason") == _LIMIT
        raise (LimitReached if limited else Undecided)(str(raw["undecided"]))
    if raw.get("case_digest") != case.digest:
        raise NotRecorded(
            LossReason.BAD_FILE,
            f"{path} was made from another version of the case: run again",
        )
    if digest(_digested(raw)) != raw.get("digest"):
        raise NotRecorded(
            LossReason.BAD_FILE, f"{path} was changed after it was written"
        )
    exchanges = tuple(read(row) for row in raw["exchanges"])
    return Recording(case.name, target, exchanges, dict(raw.get("observations", {})))
