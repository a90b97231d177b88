"""Turns the exception that ends a judgement into a verdict."""

from dataclasses import dataclass

from conformance.core.exceptions import (
    Blocked,
    LimitReached,
    LossReason,
    NotEquipped,
    NotOffered,
    NotRecorded,
    Undecided,
)
from conformance.core.verdict import NotTestedReason, Verdict
from conformance.core.violation import Violation


@dataclass(frozen=True, slots=True)
class Ending:
    """The verdict on an item, with the words that explain it."""

    verdict: Verdict
    message: str = ""
    expected: str = ""
    got: str = ""
    at: str = ""
    kind: str = ""
    lack: NotTestedReason = NotTestedReason.NONE
    loss: LossReason = LossReason.UNSTATED


def ending(error: BaseException | None) -> Ending | None:
    """What a judgement that ended so says of the target; None if it is our defect."""
    match error:
        case None:
            return Ending(Verdict.PASS)
        case Violation():
            return Ending(
                Verdict.VIOLATED,
                str(error),
                error.expected,
                error.got,
                error.at,
                error.kind,
            )
        case AssertionError():
            return Ending(Verdict.VIOLATED, str(error))
        case LimitReached():
            return Ending(Verdict.INCONCLUSIVE, str(error), loss=LossReason.OWN_LIMIT)
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
