"""Counts verdicts, and says in words what they come to."""

from collections import Counter
from collections.abc import Iterable, Iterator

from conformance.core.requirement import Level
from conformance.core.target_verdict import (
    RequirementVerdict,
    StateCounts,
    TargetState,
    TargetVerdict,
)
from conformance.core.verdict import Verdict
from conformance.formats.escape import count
from conformance.reporting.document import Levels, ScopeRow, StateCountsRow
from conformance.reporting.words import STATES


def by_level(verdicts: Iterable[RequirementVerdict]) -> Levels:
    """How many requirements of each level have each verdict."""
    numbers = Counter((v.level, v.verdict) for v in verdicts)
    return {
        level.value: {verdict.value: numbers[level, verdict] for verdict in Verdict}
        for level in Level
    }


def by_area(verdicts: Iterable[RequirementVerdict]) -> dict[str, Levels]:
    """The counts by level for each area, sorted."""
    areas: dict[str, list[RequirementVerdict]] = {}
    for verdict in verdicts:
        areas.setdefault(verdict.area, []).append(verdict)
    return {area: by_level(areas[area]) for area in sorted(areas)}


def detail(verdict: TargetVerdict) -> str:
    """What stands behind a state, in words."""
    counts = verdict.counts
    match verdict.state:
        case TargetState.PARTIAL:
            return "; ".join(_of_a_part(verdict))
        case TargetState.NOT_CONFORMANT:
            return "; ".join(_against(verdict))
        case TargetState.INCOMPLETE:
            lacking = counts.lost + counts.blocked
            if lacking:
                return f"{count(lacking, 'requirement')} not tested"
            return "nothing was judged"
        case TargetState.WAIVED:
            waived = f"conformant only by {count(counts.waived, 'waiver')}"
            return "; ".join([waived, *_missed(counts)])
    if verdict.strict:
        return "strict"
    return next(_missed(counts), "no SHOULD judged")


def _of_a_part(verdict: TargetVerdict) -> Iterator[str]:
    """How much was judged, and what is known of that: nothing of the whole."""
    counts = verdict.counts
    yield ", ".join((_share(verdict), *(_violated(verdict) if verdict.judged else ())))
    if counts.waived:
        yield f"{counts.waived} waived"
    if counts.bad_waivers:
        yield count(counts.bad_waivers, "stale or expired waiver")
    lacking = counts.lost + counts.blocked - verdict.cut_short
    if lacking:
        yield f"{count(lacking, 'requirement')} not tested"


def _share(verdict: TargetVerdict) -> str:
    if verdict.whole is None:
        return f"{verdict.judged} judged"
    share = f"{verdict.judged} of {verdict.whole} judged"
    return share if verdict.judged < verdict.whole else f"{share}, not on every case"


def _violated(verdict: TargetVerdict) -> Iterator[str]:
    """What is violated, by level; that of a MAY is only noted."""
    counts = verdict.counts
    if counts.must_violated:
        yield musts(counts.must_violated, _causes(verdict))
    yield from _missed(counts)
    if not counts.must_violated + counts.should_violated:
        yield "none violated"


def musts(violated: int, causes: int | None) -> str:
    """How many MUSTs are violated, and by how many causes where that is known."""
    words = f"{count(violated, 'MUST')} violated"
    return words if causes is None else f"{count(causes, 'cause')}, {words}"


def _causes(verdict: TargetVerdict) -> int | None:
    """How many causes the violated MUSTs have."""
    if verdict.causes is None:
        return None
    return sum(cause.level is Level.MUST for cause in verdict.causes)


def scope(verdict: TargetVerdict) -> ScopeRow:
    """How much was judged, as a report has it."""
    return {
        "judged": verdict.judged,
        "whole": verdict.whole,
        "partial": verdict.partial,
    }


def conclusion(verdict: TargetVerdict) -> str:
    """State and detail in one line."""
    words = STATES[verdict.state]
    beginning = words.strict if verdict.strict else words.beginning
    return f"{beginning}{detail(verdict)}"


def state_counts(counts: StateCounts) -> StateCountsRow:
    """The numbers behind a state, as a report has them."""
    return {
        "must_violated": counts.must_violated,
        "should_violated": counts.should_violated,
        "may_violated": counts.may_violated,
        "waived": counts.waived,
        "bad_waivers": counts.bad_waivers,
        "lost": counts.lost,
        "blocked": counts.blocked,
    }


def _against(verdict: TargetVerdict) -> Iterator[str]:
    """Each reason why a target is not conformant."""
    counts = verdict.counts
    if counts.must_violated:
        yield musts(counts.must_violated, _causes(verdict))
    if counts.bad_waivers:
        yield f"{count(counts.bad_waivers, 'stale or expired waiver')}"
    if counts.lost:
        yield f"{count(counts.lost, 'requirement')} not tested"


def _missed(counts: StateCounts) -> Iterator[str]:
    if counts.should_violated:
        yield f"{count(counts.should_violated, 'SHOULD')} missed"
