"""The self-test: whole, able to fail, and of one mind with pytest."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from conformance.core.catalogue_entry import CatalogueEntry
from conformance.core.requirement import MUST
from conformance.inputs.profile import Profile
from conformance.relay import Bend, BendKind, faults, plan, variations
from conformance.reporting.catalogue import applies
from conformance.selftest import results, worker
from conformance.selftest.findings import Findings, Judgement
from conformance.selftest.results import BendResult, bend_result, faithful_result
from conformance.selftest.worker import Work
from conformance.tests.packaged import CATALOGUE, SUITE
from conformance.tests.processes import python

# Requirements that faults name before they are stated: their faults are missed.
AWAITED: set[str] = set()
# Requirements that no fault can prove: none, and each would need its reason here.
UNPROVED: set[str] = set()

# Where conftest.py loads the suite's plugin.
ROOT = Path(results.__file__).parents[2]
BY_NAME = {bend.name: bend for bend in (*faults(), *variations())}
IDS = {entry.id for entry in CATALOGUE.entries}


def judged(entry: CatalogueEntry, profile: Profile) -> bool:
    """Whether a requirement is judged on anything under a profile."""
    return any(
        applies(case, entry.requirement, profile) for case in SUITE.cases.values()
    )


def binding(profile: Profile) -> Iterator[str]:
    """The requirements that are a MUST under a profile."""
    for entry in CATALOGUE.entries:
        if profile.level(entry.requirement) is MUST and judged(entry, profile):
            yield entry.id


def proved(profile: Profile) -> set[str]:
    """The requirements that a fault proves able to fail under a contract.

    A fault of what it extends does: the relay's answers are bent alike there.
    """
    return {bend.caught_by for bend in faults() if profile.is_meant(bend.dialects)}


def test_every_must_has_a_fault() -> None:
    """Every MUST is proved by a fault in a dialect where it is a MUST."""
    every = [(set(binding(one)), proved(one)) for one in SUITE.profiles.values()]
    shown = {id for ids, proofs in every for id in ids & proofs}
    assert {id for ids, _ in every for id in ids} - shown == UNPROVED


def test_bends_name_requirements() -> None:
    """A bend names requirements that exist, except for those that are awaited."""
    named = {id for bend in BY_NAME.values() for id in (bend.caught_by, *bend.also)}
    assert named - {""} - IDS == AWAITED


def test_the_catcher_is_judged_where_the_fault_is_served() -> None:
    """The requirement that catches a fault is judged in each of its dialects."""
    by_id = {entry.id: entry for entry in CATALOGUE.entries}
    unseen = [
        (bend.name, name)
        for bend in faults()
        for name in bend.dialects
        if bend.caught_by in by_id
        and not judged(by_id[bend.caught_by], SUITE.profiles[name])
    ]
    assert unseen == []


def test_a_named_bend_is_judged_beside_the_faithful_relay_of_its_profiles() -> None:
    """Named bends need no other profile; all of them are judged in every one."""
    bend = BY_NAME["models-engine-missing"]
    beside = [(None, name) for name in SUITE.profiles if name in bend.dialects]
    named = [(bend, name) for name in bend.dialects]
    assert results.bends(SUITE, [bend.name]) == [*beside, *named]
    every = [name for one, name in results.bends(SUITE) if one is None]
    assert every == list(SUITE.profiles)


def findings(name: str, profile: str = "openai") -> Findings:
    """What judging a bend leads to, in this process."""
    return worker.findings_of(Work(name, profile))


def row(name: str, profile: str = "openai") -> BendResult:
    """The row of a bend, judged in this process."""
    usual = findings("", profile).violated
    return bend_result(BY_NAME[name], profile, findings(name, profile), usual)


PROVED = [
    ("auth-wrong-key-accepted", "openai"),
    ("chat-name-twice", "openai"),
    ("http-no-answer", "openai"),
    ("models-engine-missing", "vmware-pais"),
    ("err-cmpl-bounds-not-validated", "vmware-pais"),
    ("cmpl-model-missing", "aitre"),
    ("usage-snapshots", "openai"),
    ("refuses-logprobs", "openai"),
]


@pytest.mark.slow
@pytest.mark.parametrize(("name", "profile"), PROVED)
def test_a_bend_gives_a_good_row(name: str, profile: str) -> None:
    """A fault is caught by its requirement alone, a variation by none."""
    result = row(name, profile)
    assert result.good, result
    assert result.caught_by in {"", *result.violated}


@pytest.mark.parametrize(
    "profile",
    [
        pytest.param(name, marks=[] if name == "openai" else pytest.mark.slow)
        for name in SUITE.profiles
    ],
)
def test_the_faithful_relay_is_clean(profile: str) -> None:
    """The faithful relay gives a good row under each profile."""
    assert faithful_result(profile, findings("", profile)).good


@pytest.mark.slow
def test_a_lost_requirement_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the requirement that has to catch it, a fault is missed."""
    pairs = worker.applicable("openai", ())
    left = tuple(pair for pair in pairs if pair[0].id != "chat.stream.done")
    monkeypatch.setattr(worker, "applicable", lambda *_: left)
    result = row("stream-no-done")
    assert result.missed
    assert not result.good


def ending_with(error: Exception | None) -> Callable[[Work], Iterator[Judgement]]:
    """Judgements that all end like this."""
    judgements = worker.judgements

    def judged(work: Work) -> Iterator[Judgement]:
        return (replace(judgement, error=error) for judgement in judgements(work))

    return judged


@pytest.mark.slow
def test_a_toothless_requirement_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A requirement that accepts everything misses its fault."""
    monkeypatch.setattr(worker, "judgements", ending_with(None))
    assert row("chat-created-ms").missed


def faithful(bend: Bend) -> Bend:
    """The bend with nothing bent."""
    return Bend(
        bend.name, bend.kind, bend.sentence, lambda call, go: go(call), bend.source
    )


@pytest.mark.slow
def test_a_fault_that_bends_nothing_is_noticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A fault that no longer bends anything is missed."""
    straight = tuple(map(faithful, faults()))
    monkeypatch.setattr(plan, "faults", lambda: straight)
    assert row("chat-created-ms").missed


def test_a_bystander_is_noticed() -> None:
    """A violation of which nothing was said makes the row bad."""
    bend = BY_NAME["models-authed-empty"]
    seen = findings(bend.name)
    silent = Bend(bend.name, bend.kind, "", bend.function, "", bend.caught_by)
    result = bend_result(silent, "openai", seen, frozenset())
    assert result.bystanders == bend.also
    assert not result.good


def test_a_variation_that_breaks_something_is_noticed() -> None:
    """A fault that is called a variation makes the row bad."""
    bend = BY_NAME["chat-created-ms"]
    called = Bend(bend.name, BendKind.VARIATION, "", bend.function, "")
    result = bend_result(called, "openai", findings(bend.name), frozenset())
    assert result.bystanders == (bend.caught_by,)
    assert not result.good


@pytest.mark.slow
def test_a_defect_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A requirement that raises something else makes the row bad."""
    monkeypatch.setattr(worker, "judgements", ending_with(KeyError("id")))
    result = row("chat-created-ms")
    assert "KeyError" in result.defects[0]
    assert not result.good


def by_pytest(name: str, reports: Path) -> set[str]:
    """The requirements that a run of pytest finds violated under a bend."""
    ended = python(
        ROOT,
        *("-m", "pytest", "-q", "--embedded", "--bend", name),
        *("--report-dir", str(reports)),
    )
    assert ended.returncode == 1, ended.stdout + ended.stderr
    verdicts = json.loads((reports / "report.json").read_text())["verdicts"]
    return {one["requirement"] for one in verdicts if one["verdict"] == "violated"}


@pytest.mark.process
@pytest.mark.parametrize("name", ["tool-id-missing", "stream-fixed-deadline"])
def test_pytest_finds_the_same(name: str, tmp_path: Path) -> None:
    """A run of pytest finds the same requirements violated."""
    bend = BY_NAME[name]
    assert by_pytest(name, tmp_path / "report") == set(row(name).violated)
    assert set(row(name).violated) == {bend.caught_by, *bend.also}
