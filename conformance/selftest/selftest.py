"""Proves the suite: every fault is caught by its requirement, variations by none."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from conformance.inputs.suite import Suite
from conformance.relay import Bend, BendKind, faults, variations
from conformance.selftest.worker import VARIED, Findings, Work, all_judged

# Where a vendor's document and OpenAI's clash, a faithful relay misses these.
PORTABILITY = "portability."


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

    @property
    def missed(self) -> bool:
        """Whether the requirement that has to notice did not."""
        return bool(self.caught_by) and self.caught_by not in self.violated

    @property
    def bystanders(self) -> tuple[str, ...]:
        """Requirements that were violated though nothing of theirs was bent."""
        named = {self.caught_by, *self.also}
        return tuple(id for id in self.violated if id not in named)

    @property
    def good(self) -> bool:
        """Caught by the one that has to notice, and by nothing else."""
        return not (self.missed or self.bystanders or self.defects)


def bends(suite: Suite, wanted: Sequence[str] = ()) -> list[tuple[Bend | None, str]]:
    """What is to be judged: the faithful relay, then each bend in its profiles."""
    faithful: list[tuple[Bend | None, str]] = [(None, name) for name in suite.profiles]
    bent = [
        (bend, dialect)
        for bend in (*faults(), *variations())
        for dialect in bend.dialects
        if bend.name in wanted or not (wanted or bend.rare)
    ]
    return faithful + bent


def selftest(
    suite: Suite, wanted: Sequence[str] = (), examples: int = VARIED
) -> Iterator[BendResult]:
    """A row for the faithful relay under each profile, then one for each bend."""
    work = bends(suite, wanted)
    named = [
        Work(bend.name if bend else "", profile, examples=examples)
        for bend, profile in work
    ]
    usual: dict[str, frozenset[str]] = {}
    for (bend, profile), came in zip(work, all_judged(named), strict=True):
        if bend is None:
            usual[profile] = came.violated
            yield _faithful(profile, came)
        else:
            yield _bent(bend, profile, came, usual[profile])


def _faithful(profile: str, came: Findings) -> BendResult:
    """The faithful relay may miss only what vendor and OpenAI disagree about."""
    clashes = tuple(id for id in sorted(came.violated) if id.startswith(PORTABILITY))
    return BendResult(
        name="faithful",
        kind="faithful",
        profile=profile,
        also=clashes,
        violated=tuple(sorted(came.violated)),
        defects=(*came.defects, *came.lost),
    )


def _bent(
    bend: Bend, profile: str, came: Findings, usual: frozenset[str]
) -> BendResult:
    """A bend answers only for what the faithful relay does not show too."""
    may_lose = bend.kind is BendKind.FAULT  # one may keep exchanges from being had
    return BendResult(
        name=bend.name,
        kind=bend.kind,
        profile=profile,
        caught_by=bend.caught_by,
        also=bend.also,
        violated=tuple(sorted(came.violated - usual)),
        defects=came.defects if may_lose else (*came.defects, *came.lost),
    )
