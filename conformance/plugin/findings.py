"""All that shows a violation: which answers, and what their requests are about."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from conformance.core.exchange import Exchange, Recording
from conformance.core.finding import Finding
from conformance.core.verdict import Outcome
from conformance.core.violation import Violation
from conformance.inputs.case import Case, Expects
from conformance.inputs.step import Auth
from conformance.inputs.target import Target
from conformance.plugin.evidence import Evidence, shown_by
from conformance.reporting.curl import curl_line


def with_findings(
    outcome: Outcome,
    recordings: Sequence[Recording],
    error: BaseException | None,
    case: Case,
    target: Target,
    clean: Callable[[str], str],
) -> Outcome:
    """A violated outcome with the exchange that shows it, and with all others."""
    shown = shown_by(error, recordings)
    if shown is None:
        return outcome
    more = error.more if isinstance(error, Violation) else ()
    return replace(
        outcome,
        **_where(shown, error, case, target),
        more=tuple(_finding(v, recordings, case, target, clean) for v in more),
    )


def _finding(
    violation: Violation,
    recordings: Sequence[Recording],
    case: Case,
    target: Target,
    clean: Callable[[str], str],
) -> Finding:
    shown = shown_by(violation, recordings)
    return Finding(
        message=clean(str(violation)),
        expected=clean(violation.expected),
        got=clean(violation.got),
        at=clean(violation.at),
        kind=violation.kind,
        **(_where(shown, violation, case, target) if shown else {}),
    )


def _where(
    shown: Evidence, error: BaseException | None, case: Case, target: Target
) -> dict[str, Any]:
    said = error if isinstance(error, Violation) else Violation("")
    about = said.about
    return {
        "recording": path_of(target, shown.recording.case),
        "step": shown.step,
        "curl": _curl(shown, case, target),
        "numbers": shown.numbers(said.alike),
        "about": _about(case, shown.exchange) if about is None else about,
    }


def _curl(shown: Evidence, case: Case, target: Target) -> str:
    """The line for what shows a violation, with all that was special about it."""
    steps = case.steps if shown.recording.case == case.name else ()
    step = next((s for s in steps if s.name == shown.exchange.step), None)
    second = step is not None and step.auth is Auth.SECOND
    key_env = target.equipment.second_key_env if second else target.key_env
    notes = []
    if step is not None and step.close_after:
        notes.append(f"the answer was left after {step.close_after} bytes")
    if shown.step:
        number = len(shown.recording.exchanges)
        notes.append(f"one of {number} requests of the recording")
    return curl_line(shown.exchange, key_env, notes)


def path_of(target: Target, case: str) -> str:
    """Where a recording is in the report's folder."""
    return f"recordings/{target.slug}/{case}.json"


def _about(case: Case, exchange: Exchange) -> tuple[str, ...]:
    """The field that a case breaks; of a request that is allowed, what it asks for."""
    if case.expects is not Expects.SUCCESS:
        return (case.about,) if case.about else ()
    return exchange.request.options
