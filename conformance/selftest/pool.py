"""Does many pieces of work at the same time, a process for each processor and one."""

import os
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor

from conformance.relay import variations
from conformance.selftest.changes import findings_of
from conformance.selftest.findings import Findings
from conformance.selftest.worker import Work

Judge = Callable[[Work], Findings]
# Enough for a faithful run to be worth it, and few enough to keep all busy to the end.
_BATCH = 24


def all_findings(
    work: Sequence[Work], judge: Judge = findings_of
) -> Iterator[Findings]:
    """What each piece of work led to, in their order."""
    # One more than there are processors: each of them also waits for answers.
    with ProcessPoolExecutor((os.cpu_count() or 1) + 1) as pool:
        places: dict[int, tuple[Future[list[Findings]], int]] = {}
        for batch in _batches(work):
            future = pool.submit(_done, [work[place] for place in batch], judge)
            places |= {place: (future, nth) for nth, place in enumerate(batch)}
        for place in range(len(work)):
            future, nth = places[place]
            yield future.result()[nth]


def _done(work: Sequence[Work], judge: Judge) -> list[Findings]:
    return [judge(one) for one in work]


def _batches(work: Sequence[Work]) -> Iterator[list[int]]:
    """The places of work that shares a faithful run, a few at a time."""
    groups: dict[Hashable, list[int]] = defaultdict(list)
    for place, one in enumerate(work):
        groups[_terms(one)].append(place)
    for group in groups.values():
        for first in range(0, len(group), _BATCH):
            yield group[first : first + _BATCH]


def _terms(work: Work) -> Hashable:
    """What tells apart on what terms relays are judged, as far as the names tell."""
    varied = {each.name for each in variations()}.issuperset(work.bend.split("+"))
    settings = work.seed, work.examples, work.client, work.public, work.claims
    return varied, work.profile, work.model, settings
