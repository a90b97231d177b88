"""Records cases in the background, each once, within the target's limits."""

import threading
from collections import deque
from collections.abc import Iterable, Mapping
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field

from conformance.core.exceptions import LossReason, NotRecorded
from conformance.core.exchange import Recording
from conformance.inputs import stimulus
from conformance.inputs.case import Case
from conformance.inputs.manner import ORDINARY, Manner
from conformance.inputs.suite import Suite
from conformance.inputs.target import Target
from conformance.sending.applicability import check_applicable, offered
from conformance.sending.first_contact import ends_run, refused_key
from conformance.sending.instruments import Instruments
from conformance.sending.manners import manners_for, trials
from conformance.sending.models import models_for, with_embeddings
from conformance.sending.scheduler import lanes, longest, schedule
from conformance.sending.sender import Sender
from conformance.sending.session import TargetSession
from conformance.sending.shelf import Shelf
from conformance.sending.store import Loss, RecordingSink, worded
from conformance.sending.taking_up import take_up

# Cases begun at the same time. Those that wait, for another case or for the time to
# poll a task, hold no connection: there are more of them than there are connections.
_BEGUN = 64


@dataclass(slots=True)
class Recorder:
    """The recordings of one target, sent for in the order in which they are needed.

    The thread that judges calls the public methods. Threads of the recorder record one
    case each to its end, with all its waiting. They meet in `_futures`, one for each
    case, whose keys never change after `start`; `_settling` guards the settling of a
    future together with what is written of it. `_key_is_known` and `_fatal` are
    written before there is a second recording thread, and only read afterwards.
    """

    target: Target
    suite: Suite
    sink: RecordingSink
    session: TargetSession
    _instruments: Instruments
    _shelf: Shelf
    _futures: dict[str, Future[None]] = field(default_factory=dict)
    _order: list[Case] = field(default_factory=list)
    _settling: threading.Lock = field(default_factory=threading.Lock)
    # Why nothing can be had of the target at all.
    _fatal: NotRecorded | None = None
    _key_is_known: bool = False
    _is_resumed: bool = False  # base URL and models are right; the key may be another

    @classmethod
    def of(cls, target: Target, sink: RecordingSink, suite: Suite) -> "Recorder":
        """A recorder of `target` that has not begun."""
        session = TargetSession.to(target, threading.Event())
        instruments, shelf = Instruments(target.equipment), Shelf(sink, target.name)
        return cls(target, suite, sink, session, instruments, shelf)

    @property
    def planned(self) -> int:
        """How many cases are to be recorded."""
        return len(self._futures)

    @property
    def done(self) -> int:
        """How many of them are recorded, or known to be impossible."""
        return sum(future.done() for future in self._futures.values())

    def start(self, names: Iterable[str]) -> None:
        """Begin to record these cases; returns at once."""
        self._order = schedule(names, self.target, self.suite)
        self.session.budget.longest = longest(self._order, self.target)
        self._futures = {case.name: Future() for case in self._order}
        of = self.target.name
        self._is_resumed = take_up(self._futures, self._order, self.sink, of)
        try:
            threading.Thread(target=self._run, daemon=True).start()
        except RuntimeError as reason:  # the machine has no thread left
            self._lose_all(reason)

    def get(self, name: str) -> Recording:
        """The recording of a case, when it is there; else NotRecorded, NotOffered."""
        future = self._futures.get(name)
        if future is None:
            raise NotRecorded(LossReason.NOT_SCHEDULED, f"{name} was not scheduled")
        # No time limit: each request has one, and every future is settled in the end.
        error = future.exception()
        if error is not None:
            # Many items ask for the same case: each starts a traceback of its own.
            raise error.with_traceback(None)
        return self._shelf.get(self.suite.cases[name])

    def finish(self) -> None:
        """Wait until all that was started is stored, and close the connections."""
        for future in self._futures.values():
            future.exception()
        self.session.close()
        self._instruments.close()
        self.sink.release()

    def cancel(self) -> None:
        """Drop what has not begun; what is under way ends at the next step."""
        self.session.stop.set()
        self._lose_all(NotRecorded(LossReason.INTERRUPTED))
        self.sink.release()

    def _run(self) -> None:
        """Record all cases: the first ones alone, most together, the last ones alone.

        Until the key is known to be right, a wrong one must cost no second request.
        """
        try:
            shared, alone = lanes(self._order, self.target, self.suite)
            queue = deque(shared)
            while queue and not self._key_is_known:
                self._record(queue.popleft())
            self._record_together(queue)
            for case in alone:
                self._record(case)
        except Exception as defect:  # nobody may wait for ever
            self._lose_all(defect)

    def _record_together(self, queue: deque[Case]) -> None:
        """Record what is in the queue by several threads, this one among them.

        A case may wait for others: they stand before it in the queue, so a thread has
        begun with them already, however few threads there are.
        """
        crew = min(len(queue), max(_BEGUN, self.target.limits.concurrency))
        threads: list[threading.Thread] = []
        with suppress(RuntimeError):  # the machine has no thread left: fewer will do
            for _ in range(crew - 1):
                thread = threading.Thread(target=self._work, args=(queue,), daemon=True)
                thread.start()
                threads.append(thread)
        self._work(queue)
        for thread in threads:
            thread.join()

    def _work(self, queue: deque[Case]) -> None:
        with suppress(IndexError):  # `popleft` is atomic: no other lock is needed
            while True:
                self._record(queue.popleft())

    def _record(self, case: Case) -> None:
        """Record a case and settle its future, whatever happens."""
        if self._futures[case.name].done():  # cancelled
            return
        try:
            self._keep(case, self._recorded(case))
        except BaseException as reason:  # a defect of ours reaches the waiting test too
            self._lose(case, reason)

    def _recorded(self, case: Case) -> Recording:
        if self._fatal is not None:
            raise NotRecorded(self._fatal.reason, self._fatal.words)
        if self.session.stop.is_set():
            raise NotRecorded(LossReason.INTERRUPTED)
        check_applicable(case, self.target, self.suite, self.get)
        models = models_for(case.models, self.target, self.get)
        manners = manners_for(case, self.target, self.get)
        session = self.session.for_turn(self._order.index(case))
        match case.stimulus:
            case stimulus.WrittenSteps() as written:
                return self._written(case, written, session, models, manners)
            case stimulus.GeneratedRequests() as requests:
                from conformance.sending.generated import GeneratedBatch  # slow

                model = models.get(requests.model, "")
                parts = offered(case, self.target, self.suite, self.get)
                manner = manners.get(requests.model, ORDINARY)
                batch = GeneratedBatch(case, requests, session, model, parts, manner)
                return self._with_good_key(batch.record())
            case stimulus.ClientJourney():
                from conformance.sending.sdk_client import SdkSession  # installed?

                models = with_embeddings(models, self.target, self.get)
                parts = offered(case, self.target, self.suite, self.get)
                return SdkSession(case, session, models, parts, manners).record()
            case stimulus.MannerTrials(kind):
                made = trials(case, session, models[kind], self.get)
                return self._with_good_key(made)

    def _with_good_key(self, recording: Recording) -> Recording:
        """What is recorded before any case that shows whether the key is right."""
        if self._is_resumed and not self._key_is_known and recording.exchanges:
            self._fatal = refused_key(recording.last, self.session)
            if self._fatal is not None:
                raise self._fatal
        return recording

    def _written(
        self,
        case: Case,
        written: stimulus.WrittenSteps,
        session: TargetSession,
        models: Mapping[str, str],
        manners: Mapping[str, Manner],
    ) -> Recording:
        before = self.get(case.after) if case.after else None
        sender = Sender(session, self._instruments, manners)
        if self._key_is_known:
            return sender.record(case, written, models, before)
        self._key_is_known = shows_key = all(step.shows_key for step in written.steps)
        try:
            recording = sender.record(case, written, models, before)
        except NotRecorded as lost:
            if lost.reason is LossReason.UNREACHABLE:
                self._fatal = lost
            raise
        first = refused_key if self._is_resumed else ends_run
        self._fatal = first(recording.last, session) if shows_key else None
        if self._fatal is not None:
            raise self._fatal
        return recording

    def _keep(self, case: Case, recording: Recording) -> None:
        future = self._futures[case.name]
        with self._settling:  # `cancel` must not write a loss over a recording
            if not future.done():
                self.sink.save(case, recording)
                self._shelf.put(recording)
                future.set_result(None)

    def _lose(self, case: Case, reason: BaseException) -> None:
        future = self._futures[case.name]
        with self._settling:
            if not future.done():
                future.set_exception(self._kept_loss(case, reason))

    def _lose_all(self, reason: Exception) -> None:
        for case in self._order:
            self._lose(case, reason)

    def _kept_loss(self, case: Case, reason: BaseException) -> BaseException:
        """The reason as it may be shown; a loss is written down first."""
        if not isinstance(reason, Loss):
            return reason
        loss = worded(reason, self.session.redacted(str(reason)))
        try:
            self.sink.save_loss(case, loss)
        except Exception as unwritable:
            return unwritable
        return loss
