"""Every statement of the four pages is judged, or listed with the reason why not."""

import json
import re
from collections.abc import Iterator
from functools import cache
from inspect import getsource, isfunction
from types import FunctionType
from typing import Any

import click
import pytest
from jsonschema import Draft202012Validator

from conformance import trace
from conformance.case import Auth, Case, Expects, Step, cases
from conformance.catalogue import cases_of, entries
from conformance.profile import Profile, profiles
from conformance.schema import validator
from conformance.source import sources
from conformance.tests.helpers import an_exchange
from conformance.tests.pages import PAGES, Page
from conformance.tests.test_seeds import (
    MODELLSS_COMPLETION,
    MODELLSS_COMPLETION_ANSWER,
)
from conformance.trace import Traced, traced

ENTRIES = {entry.id: entry for entry in entries()}
JUDGED = [(one, id) for one in traced() for id in one.judged_by]
# What a name ends with where it says more of a field than that there is one.
WORDS = ("meaning", "only-with-stream", "repeats")
BOUNDS = ("type", "items", "minItems", "minimum", "maximum")
# Where each oddity of the differences table that touches these routes is concluded. The
# others are about audio (10), pictures (12) and Midjourney (15).
ODDITIES = {
    1: ("statement", "modellss/completions#title"),
    2: ("statement", "modellss/completions#description.prefer-chat"),
    3: ("statement", "modellss/completions#answer.model"),
    4: ("statement", "modellss/completions#example.pair"),
    5: ("case", "completions/example-modellss"),
    6: ("case", "auth/completions-empty-key"),
    7: ("statement", "modellss/completions#route.host"),
    8: ("statement", "modellss/completions#navigation.schemas"),
    9: ("statement", "aitre/chat#description.completions"),
    11: ("statement", "aitre/chat#example.answer"),
    13: ("statement", "aitre/chat#header.none"),
    14: ("statement", "aitre/completions#example.curl"),
    16: ("statement", "vmware/completions#status.400.not-ready"),
    17: ("statement", "vmware/completions#status.404.body"),
    18: ("case", "errors/vmware-sample"),
    19: ("statement", "vmware/completions#request.temperature.default"),
    20: ("statement", "vmware/completions#status.422.example"),
    21: ("requirement", "portability.stop-string"),
    22: ("statement", "vmware/completions#request.stream_options.only-with-stream"),
    23: ("requirement", "chat.stream.object"),
    24: ("requirement", "models.list.fields"),
    25: ("requirement", "completions.created"),
}
ELSEWHERE = {10, 12, 15}


def of_pair(value: object) -> str:
    """The name under which a statement, or a requirement, is listed."""
    return value.id if isinstance(value, Traced) else str(value)


def page(one: Traced) -> Page:
    """The page that makes a statement."""
    return PAGES[one.document]


def profile(one: Traced) -> Profile:
    """The contract that a statement belongs to."""
    return profiles()[one.profile]


def sent_for(one: Traced, id: str) -> tuple[Case, ...]:
    """The cases on which a requirement is judged under the statement's profile."""
    return cases_of(ENTRIES[id], profile(one))


def steps_of(found: tuple[Case, ...]) -> list[Step]:
    """The last requests of cases: those that are judged."""
    return [case.steps[-1] for case in found]


@pytest.mark.parametrize("document", PAGES)
def test_each_statement_of_a_page_is_listed(document: str) -> None:
    """The list has what the page states, no more and no less."""
    listed = [one.name for one in traced() if one.document == document]
    assert len(listed) == len(set(listed))
    assert set(listed) == PAGES[document].names


def test_the_pages_are_the_four_that_the_suite_was_made_for() -> None:
    """Each document of the mark `seed` is traced, under its own profile."""
    seeds = {key.split("#")[0] for key, one in sources().items() if one.mark == "seed"}
    assert seeds == set(PAGES)
    assert {(one.document, one.profile) for one in traced()} == {
        (document, page.profile) for document, page in PAGES.items()
    }


@pytest.mark.parametrize("one", traced(), ids=of_pair)
def test_a_statement_is_judged_or_has_a_reason(one: Traced) -> None:
    """No statement is in neither list or in both, and each says something."""
    assert bool(one.judged_by) != bool(one.untested)
    for said in (one.says, one.untested or one.says):
        assert re.fullmatch(r"[A-Z`][^\n]*\.", said)


def test_reasons_are_given_for_statements() -> None:
    """Each reason belongs to a statement of a page."""
    assert set(trace.untested()) <= {one.id for one in traced()}


@pytest.mark.parametrize(("one", "id"), JUDGED, ids=of_pair)
def test_what_judges_a_statement_is_judged_under_its_profile(
    one: Traced, id: str
) -> None:
    """The requirement exists, and the vendor's profile sends a case for it."""
    assert sent_for(one, id)


def kind(one: Traced) -> str:
    """The first part of a statement's name."""
    return one.name.split(".")[0]


def named(first: str) -> list[tuple[Traced, str]]:
    """The judged statements whose names begin so."""
    return [(one, id) for one, id in JUDGED if kind(one) == first]


@pytest.mark.parametrize(("one", "id"), named("route"), ids=of_pair)
def test_the_route_is_requested(one: Traced, id: str) -> None:
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


def field_of(one: Traced) -> tuple[list[str], str]:
    """The path of a request's field, and the word after it (or nothing)."""
    path = one.name.split(".")[1:]
    known = page(one).described
    if known and path[-1] in (*BOUNDS, *WORDS, "optional", "required", "default"):
        return path[:-1], path[-1]
    return path, ""


def shows(one: Traced, found: tuple[Case, ...]) -> bool:
    """Whether cases send what a statement on the request is about."""
    path, word = field_of(one)
    if word in BOUNDS:
        return any(breaks(one, case, path, word) for case in found)
    if word == "required":
        return any(lacks(case, path) for case in found)
    if word in ("optional", "default"):
        accepted = [case for case in found if case.expects is Expects.SUCCESS]
        return any(not at(s.json, path) for case in accepted for s in case.steps)
    return any(at(step.json, path) for case in found for step in case.steps)


def breaks(one: Traced, case: Case, path: list[str], word: str) -> bool:
    """Whether a refusal is about a field, and breaks this keyword of it."""
    described = page(one).described[".".join(path)]
    kept = Draft202012Validator({word: described[word]})
    values = at(case.steps[-1].json, path)
    return case.about == path[0] and any(not kept.is_valid(value) for value in values)


def lacks(case: Case, path: list[str]) -> bool:
    """Whether a request is refused for the lack of a field, or of its whole body."""
    step = case.steps[-1]
    if not path:
        return step.body == ""
    return case.about == path[0] and not at(step.json, path)


@pytest.mark.parametrize(("one", "id"), named("request"), ids=of_pair)
def test_what_is_said_of_a_field_is_sent(one: Traced, id: str) -> None:
    """A field is in a request, a bound is broken by one, a default left to it."""
    assert shows(one, sent_for(one, id))


@pytest.mark.parametrize(("one", "id"), named("header"), ids=of_pair)
def test_a_header_is_sent_or_left_out(one: Traced, id: str) -> None:
    """Credentials are judged by their lack; the others go with every JSON body."""
    steps = steps_of(sent_for(one, id))
    if one.name == "header.authorization":
        assert any(step.auth is not Auth.KEY for step in steps)
    else:
        assert any(step.json and "Accept" not in step.headers for step in steps)


def read_by(function: FunctionType, seen: set[str] | None = None) -> Iterator[str]:
    """The source of a requirement, and of what it calls within the suite."""
    seen = set() if seen is None else seen
    if function.__qualname__ in seen:
        return
    seen.add(function.__qualname__)
    yield getsource(function)
    for name in function.__code__.co_names:
        found = function.__globals__.get(name) or _in_module(function, name)
        if isfunction(found) and ".requirements." in found.__module__:
            yield from read_by(found, seen)


def _in_module(function: FunctionType, name: str) -> object:
    """A function of a module that the source names before a dot."""
    modules = [function.__globals__.get(word) for word in function.__code__.co_names]
    return next((getattr(m, name) for m in modules if hasattr(m, name)), None)


@cache
def text_of(id: str) -> str:
    """All that a requirement's judgement reads, as source."""
    function = ENTRIES[id].function
    assert isinstance(function, FunctionType)
    return "\n".join(read_by(function))


def paths(schema: Any, at: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The paths of the fields that a schema describes, through lists and references."""
    if not isinstance(schema, dict):
        return
    yield at
    if "$ref" in schema:
        name = schema["$ref"].removeprefix("relaycert:").removesuffix(".json")
        yield from paths(validator(name).schema, at)
    for name, inner in schema.get("properties", {}).items():
        yield from paths(inner, (*at, name))
    yield from paths(schema.get("items"), at)


def described_by(one: Traced, id: str) -> set[tuple[str, ...]]:
    """The fields in the schemas that a requirement compares answers with."""
    text = text_of(id)
    used = set(re.findall(r'"(wire/[\w-]+)"', text))
    if "profile.envelope" in text:
        used |= set(profile(one).envelopes.values()) - {""}
    return {path for name in used for path in paths(validator(name).schema)}


def is_looked_at(one: Traced, id: str, path: tuple[str, ...]) -> bool:
    """Whether a field is in a requirement's schema, or named in its judgement."""
    found = described_by(one, id)
    within = any(path in (known, ("usage", *known)) for known in found if known)
    return within or bool(re.search(rf'["/.]{path[-1]}\b', text_of(id)))


@pytest.mark.parametrize(("one", "id"), named("answer"), ids=of_pair)
def test_a_field_of_the_answer_is_looked_at(one: Traced, id: str) -> None:
    """Its schema describes the field, or the judgement names it."""
    assert any(case.expects is Expects.SUCCESS for case in sent_for(one, id))
    assert is_looked_at(one, id, tuple(one.name.split(".")[1:]))


def answers(one: Traced, case: Case, status: int) -> bool:
    """Whether a case is answered with a status, as the profile has it."""
    if case.expects is Expects.SUCCESS:
        return status == 200
    return status in profile(one).statuses[case.status]


@pytest.mark.parametrize(("one", "id"), named("status"), ids=of_pair)
def test_a_status_is_provoked(one: Traced, id: str) -> None:
    """A case of the requirement is answered with it, and its body is looked at."""
    _, status, *rest = one.name.split(".")
    assert any(answers(one, case, int(status)) for case in sent_for(one, id))
    match rest:
        case ["detail", *_]:
            assert is_looked_at(one, id, tuple(rest))
        case ["media-type"]:
            assert "media_type" in text_of(id)
        case ["body"]:
            assert profile(one).envelope(int(status)) == ""


@pytest.mark.parametrize(("one", "id"), named("example"), ids=of_pair)
def test_an_example_is_sent_or_compared(one: Traced, id: str) -> None:
    """A request has the fields of the example; an answer is held against a schema."""
    bodies = [step.json for step in steps_of(sent_for(one, id))]
    fields = {name for name in page(one).shown.split() if "." not in name}
    if one.name == "example.optional":
        known = {name for name in page(one).described if "." not in name}
        assert known in [set(body) for body in bodies if isinstance(body, dict)]
    elif one.name == "example.answer":
        assert described_by(one, id) or "sent(exchange)" in text_of(id)
    else:
        assert fields in [set(body) for body in bodies if isinstance(body, dict)]


@pytest.mark.parametrize(("number", "where"), ODDITIES.items())
def test_an_oddity_is_concluded(number: int, where: tuple[str, str]) -> None:
    """What concludes an oddity is there."""
    known: dict[str, set[str]] = {
        "statement": {one.id for one in traced()},
        "case": set(cases()),
        "requirement": set(ENTRIES),
    }
    assert number not in ELSEWHERE
    assert where[1] in known[where[0]]


def test_all_oddities_have_their_place() -> None:
    """The table of differences counts 25 of them."""
    assert set(ODDITIES) | ELSEWHERE == set(range(1, 26))


def test_a_sample_that_names_another_model_is_not_blamed() -> None:
    """An alias is no fault: the page's own answer names another than its request."""
    assert MODELLSS_COMPLETION["model"] != MODELLSS_COMPLETION_ANSWER["model"]
    answer = an_exchange(body=json.dumps(MODELLSS_COMPLETION_ANSWER).encode())
    ENTRIES["completions.model"].function(answer)


def test_the_trace_is_shown_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    """Programs get the statements of one profile."""
    trace.print_trace("vmware-pais", as_json=True)
    rows = json.loads(capsys.readouterr().out)
    assert {row["statement"].split("#")[0] for row in rows} == {"vmware/completions"}
    assert [row for row in rows if row["statement"].endswith("#status.422")] == [
        {
            "statement": "vmware/completions#status.422",
            "profile": "vmware-pais",
            "says": "A validation error is answered with 422.",
            "judged_by": ["errors.completions.status"],
            "untested": "",
        }
    ]


def test_the_trace_is_shown_as_tables(capsys: pytest.CaptureFixture[str]) -> None:
    """People get a table for each page, with reasons where nothing judges."""
    trace.print_trace("aitre", as_json=False)
    shown = " ".join(capsys.readouterr().out.split())
    for part in ("aitre/completions", "aitre/chat", "auth.no-key", "not judged"):
        assert part in shown
    assert "vmware" not in shown


def test_a_profile_without_pages_is_told_of() -> None:
    """The reference contract has none of the four pages."""
    with pytest.raises(click.UsageError, match="Known: aitre, modellss, vmware-pais"):
        trace.print_trace("openai", as_json=False)


def test_what_does_not_touch_a_statement_is_noticed() -> None:
    """The checks above can fail: each blames what is made up here."""
    made = Traced("vmware/completions#request.n.maximum", "vmware-pais", "S.", (), "")
    assert not lacks(cases()["completions/minimal"], ["model"])
    assert not is_looked_at(made, "completions.model", ("choices", "text"))
    assert not any(
        breaks(made, case, ["n"], "type")
        for case in sent_for(made, "completions.accepted")
    )
