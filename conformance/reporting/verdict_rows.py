"""The verdict of one requirement, as a report has it."""

from collections.abc import Iterator

from conformance.core.finding import Finding
from conformance.core.target_verdict import RequirementVerdict
from conformance.core.verdict import Outcome
from conformance.inputs.source import Source
from conformance.inputs.target import Target
from conformance.reporting.catalogue import Catalogue, is_apart
from conformance.reporting.document import FindingRow, ItemRow, SourceRow, VerdictRow
from conformance.reporting.own import Standing

# Of one recording: beyond these, no request breaks what the others do not.
_MOST = 20


def row(
    target: Target, verdict: RequirementVerdict, catalogue: Catalogue
) -> VerdictRow:
    """The verdict of a requirement on a target, with what is stated of it."""
    entry = catalogue.find(verdict.requirement)
    stated = entry.requirement if entry else None
    key = target.profile.source(stated) if stated else ""
    written: VerdictRow = {
        "target": target.name,
        "requirement": verdict.requirement,
        "area": verdict.area,
        "level": verdict.level.value,
        "verdict": verdict.verdict.value,
        "lack": verdict.lack.value,
        "sentence": entry.sentence if entry else "",
        "message": verdict.deciding.message,
        "source": _source(key, catalogue.suite.sources.get(key)),
        "breaks": stated.breaks if stated else "",
        "fix": stated.fix if stated else "",
        "items": [_item(outcome) for outcome in _deciding_first(verdict)],
    }
    if stated and stated.own:
        apart = is_apart(stated, target.profile)
        written["own"] = (Standing.APART if apart else Standing.CONTRACT).value
    return written


def _source(key: str, source: Source | None) -> SourceRow:
    if source is None:
        return {"key": key, "title": "", "url": "", "says": ""}
    key = source.key  # an owner's has another where his words name it
    return {"key": key, "title": source.title, "url": source.url, "says": source.says}


def _deciding_first(verdict: RequirementVerdict) -> Iterator[Outcome]:
    yield verdict.deciding
    yield from (item for item in verdict.items if item is not verdict.deciding)


def _item(outcome: Outcome) -> ItemRow:
    return {
        "outcome": outcome.verdict.value,
        "case": outcome.case,
        "message": outcome.message,
        "expected": outcome.expected,
        "got": outcome.got,
        "at": outcome.at,
        "kind": outcome.kind,
        "loss": outcome.loss.value,
        "recording": outcome.recording,
        "step": outcome.step,
        "curl": outcome.curl,
        "more": [_finding(finding) for finding in outcome.more[:_MOST]],
        "unshown": max(0, len(outcome.more) - _MOST),
    }


def _finding(finding: Finding) -> FindingRow:
    return {
        "message": finding.message,
        "expected": finding.expected,
        "got": finding.got,
        "at": finding.at,
        "kind": finding.kind,
        "step": finding.step,
        "curl": finding.curl,
    }
