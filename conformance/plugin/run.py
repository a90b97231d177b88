"""The state of one pytest run: what is judged, and who records it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

import pytest

from conformance.core.exchange import Recording
from conformance.formats.redact import Redactor
from conformance.inputs.manner import Manner
from conformance.inputs.suite import Suite
from conformance.inputs.target import Target
from conformance.plugin.options import Settings
from conformance.sending.applicability import check_applicable
from conformance.sending.manners import manners_in
from conformance.sending.recorder import Recorder
from conformance.sending.replay import save_target
from conformance.sending.request import secrets_of
from conformance.sending.store import Store


class RecordingSource(Protocol):
    """Where recordings come from: a recorder, a replay, or another process."""

    def get(self, name: str) -> Recording:
        """The recording of a case; NotRecorded or NotOffered if there is none."""


@dataclass(frozen=True, slots=True, repr=False)
class Key:
    """What one item is judged on: a case on a target."""

    target: Target
    case: str

    def __repr__(self) -> str:
        # Short, and the same in every run: Allure's history hangs on it.
        return f"{self.target.slug}-{self.case}"


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Waits for what another process of this run records."""

    target: Target
    store: Store
    suite: Suite

    def get(self, name: str) -> Recording:
        """The recording of a case, once the other process has stored it."""
        case = self.suite.cases[name]
        if self.store.has(name):
            return self.store.load(case, self.target.name)
        check_applicable(case, self.target, self.suite, self.get)
        return self.store.wait(case, self.target.name)


@dataclass(slots=True)
class Run:
    """Everything that belongs to one run."""

    settings: Settings
    started: datetime = field(default_factory=lambda: datetime.now(UTC))
    sources: dict[str, RecordingSource] = field(default_factory=dict)
    recorders: list[Recorder] = field(default_factory=list)
    _redactors: dict[str, Redactor] = field(default_factory=dict)

    @property
    def bundle(self) -> Path:
        """The report folder whose recordings are judged."""
        for replay in self.settings.replays:
            return replay.store.folder.parents[1]
        return self.settings.report_dir

    def store(self, target: Target) -> Store:
        """Where the recordings of a target go, or come from."""
        for replay in self.settings.replays:
            if replay.target is target:
                return replay.store
        return Store(self.settings.report_dir / "recordings" / target.slug)

    def manners(self, target: Target) -> Mapping[str, Manner]:
        """How the models of a target were asked, as far as that was recorded."""
        return manners_in(self.store(target), target, self.settings.suite)

    def redacted(self, text: str, target: Target) -> str:
        """`text` without the target's secrets, if they are known here."""
        if target.name not in self._redactors:
            key = target.keys.held_by(target.key_env)
            self._redactors[target.name] = Redactor.of(secrets_of(target, key))
        return self._redactors[target.name].text(text)

    def begin(self, keys: list[Key]) -> None:
        """Send for the recordings of these keys, in order; returns at once."""
        replays = {replay.target.name: replay for replay in self.settings.replays}
        begun: list[tuple[Recorder, list[str]]] = []
        for target in self.settings.targets:
            names = list(dict.fromkeys(k.case for k in keys if k.target is target))
            if target.name in replays:
                self.sources[target.name] = replays[target.name]
            elif names:
                source = self.sources[target.name] = self._recorder(target)
                begun += [(source, names)] if isinstance(source, Recorder) else []
        # Whoever finds the recordings of one target after a crash knows of the others.
        for recorder, names in begun:
            recorder.start(names)
            self.recorders.append(recorder)

    def _recorder(self, target: Target) -> Recorder | Elsewhere:
        store = self.store(target)
        if not store.claim():
            return Elsewhere(target, store, self.settings.suite)
        save_target(target, store.folder)
        return Recorder.of(target, store, self.settings.suite)

    def end(self) -> None:
        """Wait until what was begun is stored: other processes may need it."""
        for recorder in self.recorders:
            recorder.finish()

    def cancel(self) -> None:
        """Drop what has not been sent."""
        for recorder in self.recorders:
            recorder.cancel()


RUN = pytest.StashKey[Run]()
