"""Why a requirement cannot be judged."""

from enum import StrEnum


class Undecided(Exception):
    """Looked at, but the target's own noise hides the answer."""


class LimitReached(Undecided):
    """A limit of ours ended the answer, or says that it is not to be read whole."""


class Blocked(Exception):
    """Nothing to look at, because another requirement is violated before it."""


class NotOffered(Exception):
    """The target does not offer the capability, and need not."""


class NotEquipped(Exception):
    """The case needs an instrument that the target's file does not give."""


class LossReason(StrEnum):
    """Why an exchange that applies was not recorded."""

    UNSTATED = ""  # in a file of an earlier version
    INTERRUPTED = "interrupted"
    NOT_REACHED = "not-reached"  # the run ended before it, with `-x` for example
    NOT_SCHEDULED = "not-scheduled"
    BUDGET_SPENT = "budget-spent"
    RATE_LIMITED = "rate-limited"
    KEY_REFUSED = "key-refused"
    NO_MODEL = "no-model"  # for what the target's owner claims
    SLIP = "slip"  # of the user: a wrong base URL, an unknown model
    UNREACHABLE = "unreachable"  # no connection to the target could be made at all
    CONNECTION_FAILED = "connection-failed"
    INSTRUMENT_FAILED = "instrument-failed"
    RECORDER_ENDED = "recorder-ended"  # the process that recorded is gone
    OWN_LIMIT = "own-limit"  # a limit of ours ended the answer, not the target
    NO_FILE = "no-file"
    BAD_FILE = "bad-file"
    UNWRITABLE = "unwritable"

    @classmethod
    def _missing_(cls, value: object) -> "LossReason":
        # A later version may know more reasons than this one.
        return cls.UNSTATED


_WORDS = {
    LossReason.INTERRUPTED: "the run was interrupted",
    LossReason.NOT_REACHED: "not reached",
}


class NotRecorded(Exception):
    """The exchange could not be had: lost, or over a budget.

    `reason` is for programs, `words` are for people and hold advice where there is
    some.
    """

    def __init__(self, reason: LossReason, words: str = "") -> None:
        self.reason = reason
        self.words = words or _WORDS.get(reason, reason.value)
        super().__init__(reason, self.words)

    def __str__(self) -> str:
        return self.words
