"""The linter of cases, of the passages they come from, and of the wire's schemas."""

import json
import math
import re
from pathlib import Path

import pytest

from conformance.cli.costs import unit_of
from conformance.formats.paths import data
from conformance.formats.schema import first_error, validator
from conformance.formats.template import places
from conformance.inputs.case import Case, Expects
from conformance.inputs.endpoint import Unit
from conformance.inputs.manner import NEW_CAP
from conformance.inputs.step import Step
from conformance.tests.linting import (
    CASES,
    ENTRIES,
    MARKS,
    PROFILES,
    is_cheap,
    judging,
    sent_under,
    wrong_cases,
)
from conformance.tests.packaged import SUITE

REFERENCE = SUITE.profiles["openai"]
# What relays reckon with for an effort at most, where it is low.
BUDGET = 2048
FILES = sorted(data("cases").glob("*/**/*.json"))
SCHEMA = data("schemas") / "own" / "case.json"
WIRE = sorted(path.stem for path in (data("schemas") / "wire").glob("*.json"))
FILLED = re.compile(
    r"models\.[\w-]+|unknown_model|nonce|wish|words\.\d+|upstream_model|second_model"
    r"|listener\.(picture|redirect|hook)|(files|pictures)\.[a-z-]+"
    r"|(steps|after)\.[\w-]+\.json(\.[\w-]+)*"
)


def names_schema(path: Path) -> bool:
    """Whether the `$schema` of a file leads to the schema of cases."""
    name = str(json.loads(path.read_text("utf-8")).get("$schema"))
    return (path.parent / name).resolve() == SCHEMA.resolve()


def test_a_case_names_its_schema() -> None:
    wrong = [path.name for path in FILES if not names_schema(path)]
    assert wrong == [], 'begin with "$schema": "../../schemas/own/case.json"'


def test_a_case_names_what_is_known() -> None:
    assert wrong_cases(lambda case: set(case.needs) <= set(SUITE.capabilities)) == []


def test_the_source_of_a_case_is_known() -> None:
    wrong = wrong_cases(lambda case: case.source in SUITE.sources)
    assert wrong == [], "name a passage of cases/sources.toml, or add it there"


def test_the_places_of_a_case_can_be_filled() -> None:
    def are_known(case: Case) -> bool:
        names = places([[s.path, s.json, s.body, s.form] for s in case.steps])
        return all(FILLED.fullmatch(name) for name in names)

    assert wrong_cases(are_known) == []


def beginnings(case: Case) -> dict[str, Case]:
    """The cases that one comes after, by their names; a circle ends where it closes."""
    before: dict[str, Case] = {}
    while case.after and case.after not in before:
        case = before[case.after] = SUITE.cases[case.after]
    return before


@pytest.mark.parametrize("case", [c for c in CASES if c.after], ids=lambda c: c.name)
def test_a_case_comes_after_one_that_is_sent_with_it(case: Case) -> None:
    """What a case begins with is sent wherever the case is, and ends somewhere."""
    before = beginnings(case)
    assert case.name not in before
    parts = {part for need in case.needs for part in SUITE.chain(need)}
    for earlier in before.values():
        for profile in SUITE.profiles:
            sent = sent_under(profile)
            assert case not in sent or earlier in sent
        assert {part for need in earlier.needs for part in SUITE.chain(need)} <= parts


def test_a_case_stands_beside_another_that_sends_something() -> None:
    def is_right(case: Case) -> bool:
        return all(n != case.name and SUITE.cases[n].steps for n in case.beside)

    assert wrong_cases(lambda case: not case.beside or is_right(case)) == []


def test_a_case_is_judged_by_something_of_its_own() -> None:
    """A case is sent for more than those requirements that look at every case."""
    wrong = wrong_cases(
        lambda case: any(e.requirement.on != ("*",) for e in judging(case))
    )
    assert wrong == [], "name the case in `on` of the requirement that judges it"


def test_a_case_applies_to_a_profile() -> None:
    """At least one profile sends a case, and not all do if it hangs on something."""

    def applies(case: Case) -> bool:
        names = [name for name in SUITE.profiles if case in sent_under(name)]
        hangs = bool(case.when or case.unless)
        return 0 < len(names) <= len(SUITE.profiles) - hangs

    assert wrong_cases(applies) == [], "a profile has to know what the case needs"


def test_the_places_of_conditions_are_there() -> None:
    def is_right(case: Case) -> bool:
        slips = [*case.when.slips(REFERENCE), *case.unless.slips(REFERENCE)]
        rows = dict((*case.when.rows, *case.unless.rows))
        return (
            not slips
            and set(rows.get("states", ())) <= {entry.id for entry in ENTRIES}
            and rows.get("quotes", case.source) in SUITE.sources
            and rows.get("knows", "chat") in SUITE.capabilities
        )

    assert wrong_cases(is_right) == [], "a condition names what a profile can say"


def test_a_success_has_one_requirement_on_its_acceptance() -> None:
    """Acceptance is judged once where it is due, and nowhere else."""
    wrong = {}
    for case in CASES:
        on_acceptance = [e.id for e in judging(case) if e.id.endswith(".accepted")]
        if len(on_acceptance) != (case.expects is Expects.SUCCESS):
            wrong[case.name] = on_acceptance
    assert wrong == {}, (
        "name a case that expects success in `on` of one `*.accepted` requirement "
        "(conformance/requirements/<area>/test_accepted.py, where there is one), "
        "and any other case in none"
    )


def test_a_refusal_has_a_kind_with_statuses() -> None:
    """Each profile that sends a refusal says which statuses answer it."""
    wrong = [
        (profile.name, case.name, case.status)
        for profile in PROFILES
        for case in sent_under(profile.name)
        if case.expects is not Expects.SUCCESS and not profile.statuses.get(case.status)
    ]
    assert wrong == [], "give the profile's [statuses] a line for this status"


def has_cap(step: Step) -> bool:
    """Whether a step that asks for text caps it at few tokens."""
    fields = step.json if isinstance(step.json, dict) else {}
    unit = unit_of(step, SUITE.endpoints.values())
    if unit is not Unit.TOKENS or not {"messages", "prompt"} & fields.keys():
        return True
    if step.answer is None:
        return bool(fields.get(NEW_CAP, math.inf) <= BUDGET)
    return step.answer.tokens <= (BUDGET if step.answer.exact else 200)


def test_a_success_has_a_cap_on_tokens() -> None:
    """Requests that are to succeed cap their tokens; documented examples may not.

    What is about the cap itself may have one as large as a budget for thinking, and
    what costs so much that it has to be claimed may have any.
    """

    def is_right(case: Case) -> bool:
        example = "example" in case.source or case.expects is Expects.REFUSAL
        return example or not is_cheap(case) or all(map(has_cap, case.steps))

    assert wrong_cases(is_right) == [], (
        'cap the tokens, at most 200: "answer": {"tokens": 16} beside the JSON'
    )


def test_sources_are_marked_and_used() -> None:
    """Each passage has a known mark, and something that comes from it."""
    assert {source.mark for source in SUITE.sources.values()} <= set(MARKS)
    used = {entry.requirement.source for entry in ENTRIES}
    used |= {case.source for case in CASES}
    used |= {s.source for profile in PROFILES for s in profile.statements}
    used |= {statement.id for statement in SUITE.statements}
    assert sorted(set(SUITE.sources) - used) == []


@pytest.mark.parametrize("name", WIRE)
def test_a_wire_schema_is_one(name: str) -> None:
    """Each schema of what relays send is a schema, and its references resolve."""
    schema = validator(f"wire/{name}")
    schema.check_schema(schema.schema)
    assert first_error(None, f"wire/{name}") is not None
