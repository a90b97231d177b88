"""Folds violations below those that explain them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase

from conformance.core.explanation import Bond, Explanation
from conformance.core.finding import Finding
from conformance.core.requirement import Level
from conformance.core.verdict import Outcome, Verdict, findings_of

# By the id of a requirement: what may explain that it is violated.
Explanations = Mapping[str, Sequence[Explanation]]


@dataclass(frozen=True, slots=True)
class CaseFinding:
    """A finding, and the case that it is of.

    It is `apart` unless its answers violate something else, too, that explains it.
    """

    case: str
    finding: Finding
    apart: bool = True


@dataclass(frozen=True, slots=True)
class Violated:
    """A violated requirement, with all that shows it."""

    requirement: str
    level: Level
    findings: tuple[CaseFinding, ...]

    @property
    def answers(self) -> frozenset[tuple[str, int]]:
        """The answers that violate it."""
        return frozenset(
            answer for shown in self.findings for answer in shown.finding.answers
        )


@dataclass(frozen=True, slots=True)
class Folded:
    """A violated requirement, and which other one explains it by what they share."""

    requirement: str
    level: Level
    by: str
    bond: Bond


@dataclass(frozen=True, slots=True)
class Cause:
    """A violated requirement that no other explains, with those that it explains."""

    requirement: str
    level: Level
    folded: tuple[Folded, ...] = ()


def violated(requirement: str, level: Level, items: Iterable[Outcome]) -> Violated:
    """A requirement with what its items show."""
    shown = tuple(
        CaseFinding(item.case, finding)
        for item in items
        if item.verdict is Verdict.VIOLATED
        for finding in findings_of(item)
    )
    return Violated(requirement, level, shown)


def causes(violations: Sequence[Violated], explanations: Explanations) -> list[Cause]:
    """The causes of these violations, in their order; each is in exactly one.

    What a waiver accepts is none of them: it explains nothing, and is not explained.
    """
    every = [_parted(one, violations, explanations) for one in violations]
    folds = {
        fold.requirement: fold
        for one in every
        if (fold := _fold(one, every, explanations.get(one.requirement, ())))
    }
    roots = {one.requirement: _root(one.requirement, folds) for one in every}
    return [
        Cause(
            id, one.level, tuple(f for f in folds.values() if _is_below(f, id, roots))
        )
        for one in every
        if roots[id := one.requirement] == id
    ]


def _is_below(fold: Folded, id: str, roots: Mapping[str, str]) -> bool:
    return roots[fold.requirement] == id != fold.requirement


def _root(id: str, folds: Mapping[str, Folded]) -> str:
    """What explains a violation in the end; of a circle the first by name."""
    path = [id]
    while (fold := folds.get(path[-1])) is not None:
        if fold.by in path:
            return min(path[path.index(fold.by) :])
        path.append(fold.by)
    return path[-1]


def _parted(
    one: Violated, others: Iterable[Violated], explanations: Explanations
) -> Violated:
    """The same, with each finding known that another one of its answers explains.

    It stands for no other answer: what is wrong there is not explained with it.
    """
    patterns = [
        explanation.by
        for explanation in explanations.get(one.requirement, ())
        if explanation.bond is Bond.ANSWER
    ]
    explained = frozenset[tuple[str, int]]().union(
        *(
            other.answers
            for other in others
            if any(fnmatchcase(other.requirement, pattern) for pattern in patterns)
        )
    )
    parted = (
        replace(shown, apart=not explained.issuperset(shown.finding.answers))
        for shown in one.findings
    )
    return replace(one, findings=tuple(parted))


def _fold(
    one: Violated, others: Iterable[Violated], explanations: Sequence[Explanation]
) -> Folded | None:
    """What explains a violation whole: each of its findings, or it is a cause.

    A MUST is never explained by less than a MUST.
    """
    pairs = [
        (explanation, other)
        for explanation in explanations
        for other in others
        if other.requirement != one.requirement
        and fnmatchcase(other.requirement, explanation.by)
        and other.level.reaches(one.level)
    ]
    shares = [_share(one, *pair) for pair in pairs]
    if len(set().union(*shares)) < len(one.findings):
        return None
    explanation, other = pairs[max(range(len(pairs)), key=lambda n: len(shares[n]))]
    return Folded(one.requirement, one.level, other.requirement, explanation.bond)


def _share(one: Violated, explanation: Explanation, other: Violated) -> set[int]:
    """Which findings of a violation another one explains."""
    usable = [s for s in other.findings if fnmatchcase(s.case, explanation.when)]
    return {
        number
        for number, shown in enumerate(one.findings)
        if fnmatchcase(shown.case, explanation.cases)
        and _fits(explanation.bond, shown.finding, usable, other)
    }


def _fits(
    bond: Bond, finding: Finding, usable: Sequence[CaseFinding], other: Violated
) -> bool:
    apart = [shown.finding for shown in usable if shown.apart]
    match bond:
        case Bond.TARGET:
            return bool(usable)
        case Bond.ANSWER:
            return other.answers.issuperset(finding.answers)
        case Bond.PLACE:
            return any(finding.place == shown.place for shown in apart)
        case Bond.FIELD:
            return any(_is_about(finding, shown) for shown in apart)
        case Bond.LESS:
            return any(set(shown.about) <= set(finding.about) for shown in apart)


def _is_about(finding: Finding, other: Finding) -> bool:
    """Whether a request has no field to blame that the other's does not have."""
    fields = set(finding.about)
    return fields <= set(other.about) and bool(fields) == bool(other.about)
