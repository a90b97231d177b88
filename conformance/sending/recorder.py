"""Records cases in the background, each once, within the target's limits."""

import threading
from collections.abc import Iterable, Mapping
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeout
from dataclasses import dataclass, field

from conformance.core.exceptions import LossReason, NotRecorded
from conformance.core.exchange import Recording
from conformance.inputs.case import Case, Lane
from conformance.inputs.step import Auth, Step
from conformance.inputs.stimulus import ClientJourney, GeneratedRequests, WrittenSteps
from conformance.inputs.suite import Suite
from conformance.inputs.target import Target
from conformance.sending.applicability import (
    models_for,
    needed,
    offered,
    with_embeddings,
)
from conformance.sending.keeper import Keeper
from conformance.sending.scheduler import Job, Rest, Scheduler, schedule
from conformance.sending.sender import Sender
from conformance.sending.store import Loss

_KEY_REFUSED = (401, 403)
_STEPS_AT_MOST = 12


@dataclass(slots=True)
class Recorder:
    """The recordings of one target, sent for in the order in which they are needed.

    Threads of its own take cases from an agenda. None waits for a case that decides
    whether another one may be sent, nor for the time at which a task is asked for.
    """

    target: Target
    suite: Suite
    store: Keeper
    sender: Sender
    stop: threading.Event
    _futures: dict[str, Future[Recording]] = field(default_factory=dict)
    _agenda: Scheduler | None = None
    _fatal: NotRecorded | None = None
    _met: bool = False
    _settling: threading.Lock = field(default_factory=threading.Lock)

    @classmethod
    def of(cls, target: Target, store: Keeper, suite: Suite) -> "Recorder":
        """A recorder of `target` that has not begun."""
        stop = threading.Event()
        return cls(target, suite, store, Sender.to(target, stop), stop)

    @property
    def planned(self) -> int:
        """How many cases were asked for."""
        return len(self._futures)

    @property
    def done(self) -> int:
        """How many of them are recorded, or known to be impossible."""
        return sum(future.done() for future in self._futures.values())

    def start(self, names: Iterable[str]) -> None:
        """Begin to record these cases; returns at once."""
        order = schedule(names, self.target, self.suite)
        self._futures = {case.name: Future() for case in order}
        shared = [case for case in order if case.lane is Lane.SHARED]
        alone = [case for case in order if case.lane is Lane.ALONE]
        lead = threading.Thread(target=self._run, args=(shared, alone), daemon=True)
        lead.start()

    def get(self, name: str) -> Recording:
        """The recording of a case, when it is there; else NotRecorded, NotOffered."""
        limits = self.target.limits
        slack = (limits.total_timeout + limits.timeout) * _STEPS_AT_MOST
        future = self._futures.get(name)
        if future is None:
            raise NotRecorded(
                LossReason.NOT_SCHEDULED, f"{name} was not among the cases to record"
            )
        if self.stop.is_set() and not future.done():
            raise NotRecorded(LossReason.INTERRUPTED)
        try:
            error = future.exception(slack * max(1, self.planned))
        except FutureTimeout:
            raise NotRecorded(
                LossReason.UNREACHABLE,
                "the target kept the connection beyond all limits",
            ) from None
        if error is not None:
            # Many items ask for the same case: each starts a traceback of its own.
            raise error.with_traceback(None)
        return future.result()

    def finish(self) -> None:
        """Wait until all that was started is stored, and close the connections."""
        for future in self._futures.values():
            future.exception()
        self.sender.close()
        self.store.release()

    def cancel(self) -> None:
        """Drop what has not begun; what is under way ends at the next step."""
        self.stop.set()
        for case, future in self._pending():
            self._settle(case, future, NotRecorded(LossReason.INTERRUPTED))
        if self._agenda is not None:
            self._agenda.wake()
        self.store.release()

    def _pending(self) -> list[tuple[Case, Future[Recording]]]:
        known = self.suite.cases
        return [(known[n], f) for n, f in self._futures.items() if not f.done()]

    def _run(self, shared: list[Case], alone: list[Case]) -> None:
        rest = iter(shared)
        for case in rest:
            self._record(case)
            if self._met:  # before that, a wrong key would cost more than one request
                break
        agenda = Scheduler(self._is_done, self.stop)
        agenda.add(Job(case, needed(case, self.target, self.suite)) for case in rest)
        self._agenda = agenda
        crew = self.target.limits.concurrency
        workers = [
            threading.Thread(target=self._work, args=(agenda,), daemon=True)
            for _ in range(min(crew, len(shared)))
        ]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        for case in alone:
            self._record(case)

    def _is_done(self, name: str) -> bool:
        return self._futures[name].done()

    def _work(self, agenda: Scheduler) -> None:
        """Take what is ready, and go on with it until it wants to wait."""
        while (work := agenda.take()) is not None:
            pause = self._advance(work)
            if pause is None:
                agenda.finish()
            else:
                agenda.park(work, pause)

    def _record(self, case: Case) -> None:
        """Record one case to its end, with all its waiting."""
        work = Job(case)
        while (pause := self._advance(work)) is not None:
            self.stop.wait(pause)

    def _advance(self, work: Job) -> float | None:
        """Send until the case wants to wait so many seconds; None: it is settled."""
        future = self._futures[work.case.name]
        if future.done():
            return None
        try:
            work.rest = work.rest or self._send(work.case)
            made = _until_pause(work.rest)
            if isinstance(made, float):
                return made
            self._keep(work.case, future, made)
        except Exception as reason:  # a defect of ours reaches the waiting test too
            self._settle(work.case, future, reason)
        return None

    def _send(self, case: Case) -> Rest:
        if self._fatal is not None:
            raise NotRecorded(self._fatal.reason, self._fatal.words)
        if self.stop.is_set():
            raise NotRecorded(LossReason.INTERRUPTED)
        models = models_for(case, self.target, self.suite, self.get)
        match case.stimulus:
            case GeneratedRequests() as requests:
                return self._wave(case, requests, models)
            case ClientJourney():
                return self._journey(case, models)
            case WrittenSteps() as written:
                before = self.get(case.after) if case.after else None
                sent = self.sender.record(case, written, models, before)
                return (yield from sent if self._met else self._meet(case, sent))

    def _wave(
        self, case: Case, requests: GeneratedRequests, models: Mapping[str, str]
    ) -> Recording:
        """Record what is generated; importing what draws it takes a while."""
        from conformance.sending.generated import GeneratedBatch

        model = models.get(requests.model, "")
        parts = offered(case, self.target, self.suite, self.get)
        return GeneratedBatch(case, requests, self.sender.post, model, parts).record()

    def _journey(self, case: Case, models: Mapping[str, str]) -> Recording:
        """Record an ordinary client's journey, for which that has to be installed."""
        from conformance.sending.sdk_client import SdkSession

        models = with_embeddings(models, self.target, self.get)
        parts = offered(case, self.target, self.suite, self.get)
        return SdkSession(case, self.sender.post, models, parts).record()

    def _meet(self, case: Case, sent: Rest) -> Rest:
        """Record what may be the first case that shows the key to the target."""
        shows_key = all(_shows_key(step) for step in case.steps)
        self._met = shows_key
        try:
            recording = yield from sent
        except NotRecorded as lost:
            if lost.reason is LossReason.UNREACHABLE:
                self._fatal = lost
            raise
        if shows_key and recording.exchanges[-1].status in _KEY_REFUSED:
            advice = self._key_advice(recording.exchanges[-1].status)
            self._fatal = NotRecorded(LossReason.KEY_REFUSED, advice)
            raise self._fatal
        return recording

    def _keep(
        self, case: Case, future: Future[Recording], recording: Recording
    ) -> None:
        with self._settling:
            if not future.done():
                self.store.save(case, recording)
                future.set_result(recording)

    def _settle(self, case: Case, future: Future[Recording], reason: Exception) -> None:
        # Under the lock: `cancel` must not write a loss over a recording.
        with self._settling:
            if not future.done():
                future.set_exception(self._written(case, reason))

    def _written(self, case: Case, reason: Exception) -> Exception:
        """The reason as it may be told; a loss is written down first."""
        if isinstance(reason, Loss):
            reason = self._clean(reason)
            try:
                self.store.save_loss(case, reason)
            except NotRecorded as unwritable:
                return unwritable
        return reason

    def _clean(self, loss: Loss) -> Loss:
        words = self.sender.redacted(str(loss))
        if isinstance(loss, NotRecorded):
            return NotRecorded(loss.reason, words)
        return type(loss)(words)

    def _key_advice(self, status: int) -> str:
        variable = self.target.key_env
        if not variable:
            return (
                f"the target wants a key ({status}): name its variable with --key-env"
            )
        return f"the target refuses the key ({status}): check what {variable} holds"


def _until_pause(rest: Rest) -> float | Recording:
    """Go on until the next pause, in seconds, or to the recording."""
    try:
        return next(rest)
    except StopIteration as end:
        made: Recording = end.value
        return made


def _shows_key(step: Step) -> bool:
    own = any(name.lower() == "authorization" for name in step.headers)
    return step.auth is Auth.KEY and not own
