"""Turns what happens to an item into its outcome."""

import traceback
from dataclasses import dataclass, replace

import pytest

from conformance.core.exceptions import (
    Blocked,
    LossReason,
    NotEquipped,
    NotOffered,
    NotRecorded,
    Undecided,
    Violation,
)
from conformance.core.verdict import NotTestedReason, Outcome, Verdict
from conformance.plugin.collection import key_of, requirement_of
from conformance.plugin.run import RUN
from conformance.plugin.watched import Watched, recording_of
from conformance.reporting.curl import curl_line
from conformance.reporting.verdicts import waive

OUTCOME = pytest.StashKey[Outcome]()


@dataclass(frozen=True, slots=True)
class Ending:
    """The verdict and words of one ending of a judgement."""

    verdict: Verdict
    message: str = ""
    expected: str = ""
    got: str = ""
    at: str = ""
    lack: NotTestedReason = NotTestedReason.NONE
    loss: LossReason = LossReason.UNSTATED


def ending(error: BaseException | None) -> Ending | None:
    """What an ending says of the target; None if it is a defect of the suite."""
    match error:
        case None:
            return Ending(Verdict.PASS)
        case Violation():
            return Ending(
                Verdict.VIOLATED, str(error), error.expected, error.got, error.at
            )
        case AssertionError():
            return Ending(Verdict.VIOLATED, str(error))
        case Undecided():
            return Ending(Verdict.INCONCLUSIVE, str(error))
        case Blocked():
            return Ending(Verdict.NOT_TESTED, str(error), lack=NotTestedReason.BLOCKED)
        case NotOffered():
            return Ending(Verdict.NOT_APPLICABLE, str(error))
        case NotRecorded():
            return Ending(
                Verdict.NOT_TESTED,
                str(error),
                lack=NotTestedReason.LOST,
                loss=error.reason,
            )
        case NotEquipped():
            return Ending(
                Verdict.NOT_TESTED, str(error), lack=NotTestedReason.INSTRUMENT
            )
        case _:
            return None


def outcome_of(item: pytest.Item, error: BaseException | None) -> Outcome | None:
    """The outcome of an item that ended so; None if that is our own defect."""
    stated, key, found = requirement_of(item), key_of(item), ending(error)
    if stated is None or key is None or found is None:
        return None
    run = item.config.stash[RUN]

    def clean(text: str) -> str:
        # A requirement may have joined what a target sent in fragments.
        return run.redacted(text, key.target)

    outcome = Outcome(
        target=key.target.name,
        requirement=stated.id,
        level=key.target.profile.level(stated),
        case=key.case,
        verdict=found.verdict,
        message=clean(found.message),
        expected=clean(found.expected),
        got=clean(found.got),
        at=clean(found.at),
        recording=f"recordings/{key.target.slug}/{key.case}.json",
        lack=found.lack,
        loss=found.loss,
    )
    recording = recording_of(item)
    if found.verdict is Verdict.VIOLATED and recording is not None:
        outcome = _shown(outcome, recording, error, key.target.key_env)
    return waive(outcome, key.target, run.started.date())


def _shown(
    outcome: Outcome, recording: Watched, error: BaseException | None, key_env: str
) -> Outcome:
    """The outcome with the exchange that shows it: the one named, or seen last."""
    exchange = recording.seen[-1] if recording.seen else recording.exchanges[-1]
    if isinstance(error, Violation) and error.step:
        exchange = recording[error.step]
    several = len(recording.exchanges) > 1
    step, curl = exchange.step if several else "", curl_line(exchange, key_env)
    return replace(outcome, step=step, curl=curl)


def raise_for_pytest(outcome: Outcome, error: BaseException) -> None:
    """Raise what pytest shows for an outcome that is not simply a pass.

    Raised here and not by pytest's functions, whose frames are hidden: the last frame
    is all that is looked at.
    """
    match outcome.verdict:
        case Verdict.VIOLATED if outcome.level == "MUST":
            words = f"{outcome.requirement}: {outcome.message}"
            raise pytest.fail.Exception(words, pytrace=False) from None
        case Verdict.VIOLATED | Verdict.WAIVED:
            words = f"{outcome.level} {outcome.verdict}: {outcome.message}"
            raise pytest.xfail.Exception(words) from None
        case Verdict.NOT_TESTED if outcome.lack is NotTestedReason.LOST:
            raise error
        case _:
            pytest.skip(f"{outcome.verdict}: {outcome.message}")


def short_traceback(
    error: pytest.ExceptionInfo[BaseException] | None,
) -> pytest.ExceptionInfo[BaseException] | None:
    """The same ending with the last of its frames alone.

    An outcome explains itself, and pytest takes 2 ms to look at all frames. Of a skip
    it looks for the frame that skipped.
    """
    if error is None or isinstance(error.value, pytest.skip.Exception):
        return error
    last = error.tb
    while last.tb_next is not None:
        last = last.tb_next
    return pytest.ExceptionInfo.from_exc_info((error.type, error.value, last))


def properties(outcome: Outcome) -> list[tuple[str, object]]:
    """What JUnit's readers are told of an outcome."""
    names = ("requirement", "level", "target", "case", "verdict")
    # Plain text: what crosses processes may be no subclass of it.
    return [(name, str(getattr(outcome, name))) for name in names]


def never_judged(item: pytest.Item, reason: LossReason) -> Outcome | None:
    """The outcome of a selected item that the run did not reach."""
    made = outcome_of(item, NotRecorded(reason))
    return replace(made, recording="") if made else None


def without_secrets(item: pytest.Item, error: Exception) -> Exception:
    """The same defect, or one in other words if its own hold a secret."""
    key, run = key_of(item), item.config.stash.get(RUN, None)
    if key is None or run is None:
        return error
    said = str(error)
    clean = run.redacted(said, key.target)
    return error if clean == said else RuntimeError(f"{type(error).__name__}: {clean}")


def defect(item: pytest.Item, error: BaseException) -> str:
    """A defect of the suite in a few lines: which item, which error, where."""
    last = traceback.extract_tb(error.__traceback__)[-1:]
    where = "".join(f" ({frame.filename}:{frame.lineno})" for frame in last)
    return f"{item.nodeid}: {type(error).__name__}: {error}{where}"
