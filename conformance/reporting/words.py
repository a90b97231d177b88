"""How verdicts and states are named and coloured in every form of a report."""

from dataclasses import dataclass
from enum import StrEnum

from conformance.core.requirement import Level
from conformance.core.target_verdict import TargetState
from conformance.core.verdict import Verdict


class Mark(StrEnum):
    """How a verdict is marked: a violation by its level, all else by its name.

    The values are classes of the style sheets, and keys of a comparison's counts.
    """

    PASS = "pass"
    MUST = "must"
    SHOULD = "should"
    MAY = "may"
    WAIVED = "waived"
    INCONCLUSIVE = "inconclusive"
    NOT_TESTED = "not-tested"
    NOT_APPLICABLE = "not-applicable"
    ABSENT = "absent"  # in a comparison: the report does not have the requirement


@dataclass(frozen=True, slots=True)
class MarkWords:
    """The words for a mark.

    `sign` stands in a cell of a matrix and `label` in its legend, `column` above a
    column of numbers, `title` above a list, `phrase` behind a number in a sentence.
    `style` is rich's. `category` and `meaning` are for Allure.
    """

    sign: str
    label: str
    column: str
    title: str
    phrase: str
    style: str
    category: str
    meaning: str


# In the order of columns.
MARKS = {
    Mark.PASS: MarkWords(
        "✓", "pass", "pass", "Passed", "passed", "green", "Passed", "Judged, and held."
    ),
    Mark.MUST: MarkWords(
        "✗",
        "violated MUST",
        "MUST",
        "Violated MUST",
        "violated",
        "bold red",
        "MUST violated",
        "The target is not conformant.",
    ),
    Mark.SHOULD: MarkWords(
        "!",
        "violated SHOULD",
        "SHOULD",
        "Violated SHOULD",
        "violated",
        "yellow",
        "SHOULD violated",
        "The target is not strict.",
    ),
    Mark.MAY: MarkWords(
        "~",
        "violated MAY",
        "MAY",
        "Violated MAY",
        "violated",
        "cyan",
        "MAY violated",
        "Only noted.",
    ),
    Mark.WAIVED: MarkWords(
        "w",
        "waived",
        "waived",
        "Waived",
        "waived",
        "magenta",
        "Waived",
        "Violated, and accepted by a waiver in the target's file.",
    ),
    Mark.INCONCLUSIVE: MarkWords(
        "?",
        "inconclusive",
        "inconclusive",
        "Inconclusive",
        "inconclusive",
        "yellow",
        "Inconclusive",
        "Judged, but the target is too non-deterministic to decide.",
    ),
    Mark.NOT_TESTED: MarkWords(
        "-",
        "not tested",
        "not tested",
        "Not tested",
        "not tested",
        "yellow",
        "Not tested",
        "Applies, but could not be judged.",
    ),
    Mark.NOT_APPLICABLE: MarkWords(
        "·",
        "not applicable",
        "n.a.",
        "Not applicable",
        "n.a.",
        "dim",
        "Not applicable",
        "The target does not offer it, and need not.",
    ),
    Mark.ABSENT: MarkWords(
        " ", "not judged in this report", "", "Not judged", "not judged", "dim", "", ""
    ),
}
# The marks that a report itself can have, in the order of columns.
COLUMNS: tuple[Mark, ...] = tuple(mark for mark in Mark if mark is not Mark.ABSENT)
# The same, what people look for first in front.
IMPORTANCE = (
    Mark.MUST,
    Mark.SHOULD,
    Mark.MAY,
    Mark.WAIVED,
    Mark.NOT_TESTED,
    Mark.INCONCLUSIVE,
    Mark.PASS,
    Mark.NOT_APPLICABLE,
)
VIOLATED = (Mark.MUST, Mark.SHOULD, Mark.MAY)


def mark_of(level: str, verdict: str) -> Mark:
    """The mark of a verdict; that of a violation is its level."""
    return Mark(level.lower() if verdict == Verdict.VIOLATED else verdict)


def heading(mark: Mark) -> str:
    """What stands above a column of a table that says nothing of levels itself."""
    words = MARKS[mark]
    return words.label if mark in VIOLATED else words.column


def level_style(level: str) -> str:
    """rich's style for a level; none for what is not a level."""
    return MARKS[Mark(level.lower())].style if level in list(Level) else ""


@dataclass(frozen=True, slots=True)
class StateWords:
    """The words and colours for a target's state.

    `beginning` begins its conclusion, `strict` that of a strict target. `look` is a
    class of the style sheets, `style` is rich's.
    """

    headline: str
    beginning: str
    look: str
    style: str
    strict: str = ""


STATES = {
    TargetState.CONFORMANT: StateWords(
        "Conformant", "conformant, ", "good", "green", strict="CONFORMANT, "
    ),
    TargetState.WAIVED: StateWords(
        "Not certified", "not certified: ", "warn", "yellow"
    ),
    TargetState.INCOMPLETE: StateWords("Incomplete", "INCOMPLETE: ", "warn", "yellow"),
    TargetState.PARTIAL: StateWords("In part", "", "partly", "bold"),
    TargetState.NOT_CONFORMANT: StateWords(
        "Not conformant", "NOT CONFORMANT: ", "bad", "red"
    ),
}


# A part in which a MUST is violated: as much to do as for a whole.
_BROKEN_PART = StateWords("In part", "", "bad", "red")


def state_words(state: str, must_violated: int = 0) -> StateWords:
    """The words for a state; one that a later version wrote looks incomplete."""
    known = state if state in list(TargetState) else TargetState.INCOMPLETE
    if known == TargetState.PARTIAL and must_violated:
        return _BROKEN_PART
    return STATES[TargetState(known)]
