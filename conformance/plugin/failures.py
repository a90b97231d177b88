"""Shows outcomes in pytest's own words: failures, xfails, skips and errors."""

import pytest

from conformance.core.verdict import NotTestedReason, Outcome, Verdict


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
