"""Proves the suite: every fault is caught by its requirement, variations by none."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec

from conformance.inputs.suite import Suite
from conformance.relay import Bend, BendKind, faults, variations
from conformance.selftest.changes import findings_of
from conformance.selftest.failures import CLIENTS, failure_lines
from conformance.selftest.findings import Findings
from conformance.selftest.pool import Judge, all_findings
from conformance.selftest.worker import VARIED, Work

# Where a vendor's document and OpenAI's clash, a faithful relay misses these.
PORTABILITY = "portability."
# The one fault of a whole run that generated requests show: it proves how they are
# judged. The others are hunted with many seeds.
GENERATED_SAMPLE = "gen-five-stops-accepted"


@dataclass(frozen=True, slots=True)
class BendResult:
    """What one bend, or the faithful relay, led to under one profile."""

    name: str
    kind: str
    profile: str
    caught_by: str = ""
    also: tuple[str, ...] = ()
    violated: tuple[str, ...] = ()
    defects: tuple[str, ...] = ()
    # The lines of requirements that raised a Violation.
    lines: tuple[str, ...] = ()

    @property
    def missed(self) -> bool:
        """Whether the requirement that has to notice did not."""
        return bool(self.caught_by) and self.caught_by not in self.violated

    @property
    def bystanders(self) -> tuple[str, ...]:
        """Requirements that were violated though nothing of theirs was bent."""
        expected = {self.caught_by, *self.also}
        return tuple(id for id in self.violated if id not in expected)

    @property
    def good(self) -> bool:
        """Caught by the one that has to notice, and by nothing else."""
        return not (self.missed or self.bystanders or self.defects)


# Bends, or the faithful relay, each under a profile; the faithful one comes first.
Pairs = Sequence[tuple[Bend | None, str]]


def bends(suite: Suite, names: Sequence[str] = ()) -> list[tuple[Bend | None, str]]:
    """What is to be judged: the faithful relay, then each bend in its profiles.

    With names, these bends alone, and the faithful relay in their profiles.
    """
    bent = [
        (bend, dialect)
        for bend in (*faults(), *variations())
        for dialect in bend.dialects
        if _is_judged(bend, names)
    ]
    served = {dialect for _, dialect in bent}
    faithful = [n for n in suite.profiles if not names or n in served]
    return [*((None, name) for name in faithful), *bent]


def _is_judged(bend: Bend, names: Sequence[str]) -> bool:
    if needs_client(bend) and not has_client():
        return False
    if names:
        return bend.name in names
    return not bend.rare or bend.name == GENERATED_SAMPLE


def needs_client(bend: Bend) -> bool:
    """Whether only what an ordinary client makes of the answers shows a fault."""
    return bend.caught_by.startswith(f"{CLIENTS}.")


def has_client() -> bool:
    """Whether OpenAI's client is installed: without it its requirements are left."""
    return find_spec("openai") is not None


def work_of(bend: Bend | None, profile: str, examples: int = VARIED) -> Work:
    """The judgement of a bend, or of the faithful relay, under a profile."""
    return Work(
        bend.name if bend else "",
        profile,
        examples=examples,
        client=has_client() and (bend is None or needs_client(bend)),
        public=bend is not None and bend.public,
        model=bend.model if bend else "",
    )


def results(
    suite: Suite,
    names: Sequence[str] = (),
    examples: int = VARIED,
    judge: Judge = findings_of,
) -> Iterator[BendResult]:
    """A row for the faithful relay under each profile, then one for each bend."""
    pairs = bends(suite, names)
    work = [work_of(bend, profile, examples) for bend, profile in pairs]
    return rows(pairs, work, judge)


def rows(pairs: Pairs, work: Sequence[Work], judge: Judge) -> Iterator[BendResult]:
    """A row for each piece of work, which may be of bends that are an owner's."""
    usual: dict[str, frozenset[str]] = {}
    for (bend, profile), findings in zip(pairs, all_findings(work, judge), strict=True):
        if bend is None:
            usual[profile] = findings.violated
            yield faithful_result(profile, findings)
        else:
            yield bend_result(bend, profile, findings, usual[profile])


def faithful_result(profile: str, findings: Findings) -> BendResult:
    """The faithful relay may miss only what vendor and OpenAI disagree about."""
    violated = tuple(sorted(findings.violated))
    return BendResult(
        name="faithful",
        kind="faithful",
        profile=profile,
        also=tuple(id for id in violated if id.startswith(PORTABILITY)),
        violated=violated,
        defects=(*findings.defects, *findings.lost),
        lines=tuple(sorted(findings.lines)),
    )


def bend_result(
    bend: Bend, profile: str, findings: Findings, usual: frozenset[str]
) -> BendResult:
    """A bend answers only for what the faithful relay does not show too."""
    may_lose = bend.kind is BendKind.FAULT  # one may keep exchanges from being had
    lost = () if may_lose else findings.lost
    return BendResult(
        name=bend.name,
        kind=bend.kind,
        profile=profile,
        caught_by=bend.caught_by,
        also=bend.also,
        violated=tuple(sorted(findings.violated - usual)),
        defects=(*findings.defects, *lost),
        lines=tuple(sorted(findings.lines)),
    )


def unreached_lines(rows: Iterable[BendResult]) -> list[str]:
    """The ways to fail that no row shows, of those that could be judged here."""
    reached = {line for row in rows for line in row.lines}
    return sorted(countable_lines() - reached)


def countable_lines() -> frozenset[str]:
    """The ways to fail that can be judged here: without a client not all can."""
    lines = failure_lines()
    if has_client():
        return lines
    return frozenset(line for line in lines if not line.startswith(f"{CLIENTS}/"))
