"""Why a call is refused; each dialect has its own status and body for it."""

from dataclasses import dataclass
from enum import Enum, auto


class ProblemKind(Enum):
    """The kinds of refusal that dialects answer differently."""

    NO_CREDENTIAL = auto()
    CREDENTIAL = auto()
    FORBIDDEN = auto()
    NO_ROUTE = auto()
    METHOD = auto()
    MALFORMED = auto()
    INVALID = auto()
    UNKNOWN_MODEL = auto()
    NO_RESOURCE = auto()
    TOO_LONG = auto()
    TOO_LARGE = auto()
    INTERNAL = auto()


@dataclass(frozen=True, slots=True)
class Problem:
    """One refusal: its kind, its message and the place in the request."""

    kind: ProblemKind
    message: str
    at: tuple[str | int, ...] = ()
    allow: str = ""
    # In the place of the code that goes with the kind.
    code: str = ""

    @property
    def param(self) -> str | None:
        """The place as OpenAI writes it: `messages[0].role`."""
        text = ""
        for step in self.at:
            text += f"[{step}]" if isinstance(step, int) else f".{step}"
        return text.removeprefix(".") or None


class Refused(Exception):
    """Raised to refuse a call."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def invalid(message: str, *at: str | int) -> Refused:
    """A refusal of one field of the request."""
    return Refused(Problem(ProblemKind.INVALID, message, at))
