"""Whether requests on which a requirement is judged carry what is stated of a field."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator

from conformance.generation.families import FAMILIES
from conformance.inputs.case import Case, Expects
from conformance.inputs.manner import ORDINARY
from conformance.inputs.stimulus import GeneratedRequests
from conformance.tests.generation.sending import broken, drawn
from conformance.tests.packaged import CATALOGUE, SUITE
from conformance.tests.trace.place import Place, place_of

DRAWN = 400
PROFILE = SUITE.profiles["openai"]
# The parts of a path: a name, the kind of object in brackets, the items of a list.
_PART = re.compile(r"([^.(\[]+)(?:\(([^)]*)\))?((?:\[\])*)(?:\.|$)")


@dataclass(frozen=True, slots=True)
class Sent:
    """A request on which a requirement is judged."""

    body: Mapping[str, Any]
    is_refused: bool
    # The field that is broken or left out, where it is to be refused.
    field: str


def is_sent(name: str, id: str) -> bool:
    """Whether a request of the requirement carries, breaks or lacks what is stated."""
    place = place_of(name)
    return any(_shows(place, sent) for sent in sent_for(id, place.route))


def is_about(name: str, id: str) -> bool:
    """Whether a request of the requirement carries or breaks the field at all."""
    place = place_of(name)
    return any(
        at(sent.body, place.path) or (sent.is_refused and sent.field == place.top)
        for sent in sent_for(id, place.route)
    )


@cache
def sent_for(id: str, route: str) -> tuple[Sent, ...]:
    """The requests to a route on which OpenAI's profile judges a requirement."""
    return tuple(one for case in cases_of(id) for one in _requests(case, route))


@cache
def routes_of(id: str) -> frozenset[str]:
    """The routes on whose answers OpenAI's profile judges a requirement."""
    return frozenset(route for case in cases_of(id) for route in _routes(case))


@cache
def cases_of(id: str) -> tuple[Case, ...]:
    """The cases on which OpenAI's profile judges a requirement."""
    entry = CATALOGUE.find(id)
    assert entry, id
    return CATALOGUE.cases_of(entry, PROFILE)


def _routes(case: Case) -> Iterator[str]:
    yield from (f"{step.method} {_template(step.path)}" for step in case.steps)
    match case.stimulus:
        case GeneratedRequests(family):
            yield f"{FAMILIES[family].method} {FAMILIES[family].path}"


def _template(path: str) -> str:
    return re.sub(r"\$\{[^}]*\}", "{model}", path)


def _requests(case: Case, route: str) -> Iterator[Sent]:
    refused = case.expects is Expects.REFUSAL
    for step in case.steps:
        body = _form(step.form) if step.form else step.sent_in(ORDINARY)
        here = f"{step.method} {_template(step.path)}" == route
        if here and isinstance(body, Mapping):
            yield Sent(body, refused, case.about)
    match case.stimulus:
        case GeneratedRequests(family) if route in set(_routes(case)):
            yield from _generated(family, "refused" in case.name)


def _form(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a form, with a text for each file: that is what they hold."""
    return {name: _contents(value) for name, value in fields.items()}


def _contents(value: Any) -> Any:
    if isinstance(value, list):
        return [_contents(one) for one in value]
    return "" if isinstance(value, Mapping) else value


@cache
def _generated(name: str, refused: bool) -> tuple[Sent, ...]:
    """What is drawn for a generated case: documented bodies, or broken ones."""
    family = FAMILIES[name]
    every = broken(family, PROFILE) if refused else drawn(family, PROFILE, DRAWN)
    return tuple(
        Sent(one.json, refused, one.purpose.field)
        for one in every
        # What a relay may take all the same shows nothing of a bound.
        if isinstance(one.json, Mapping) and not one.purpose.lenient
    )


def at(body: Any, path: str) -> list[Any]:
    """The values at a path, through lists and the kinds of object that it names."""
    values = [body]
    for name, kind, items in _PART.findall(path):
        values = [inner for one in _flat(values) for inner in _child(one, name)]
        if kind:
            values = [one for one in _flat(values) if kind in _kinds(one)]
        for _ in range(items.count("[")):
            values = [v for one in values if isinstance(one, list) for v in one]
    return values


def _flat(values: list[Any]) -> Iterator[Any]:
    for one in values:
        if isinstance(one, list):
            yield from _flat(one)
        else:
            yield one


def _child(value: Any, name: str) -> list[Any]:
    if not isinstance(value, Mapping):
        return []
    if name == "*":
        return list(value.values())
    # A form repeats a field of several values under a name of its own.
    return [value[n] for n in (name, f"{name}[]") if n in value]


def _kinds(value: Any) -> tuple[Any, ...]:
    return (value.get("type"), value.get("role")) if isinstance(value, Mapping) else ()


def _shows(place: Place, sent: Sent) -> bool:
    values = at(sent.body, place.path)
    if place.value is not None:
        return not sent.is_refused and place.value in map(_text, values)
    match place.word:
        case "" | "deprecated":
            return bool(values)
        case "required":
            return _lacks(place, sent)
        case "default":
            return not sent.is_refused and not values
    if place.bound:
        return _meets(place, sent, values)
    form = Draft202012Validator({"type": place.word})
    return not sent.is_refused and any(form.is_valid(value) for value in values)


def _lacks(place: Place, sent: Sent) -> bool:
    """Whether a request is to be refused because a field is not there."""
    above, _, name = place.path.rpartition(".")
    objects = list(_flat(at(sent.body, above))) if above else [sent.body]
    missing = any(isinstance(o, Mapping) and name not in o for o in objects)
    return sent.is_refused and sent.field == place.top and missing


def _meets(place: Place, sent: Sent, values: list[Any]) -> bool:
    """Whether a bound is reached by what is accepted, or passed by what is not."""
    bound = json.loads(place.bound)
    keeps = Draft202012Validator({place.word: bound})
    if sent.is_refused:
        about = sent.field == place.top
        return about and any(not keeps.is_valid(value) for value in values)
    # At the bound itself is what the next smaller or larger one no longer allows.
    nearer = {place.word: bound + (-1 if place.word.startswith("max") else 1)}
    within = Draft202012Validator(nearer)
    return any(keeps.is_valid(v) and not within.is_valid(v) for v in values)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)
