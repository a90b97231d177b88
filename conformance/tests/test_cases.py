"""The linter of the suite's data: cases, requirements, sources and profiles."""

import json
import re
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

from conformance.cli.costs import is_text
from conformance.core.requirement import MUST
from conformance.formats.paths import data
from conformance.formats.schema import first_error, validator
from conformance.formats.template import places
from conformance.inputs.capability import capabilities, chain
from conformance.inputs.case import Case, Expects, cases
from conformance.inputs.profile import Profile, profiles
from conformance.inputs.source import sources
from conformance.reporting.catalogue import CatalogueEntry, applies, entries

CASES, ENTRIES, PROFILES = (
    tuple(cases().values()),
    entries(),
    tuple(profiles().values()),
)
FILES = sorted(data("cases").glob("*/**/*.json"))
WIRE = sorted(path.stem for path in (data("schemas") / "wire").glob("*.json"))
OWN_MARKS = ("seed", "vendor")
MARKS = (*OWN_MARKS, "upstream", "client", "inferred")
FILLED = re.compile(
    r"models\.[\w-]+|unknown_model|nonce|words\.\d+|upstream_model|second_model"
    r"|listener\.(picture|redirect|hook)|(files|pictures)\.[a-z-]+"
    r"|(steps|after)\.[\w-]+\.json(\.[\w-]+)*"
)
MOST_EXCHANGES = 123  # under openai; a vendor with bounds of its own gets more
MOST_EXCHANGES_OF_A_VENDOR = 130
MOST_OF_ALL = 160
MOST_OF_ALL_WITH_LISTS = 175  # a vendor that documents more of Midjourney's routes
MOST_TOKENS = 3000


def of_case(case: Case) -> str:
    """The name under which a case is listed."""
    return case.name


def of_entry(entry: CatalogueEntry) -> str:
    """The id under which a requirement is listed."""
    return entry.id


def of_profile(profile: Profile) -> str:
    """The name under which a profile is listed."""
    return profile.name


def sent_under(profile: Profile) -> Iterator[Case]:
    """The cases that a profile lets apply."""
    for case in CASES:
        limited = case.profiles and profile.name not in case.profiles
        if not limited and all(need in profile.knows for need in case.needs):
            yield case


def judging(case: Case) -> Iterator[CatalogueEntry]:
    """The requirements that are judged on a case."""
    for entry in ENTRIES:
        if any(fnmatchcase(case.name, pattern) for pattern in entry.requirement.on):
            yield entry


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_case_names_its_schema(path: Path) -> None:
    """The `$schema` of a case leads to the schema of cases."""
    named = path.parent / json.loads(path.read_text("utf-8"))["$schema"]
    assert named.resolve() == (data("schemas") / "own" / "case.json").resolve()


@pytest.mark.parametrize("case", CASES, ids=of_case)
def test_a_case_names_what_is_known(case: Case) -> None:
    """Capabilities, profiles, source and places of a case exist."""
    assert set(case.needs) <= set(capabilities())
    assert set(case.profiles) <= set(profiles())
    assert case.source in sources()
    named = places([[s.path, s.json, s.body, s.form] for s in case.steps])
    assert [place for place in named if not FILLED.fullmatch(place)] == []


@pytest.mark.parametrize("case", CASES, ids=of_case)
def test_a_case_comes_after_one_that_is_sent_with_it(case: Case) -> None:
    """What a case begins with is sent wherever the case is, and ends somewhere."""
    seen = [case.name]
    while case.after:
        before = cases()[case.after]
        assert before.name not in seen
        for profile in PROFILES:
            sent = tuple(sent_under(profile))
            assert case not in sent or before in sent
        parts = {part for need in case.needs for part in chain(need)}
        assert {p for need in before.needs for p in chain(need)} <= parts
        seen.append(before.name)
        case = before


@pytest.mark.parametrize("case", CASES, ids=of_case)
def test_a_case_stands_beside_another_that_sends_something(case: Case) -> None:
    if case.beside:
        assert case.beside != case.name
        assert cases()[case.beside].steps


@pytest.mark.parametrize("case", CASES, ids=of_case)
def test_a_case_is_judged_by_something_of_its_own(case: Case) -> None:
    """A case is sent for more than those requirements that look at every case."""
    assert [e.id for e in judging(case) if e.requirement.on != ("*",)]


@pytest.mark.parametrize("case", CASES, ids=of_case)
def test_a_case_applies_to_a_profile(case: Case) -> None:
    """At least one profile sends a case, and each profile that it names does."""
    names = {p.name for p in PROFILES if case in tuple(sent_under(p))}
    assert names
    assert set(case.profiles) <= names


@pytest.mark.parametrize("case", CASES, ids=of_case)
def test_a_success_has_one_requirement_on_its_acceptance(case: Case) -> None:
    """Acceptance is judged once where it is due, and nowhere else."""
    found = [e.id for e in judging(case) if e.id.split(".")[-1] == "accepted"]
    assert len(found) == (case.expects is Expects.SUCCESS)


@pytest.mark.parametrize("case", CASES, ids=of_case)
def test_a_refusal_has_a_kind_with_statuses(case: Case) -> None:
    """Each profile that sends a refusal says which statuses answer it."""
    for profile in PROFILES:
        if case in tuple(sent_under(profile)) and case.expects is not Expects.SUCCESS:
            assert profile.statuses[case.status], (profile.name, case.status)


@pytest.mark.parametrize("case", CASES, ids=of_case)
def test_a_success_has_a_cap_on_tokens(case: Case) -> None:
    """Requests that are to succeed cap their tokens; documented examples may not."""
    example = "example" in case.source or case.expects is Expects.REFUSAL
    for step in case.steps:
        made = step.json if isinstance(step.json, dict) else {}
        if is_text(step) and {"messages", "prompt"} & made.keys() and not example:
            cap = made.get("max_tokens", made.get("max_completion_tokens"))
            assert isinstance(cap, int)
            assert cap <= 200


def test_ids_are_unique() -> None:
    """No two requirements share an id."""
    ids = [entry.id for entry in ENTRIES]
    assert sorted(set(ids)) == ids


@pytest.mark.parametrize("entry", ENTRIES, ids=of_entry)
def test_an_id_is_dotted_and_begins_with_its_area(entry: CatalogueEntry) -> None:
    """An id is lower case, dotted, and begins with the folder it stands in."""
    assert re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", entry.id)
    assert entry.module.split(".")[-2] == entry.requirement.area


@pytest.mark.parametrize("entry", ENTRIES, ids=of_entry)
def test_every_pattern_finds_a_case(entry: CatalogueEntry) -> None:
    """Each pattern of a requirement finds a case, and one profile sends some."""
    for pattern in entry.requirement.on:
        assert any(fnmatchcase(case.name, pattern) for case in CASES), pattern
    judged = [c for p in PROFILES for c in CASES if applies(c, entry.requirement, p)]
    assert judged


@pytest.mark.parametrize("entry", ENTRIES, ids=of_entry)
def test_a_sentence_says_what_is(entry: CatalogueEntry) -> None:
    """A docstring is one sentence, and leaves it to the level how binding it is."""
    assert re.fullmatch(r"[A-Z`][^\n]*\.", entry.sentence)
    assert ". " not in entry.sentence
    assert not re.search(r"\b(must|should|may)\b", entry.sentence, re.IGNORECASE)
    assert (entry.function.__doc__ or "").strip() == entry.sentence


@pytest.mark.parametrize("entry", ENTRIES, ids=of_entry)
def test_a_requirement_says_how_to_fix_it(entry: CatalogueEntry) -> None:
    """There is one line of advice, and a MUST of no vendor says what it breaks."""
    stated = entry.requirement
    assert re.fullmatch(r"[A-Z][^\n]*\.", stated.fix)
    assert stated.source in sources()
    assert set(stated.profiles) <= set(profiles())
    if stated.level is MUST and sources()[stated.source].mark not in OWN_MARKS:
        assert re.fullmatch(r"[A-Z][^\n]*\.", stated.breaks)


@pytest.mark.parametrize("profile", PROFILES, ids=of_profile)
def test_no_must_is_inferred(profile: Profile) -> None:
    """Under no profile does a MUST come from what was only inferred."""
    stated = [entry.requirement for entry in ENTRIES]
    must = [r for r in stated if profile.level(r) is MUST]
    marks = {r.id: sources()[profile.source(r)].mark for r in must}
    assert [id for id, mark in marks.items() if mark == "inferred"] == []


@pytest.mark.parametrize("profile", PROFILES, ids=of_profile)
def test_statements_name_what_is_known(profile: Profile) -> None:
    """Each statement of a profile finds a requirement and a source."""
    for statement in profile.statements:
        assert statement.source in sources(), statement
        found = [e for e in ENTRIES if fnmatchcase(e.id, statement.requirement)]
        assert any(
            applies(case, entry.requirement, profile)
            for entry in found
            for case in CASES
        ), statement


@pytest.mark.parametrize("profile", PROFILES, ids=of_profile)
def test_a_profile_names_what_is_known(profile: Profile) -> None:
    """Capabilities and envelopes exist, and no capability is named twice."""
    assert len(set(profile.knows)) == len(profile.knows)
    assert set(profile.knows) <= set(capabilities())
    for name in profile.knows:
        assert set(chain(name)) <= set(profile.knows), name
    assert "default" in profile.envelopes
    assert {f"wire/{name}" for name in WIRE} >= set(profile.envelopes.values()) - {""}
    wanted = {kind for case in sent_under(profile) for kind in case.models}
    assert wanted <= set(profile.models)


@pytest.mark.parametrize("name", sorted(capabilities()))
def test_a_capability_is_found_out_by_a_case_of_its_own(name: str) -> None:
    """Discovery takes one case that needs nothing but the capability itself."""
    found = cases()[capabilities()[name].case]
    assert found.needs == (name,)
    # What is costly is never looked for, only claimed.
    assert found.expects is Expects.SUCCESS or capabilities()[name].costly
    others = [c.case for other, c in capabilities().items() if other != name]
    assert found.name not in others


@pytest.mark.parametrize("profile", PROFILES, ids=of_profile)
def test_the_discovery_of_what_a_profile_knows_applies_to_it(profile: Profile) -> None:
    """Whether a known capability is there can be found out under the profile."""
    applying = {case.name for case in sent_under(profile)}
    assert {capabilities()[name].case for name in profile.knows} <= applying


def is_cheap(case: Case) -> bool:
    """Whether a case is sent without being claimed."""
    parts = [part for need in case.needs for part in chain(need)]
    return not any(capabilities()[part].costly for part in parts)


@pytest.mark.parametrize("profile", PROFILES, ids=of_profile)
def test_a_run_stays_small(profile: Profile) -> None:
    """A run without instruments, and without what is costly, costs little."""
    usual = [case for case in sent_under(profile) if not case.instrument]
    cheap = [case for case in usual if is_cheap(case)]
    reference = profile.name == "openai"
    most = MOST_EXCHANGES if reference else MOST_EXCHANGES_OF_A_VENDOR
    assert 0 < sum(len(case.steps) for case in cheap) <= most
    assert sum(case.tokens for case in cheap) <= MOST_TOKENS


@pytest.mark.parametrize("profile", PROFILES, ids=of_profile)
def test_a_run_of_all_stays_small(profile: Profile) -> None:
    """With all that is costly, and Midjourney, a run is still a small one."""
    usual = [case for case in sent_under(profile) if not case.instrument]
    most = MOST_OF_ALL_WITH_LISTS if profile.name == "modellss" else MOST_OF_ALL
    assert sum(len(case.steps) for case in usual) <= most


def test_sources_are_marked_and_used() -> None:
    """Each passage has a known mark, and something that comes from it."""
    assert {source.mark for source in sources().values()} <= set(MARKS)
    used = {entry.requirement.source for entry in ENTRIES}
    used |= {case.source for case in CASES}
    used |= {s.source for profile in PROFILES for s in profile.statements}
    assert sorted(set(sources()) - used) == []


@pytest.mark.parametrize("name", WIRE)
def test_a_wire_schema_is_one(name: str) -> None:
    """Each schema of what relays send is a schema, and its references resolve."""
    made = validator(f"wire/{name}")
    made.check_schema(made.schema)
    assert first_error(None, f"wire/{name}") is not None
