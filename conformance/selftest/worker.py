"""Judges one bent relay, without pytest: it takes the time of its exchanges.

A test holds this against a run of pytest.
"""

import logging
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from conformance.core.catalogue_entry import CatalogueEntry
from conformance.core.exchange import Recording
from conformance.inputs.case import Case
from conformance.inputs.limits import GenerationSettings
from conformance.inputs.stimulus import GeneratedRequests
from conformance.inputs.suite import Suite
from conformance.inputs.target import Target
from conformance.plugin.collection import is_wanted
from conformance.plugin.embedded import Embedded
from conformance.plugin.own_faults import own_bends
from conformance.relay import RelayPlan, blanks, faults, read_plan, variations
from conformance.relay.thinking.families import FAMILIES
from conformance.reporting.catalogue import applies, every_entry
from conformance.reporting.own_requirements import own_suite
from conformance.selftest.answer_log import AnswerLog
from conformance.selftest.arguments import arguments
from conformance.selftest.findings import Findings, Judgement, summary
from conformance.selftest.nowhere import Nowhere
from conformance.selftest.public import at_public_address
from conformance.sending.applicability import check_recording
from conformance.sending.excuses import with_excuses
from conformance.sending.recorder import Recorder
from conformance.sending.scheduler import FIRST

GENERATED = "generated"
LEVELS = "chat.reasoning.levels"
# Requests of each family under which no variation may be noticed.
VARIED = 10


@dataclass(frozen=True, slots=True)
class Work:
    """One judgement: a bend (empty: the faithful relay) under a profile.

    With a seed, only what is generated from it is sent and judged. Under a variation
    so many requests of each family are generated. An ordinary client is used where
    that is said, and the answers judged as if they came from a public address. Without
    claims the target may refuse what its profile does not require. A model that is
    named stands for the profile's chat model.
    """

    bend: str
    profile: str
    seed: int | None = None
    examples: int = VARIED
    client: bool = False
    public: bool = False
    claims: bool = True
    model: str = ""
    # The folders of owners whose requirements are judged as well, and whose faults
    # are known; and the requirements that alone are judged (none: all).
    own: tuple[str, ...] = ()
    only: tuple[str, ...] = ()


def findings_of(work: Work) -> Findings:
    """What all that is sent and judged for a piece of work leads to."""
    return summary(judgements(work), work.own)


def judgements(
    work: Work,
    only: Collection[str] = (),
    target: Target | None = None,
    cases: Collection[str] = (),
) -> Iterator[Judgement]:
    """Judge the requirements with these ids (none: all), and record what they need.

    A target that is given stands for the one that the work names. With cases, only
    these are judged; the first contact is made as it is in a whole run.
    """
    target, known = target or target_of(work), suite(work.own)
    recorder = Recorder.of(target, Nowhere(), known)
    chosen = only or work.only
    items = [i for i in _items(target, work) if not chosen or i[0].id in chosen]
    first = [n for n in FIRST if cases and any(case.name == n for _, case in items)][:1]
    items = [item for item in items if not cases or item[1].name in cases]
    recorder.start(dict.fromkeys((*first, *(case.name for _, case in items))))
    for entry, case in items:
        recording, given = None, {}
        try:
            recording = _recording(case, recorder, work)
            check_recording(
                case, target, known, recording, entry.requirement, recorder.get
            )
            recording = with_excuses(case, target, recording, recorder.get)
            given = arguments(entry, case, target, recorder, recording, known)
            entry.function(**given)
        except Exception as error:  # the caller tells every ending apart
            yield Judgement(entry.id, case.name, recording, error, given)
        else:
            yield Judgement(entry.id, case.name, recording, None, given)
    recorder.finish()


def _recording(case: Case, recorder: Recorder, work: Work) -> Recording:
    recording = recorder.get(case.name)
    if work.public:
        return at_public_address(recording, _relay(work.own).relay.url)
    return recording


def _items(target: Target, work: Work) -> Iterator[tuple[CatalogueEntry, Case]]:
    for entry, case in applicable(target.profile.name, work.own):
        hunted = entry.requirement.area == GENERATED and isinstance(
            case.stimulus, GeneratedRequests
        )
        if is_wanted(case, target) and (work.seed is None or hunted):
            yield entry, case


@cache
def applicable(
    profile: str, own: tuple[str, ...]
) -> tuple[tuple[CatalogueEntry, Case], ...]:
    """Each requirement with each case on which it is judged under a profile."""
    # The same for every row, and a fifth of the time of one.
    known = suite(own)
    return tuple(
        (entry, case)
        for entry in every_entry(known)
        for case in known.cases.values()
        if applies(case, entry.requirement, known.profiles[profile])
    )


def target_of(work: Work) -> Target:
    """The bent relay as a target; a variation may refuse what need not be offered.

    A fault that examples show is not looked for among generated requests as well.
    """
    name = f"{work.profile}+{work.bend}" if work.bend else work.profile
    target = _relay(work.own).target(name, suite(work.own))
    if not work.claims:
        target = replace(target, claims=_costly(target) if _is_blank(work) else ())
    if work.model:  # one that thinks refuses what others take: not all is claimed
        models = {**target.models, "chat": work.model}
        target = replace(target, models=models)
        target = replace(target, claims=_costly(target))
    bent = work.bend.split("+")
    if _is_blank(work):
        return replace(target, generation=GenerationSettings(work.examples, shrink=0))
    own = own_bends(suite(work.own))
    if {b.name for b in (*variations(), *own) if not b.caught_by}.issuperset(bent):
        generation = GenerationSettings(work.examples, shrink=0, client=work.client)
        return replace(target, claims=_costly(target), generation=generation)
    by_cases = {fault.name for fault in (*faults(), *own) if not fault.rare}
    examples = 0 if by_cases.intersection(bent) else None
    generation = GenerationSettings(examples, seed=work.seed or 0, client=work.client)
    return replace(target, generation=generation)


def _is_blank(work: Work) -> bool:
    """Whether the relay is one that hides what is asked of it."""
    return {bend.name for bend in blanks()}.issuperset(work.bend.split("+"))


def _costly(target: Target) -> tuple[str, ...]:
    """The claims without which nothing would be asked of what costs money."""
    # A model with one effort alone has no levels, and nobody would claim any.
    family = FAMILIES.get(target.models.get("chat", ""))
    void = LEVELS if family and len(family.efforts) == 1 else ""
    capabilities = suite().capabilities
    return tuple(n for n in target.claims if capabilities[n].costly and n != void)


def plan_of(work: Work) -> RelayPlan:
    """How the relay of this process answers under a bend."""
    spoken = _relay(()).relay.settings.dialects
    return read_plan(work.bend.split("+"), spoken[work.profile], spoken)


def relay_key() -> str:
    """The key of this process's own relay."""
    return _relay(()).access.key


@cache  # one for each way of calling it, so that there is one way alone
def _relay(own: tuple[str, ...]) -> Embedded:
    """This process's own relay."""
    # It would tell of each client that leaves early, as some cases do.
    logging.getLogger("asyncio").setLevel(logging.ERROR)
    return Embedded.start((), suite(own), faithful=answer_log().respond)


@cache
def answer_log() -> AnswerLog:
    """What this process's own relay answers faithfully."""
    return AnswerLog()


def suite(own: tuple[str, ...] = ()) -> Suite:
    """This process's own copy of the packaged suite, with these folders of owners."""
    return _suite(own)


@cache
def _suite(own: tuple[str, ...]) -> Suite:
    return own_suite(requirements=map(Path, own))
