"""What came out for the requirements of a target's owner, beside its contract."""

from collections.abc import Iterator
from enum import StrEnum

from conformance.core.target_verdict import TargetVerdict
from conformance.core.verdict import ExitCode, NotTestedReason, Verdict
from conformance.formats.escape import count
from conformance.inputs.suite import Suite
from conformance.reporting import totals
from conformance.reporting.document import (
    OwnFolderRow,
    OwnRow,
    TargetRow,
    VerdictRow,
)


class Standing(StrEnum):
    """How a requirement of an owner's stands to the contract of a target."""

    APART = "apart"  # it says nothing of the contract
    CONTRACT = "contract"  # the profile names it


class OwnState(StrEnum):
    """What the owner's requirements beside a contract came to."""

    KEPT = "kept"
    VIOLATED = "violated"
    NOT_TESTED = "not-tested"


_STATES = {
    ExitCode.CONFORMANT: OwnState.KEPT,
    ExitCode.VIOLATED: OwnState.VIOLATED,
    ExitCode.INCOMPLETE: OwnState.NOT_TESTED,
}
_ENDS = {state: code for code, state in _STATES.items()}


def row(verdict: TargetVerdict) -> OwnRow:
    """What these verdicts come to, as a report has it."""
    return {
        "state": _STATES[end(verdict)].value,
        "conclusion": conclusion(verdict),
        "counts": totals.state_counts(verdict.counts),
        "bad_waivers": list(verdict.bad_waivers),
        "summary": {
            "levels": totals.by_level(verdict.verdicts),
            "areas": totals.by_area(verdict.verdicts),
        },
    }


def end(verdict: TargetVerdict) -> ExitCode:
    """How a run ends as far as these verdicts go; what does not apply is kept."""
    applies = any(v.verdict is not Verdict.NOT_APPLICABLE for v in verdict.verdicts)
    return verdict.exit_code if applies or verdict.bad_waivers else ExitCode.CONFORMANT


def end_of(target: TargetRow) -> ExitCode:
    """The same for a target of a report."""
    state = target["own"]["state"] if "own" in target else OwnState.KEPT
    return _ENDS[OwnState(state)]


def conclusion(verdict: TargetVerdict) -> str:
    """What these verdicts come to, in words."""
    parts = list(_against(verdict))
    if end(verdict) is ExitCode.CONFORMANT:
        return "; ".join(["own requirements kept", *parts])
    return f"own requirements: {'; '.join(parts) or 'none judged'}"


def _against(verdict: TargetVerdict) -> Iterator[str]:
    counts = verdict.counts
    if counts.must_violated:
        yield f"{count(counts.must_violated, 'MUST')} violated"
    if counts.should_violated:
        yield f"{count(counts.should_violated, 'SHOULD')} missed"
    if counts.waived:
        yield f"{counts.waived} waived"
    if counts.bad_waivers:
        yield count(counts.bad_waivers, "stale or expired waiver")
    instruments = sum(v.lack is NotTestedReason.INSTRUMENT for v in verdict.verdicts)
    if lacking := counts.lost + counts.blocked + instruments:
        yield f"{lacking} not tested"


def folders(suite: Suite) -> list[OwnFolderRow]:
    """The folders of owners that a run was judged with."""
    return [{"name": one.name, "digest": one.digest} for one in suite.own]


def is_apart(verdict: VerdictRow) -> bool:
    """Whether a verdict of a report says nothing of the target's contract."""
    return verdict.get("own") == Standing.APART


def without(target: TargetRow) -> TargetRow:
    """A target without what its report says of the owner's requirements."""
    if "own" not in target:
        return target
    said = f"; {target['own']['conclusion']}"
    left = target.copy()
    del left["own"]
    left["conclusion"] = target["conclusion"].removesuffix(said)
    return left
