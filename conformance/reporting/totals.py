"""Counts verdicts, and says in one line what they come to."""

from collections import Counter
from collections.abc import Iterable, Iterator

from conformance.core.requirement import Level
from conformance.core.verdict import ExitCode, NotTestedReason, Verdict, breaks
from conformance.formats.escape import count
from conformance.reporting.verdicts import Judged, Verdicts

Counts = dict[str, int]


def by_level(verdicts: Iterable[Verdicts]) -> dict[str, Counts]:
    """How many requirements of each level have each verdict."""
    found = Counter((v.level, v.verdict) for v in verdicts)
    return {
        level.value: {verdict.value: found[level, verdict] for verdict in Verdict}
        for level in Level
    }


def by_area(verdicts: Iterable[Verdicts]) -> dict[str, dict[str, Counts]]:
    """The counts by level for each area, sorted."""
    areas: dict[str, list[Verdicts]] = {}
    for verdict in verdicts:
        areas.setdefault(verdict.area, []).append(verdict)
    return {area: by_level(areas[area]) for area in sorted(areas)}


def conclusion(judged: Judged) -> str:
    """What the verdicts on one target come to, in one line."""
    match judged.exit_code:
        case ExitCode.VIOLATED:
            return "NOT CONFORMANT: " + "; ".join(_against(judged))
        case ExitCode.INCOMPLETE:
            return f"INCOMPLETE: {_unknown(judged)}"
    missed = _missed(judged)
    if judged.waived:
        waived = count(_number(judged, Verdict.WAIVED), "waiver")
        return "; ".join([f"not certified: conformant only by {waived}", *missed])
    if judged.strict:
        return "CONFORMANT, strict"
    return ", ".join(["conformant", *(missed or ["no SHOULD judged"])])


def _against(judged: Judged) -> Iterator[str]:
    """Each reason why a target is not conformant."""
    violated = sum(breaks(v.deciding) for v in judged.verdicts)
    if violated:
        yield f"{count(violated, 'MUST')} violated"
    if judged.bad_waivers:
        yield f"{count(len(judged.bad_waivers), 'stale or expired waiver')}"
    if lost := _lacking(judged, NotTestedReason.LOST):
        yield f"{count(lost, 'requirement')} not tested"


def _unknown(judged: Judged) -> str:
    """Why not enough is known of a target."""
    lacking = _lacking(judged, NotTestedReason.LOST, NotTestedReason.BLOCKED)
    if lacking:
        return f"{count(lacking, 'requirement')} not tested"
    return "nothing was judged"


def _missed(judged: Judged) -> list[str]:
    violated = (v for v in judged.verdicts if v.verdict is Verdict.VIOLATED)
    missed = sum(v.level is Level.SHOULD for v in violated)
    return [f"{count(missed, 'SHOULD')} missed"] if missed else []


def _lacking(judged: Judged, *lacks: NotTestedReason) -> int:
    return sum(v.deciding.lack in lacks for v in judged.verdicts)


def _number(judged: Judged, verdict: Verdict) -> int:
    return sum(v.verdict is verdict for v in judged.verdicts)
