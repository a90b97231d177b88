"""What judges a statement looks at it: at the field, the bound, the status it names."""

import re
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from conformance.formats.schema import validator
from conformance.inputs.case import Case, Expects
from conformance.inputs.manner import ORDINARY
from conformance.inputs.profile import Profile
from conformance.inputs.statement import PageStatement
from conformance.inputs.step import Auth, Step
from conformance.tests.judgements import paths, text_of
from conformance.tests.packaged import CATALOGUE, SUITE
from conformance.tests.pages import PAGES, Page

ENTRIES = {entry.id: entry for entry in CATALOGUE.entries}
# Of the four pages all is known of what they say of a field; of others only sentences.
JUDGED = [
    (one, id)
    for one in SUITE.statements
    if one.document in PAGES
    for id in one.judged_by
]
# What a name ends with where it says more of a field than that there is one.
WORDS = ("meaning", "only-with-stream", "repeats")
# What tells of a field in an answer, where that is not called like the field.
SHOWN_BY = {"stream": "media_type", "include_usage": "usage"}
BOUNDS = ("type", "items", "minItems", "minimum", "maximum")


def of_pair(value: object) -> str:
    """The name under which a statement, or a requirement, is listed."""
    return value.id if isinstance(value, PageStatement) else str(value)


def page(one: PageStatement) -> Page:
    """The page that makes a statement."""
    return PAGES[one.document]


def profile(one: PageStatement) -> Profile:
    """The contract that a statement belongs to."""
    return SUITE.profiles[one.profile]


def sent_for(one: PageStatement, id: str) -> tuple[Case, ...]:
    """The cases to the page's route on which its profile judges a requirement."""
    found = CATALOGUE.cases_of(ENTRIES[id], profile(one))
    written = [case for case in found if case.steps]
    return tuple(c for c in written if page(one).route.endswith(path_of(c)))


def path_of(case: Case) -> str:
    """Where the request of a case goes, below the version: `/v1/completions`."""
    return f"/v1{case.steps[-1].path}"


def steps_of(found: tuple[Case, ...]) -> list[Step]:
    """The last requests of cases: those that are judged."""
    return [case.steps[-1] for case in found]


def kind(one: PageStatement) -> str:
    """The first part of a statement's name."""
    return one.name.split(".")[0]


def named(first: str) -> list[tuple[PageStatement, str]]:
    """The judged statements whose names begin so."""
    return [(one, id) for one, id in JUDGED if kind(one) == first]


@pytest.mark.parametrize(("one", "id"), named("route"), ids=of_pair)
def test_the_route_is_requested(one: PageStatement, id: str) -> None:
    """Method and path of the page are those of a case, below the base path."""
    base = profile(one).base_path
    made = {f"{step.method} {base}{step.path}" for step in steps_of(sent_for(one, id))}
    assert page(one).route in made


def at(value: Any, path: list[str]) -> list[Any]:
    """The values at a path of names, through lists."""
    if isinstance(value, list):
        return [found for item in value for found in at(item, path)]
    if not path:
        return [value]
    if not isinstance(value, dict) or path[0] not in value:
        return []
    inner = value[path[0]]
    return [inner] if len(path) == 1 else at(inner, path[1:])


def field_of(one: PageStatement) -> tuple[list[str], str]:
    """The path of a request's field, and the word after it (or nothing)."""
    path = one.name.split(".")[1:]
    known = page(one).described
    if known and path[-1] in (*BOUNDS, *WORDS, "optional", "required", "default"):
        return path[:-1], path[-1]
    return path, ""


def shows(one: PageStatement, found: tuple[Case, ...]) -> bool:
    """Whether cases send what a statement on the request is about."""
    path, word = field_of(one)
    if word in BOUNDS:
        return any(breaks(one, case, path, word) for case in found)
    if word == "required":
        return any(lacks(case, path) for case in found)
    if word in ("optional", "default"):
        accepted = [case for case in found if case.expects is Expects.SUCCESS]
        return any(
            not at(s.sent_in(ORDINARY), path) for case in accepted for s in case.steps
        )
    return any(
        at(step.sent_in(ORDINARY), path) for case in found for step in case.steps
    )


def breaks(one: PageStatement, case: Case, path: list[str], word: str) -> bool:
    """Whether a refusal is about a field, and breaks this keyword of it."""
    described = page(one).described[".".join(path)]
    kept = Draft202012Validator({word: described[word]})
    values = at(case.steps[-1].sent_in(ORDINARY), path)
    return case.about == path[0] and any(not kept.is_valid(value) for value in values)


def lacks(case: Case, path: list[str]) -> bool:
    """Whether a request is refused for the lack of a field, or of its whole body."""
    step = case.steps[-1]
    if not path:
        return step.body == ""
    return case.about == path[0] and not at(step.sent_in(ORDINARY), path)


@pytest.mark.parametrize(("one", "id"), named("request"), ids=of_pair)
def test_what_is_said_of_a_field_is_sent(one: PageStatement, id: str) -> None:
    """A field is in a request, a bound is broken by one, a default left to it."""
    assert shows(one, sent_for(one, id))
    assert is_about(one, id)


def is_about(one: PageStatement, id: str) -> bool:
    """Whether a requirement is on what is accepted or refused, or names the field."""
    if id.split(".")[-1] in ("accepted", "refused", "status"):
        return True
    path, _ = field_of(one)
    shown = SHOWN_BY.get(path[-1], path[-1])
    return bool(re.search(rf"\b{shown}\b", text_of(id)))


@pytest.mark.parametrize(("one", "id"), named("header"), ids=of_pair)
def test_a_header_is_sent_or_left_out(one: PageStatement, id: str) -> None:
    """Credentials are judged by their lack; the others go with every JSON body."""
    steps = steps_of(sent_for(one, id))
    if one.name == "header.authorization":
        assert id.startswith("auth.")
        assert any(step.auth is not Auth.KEY for step in steps)
    else:
        assert id.endswith((".accepted", ".content-type"))
        assert any(step.json and "Accept" not in step.headers for step in steps)


def described_by(one: PageStatement, id: str) -> set[tuple[str, ...]]:
    """The fields in the schemas that a requirement compares answers with."""
    text = text_of(id)
    used = set(re.findall(r'"(wire/[\w-]+)"', text))
    if "profile.envelope" in text:
        used |= set(profile(one).envelopes.values()) - {""}
    return {path for name in used for path in paths(validator(name).schema)}


def is_looked_at(one: PageStatement, id: str, path: tuple[str, ...]) -> bool:
    """Whether a field is in a requirement's schema, or named in its judgement."""
    found = described_by(one, id)
    within = any(path in (known, ("usage", *known)) for known in found if known)
    return within or bool(re.search(rf'["/.]{path[-1]}\b', text_of(id)))


@pytest.mark.parametrize(("one", "id"), named("answer"), ids=of_pair)
def test_a_field_of_the_answer_is_looked_at(one: PageStatement, id: str) -> None:
    """Its schema describes the field, or the judgement names it."""
    assert any(case.expects is Expects.SUCCESS for case in sent_for(one, id))
    assert is_looked_at(one, id, tuple(one.name.split(".")[1:]))


def answers(one: PageStatement, case: Case, status: int) -> bool:
    """Whether a case is answered with a status, as the profile has it."""
    if case.expects is Expects.SUCCESS:
        return status == 200
    return status in profile(one).statuses[case.status]


@pytest.mark.parametrize(("one", "id"), named("status"), ids=of_pair)
def test_a_status_is_provoked(one: PageStatement, id: str) -> None:
    """A case of the requirement is answered with it, and its body is looked at."""
    _, status, *rest = one.name.split(".")
    assert any(answers(one, case, int(status)) for case in sent_for(one, id))
    match rest:
        case ["detail", *_]:
            assert is_looked_at(one, id, tuple(rest))
        case ["media-type"]:
            assert "media_type" in text_of(id)
            assert id.endswith((".content-type", ".json"))
        case ["body"]:
            assert profile(one).envelope(int(status)) == ""
            assert "may_be_empty" in text_of(id)
        case _:
            assert id.endswith((".accepted", ".refused", ".status"))


@pytest.mark.parametrize(("one", "id"), named("example"), ids=of_pair)
def test_an_example_is_sent_or_compared(one: PageStatement, id: str) -> None:
    """A request has the fields of the example; an answer is held against a schema."""
    bodies = [step.json for step in steps_of(sent_for(one, id))]
    fields = {name for name in page(one).shown.split() if "." not in name}
    if one.name == "example.optional":
        known = {name for name in page(one).described if "." not in name}
        assert known in [set(body) for body in bodies if isinstance(body, dict)]
    elif one.name == "example.answer":
        assert described_by(one, id) or ".request.fields" in text_of(id)
    else:
        assert fields in [set(body) for body in bodies if isinstance(body, dict)]


def test_what_does_not_touch_a_statement_is_noticed() -> None:
    """The checks above can fail: each blames what is made up here."""
    made = PageStatement(
        "vmware/completions#request.n.maximum", "vmware-pais", "S.", (), ""
    )
    assert not lacks(SUITE.cases["completions/minimal"], ["model"])
    assert not is_looked_at(made, "completions.model", ("choices", "text"))
    assert not any(
        breaks(made, case, ["n"], "type")
        for case in sent_for(made, "completions.accepted")
    )
