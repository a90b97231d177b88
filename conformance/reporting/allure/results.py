"""Puts each of Allure's results into the report's words before it is written."""

import hashlib
from dataclasses import dataclass
from typing import Any

from pluggy import HookimplMarker

from conformance.core.verdict import Outcome, Verdict
from conformance.formats.escape import visible
from conformance.reporting.allure.exchange import harmless

_hook = HookimplMarker("allure")


@dataclass(frozen=True, slots=True)
class Place:
    """What an item judges, and on what."""

    target: str
    requirement: str
    case: str

    @property
    def history(self) -> str:
        """What ties an item to itself in other runs, wherever these were started."""
        return _digest(self.target, self.requirement, self.case)


@dataclass(slots=True, eq=False)
class Results:
    """Listens to Allure; holds what is known of the item that is under way."""

    place: Place | None = None
    outcome: Outcome | None = None

    @_hook(tryfirst=True)
    def report_result(self, result: Any) -> None:
        """Change a result just before it is written."""
        place, outcome = self.place, self.outcome
        self.place = self.outcome = None
        if place is None:
            return
        _identify(result, place)
        if result.statusDetails is None:
            return
        if outcome is None:
            _show(result.statusDetails)
        else:
            _explain(result.statusDetails, outcome)

    @_hook(tryfirst=True)
    def report_container(self, container: Any) -> None:
        """Of a judged item's fixtures, keep those with attachments: exchanges."""
        if self.place is None or self.outcome is None:
            return
        container.afters = []
        container.befores = [step for step in container.befores if step.attachments]
        for step in container.befores:
            if step.statusDetails is not None:
                # The exchange is there; what it lacks is said of the result.
                step.status, step.statusDetails = "skipped", None


def _identify(result: Any, place: Place) -> None:
    """By the requirement's id: where a file lies and a function's name may change."""
    result.historyId = place.history
    result.testCaseId = _digest(place.requirement)
    area = place.requirement.split(".", 1)[0]
    result.titlePath = [visible(place.target), area, place.requirement]
    for parameter in result.parameters:
        if parameter.name == "recording":
            parameter.value = visible(f"{place.target}: {place.case}")


def _explain(details: Any, outcome: Outcome) -> None:
    """In place of pytest's words for it, which name lines of our code."""
    details.message = visible(f"{outcome.level} {outcome.verdict}: {outcome.message}")
    rows = (
        ("expected", outcome.expected),
        ("got", outcome.got),
        ("where", outcome.at),
        ("case", outcome.case),
        ("recording", outcome.recording),
    )
    lines = [f"{name}: {visible(text)}" for name, text in rows if text]
    details.trace = "\n".join(lines)
    details.known = True if outcome.verdict is Verdict.WAIVED else None


def _show(details: Any) -> None:
    """A defect of ours: pytest's words are what helps."""
    details.message = harmless(details.message or "")
    details.trace = harmless(details.trace or "")


def _digest(*parts: str) -> str:
    text = "\0".join(parts).encode("utf-8", "backslashreplace")
    return hashlib.sha256(text).hexdigest()[:32]
