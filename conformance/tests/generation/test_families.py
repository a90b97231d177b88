"""What is drawn keeps to the documents, as the reference relay reads them."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from jsonschema import Draft202012Validator, ValidationError

from conformance.core.exceptions import Blocked, NotOffered, Undecided
from conformance.core.violation import Violation
from conformance.generation import refusing, turns
from conformance.generation.accepted import accepted
from conformance.generation.checks import CHECKS
from conformance.generation.families import FAMILIES
from conformance.generation.family import Family
from conformance.generation.refused import refused
from conformance.generation.request import Generated
from conformance.generation.shrink import smaller
from conformance.inputs.profile import Profile
from conformance.relay import Relay
from conformance.relay.contract_schemas import schema_of
from conformance.sending.as_documented import read_as_documented
from conformance.tests.generation.sending import (
    DIALECTS,
    broken,
    drawn,
    everything,
    model_of,
    send,
)
from conformance.tests.packaged import SUITE

USUAL, MANY = 100, 300
# What no schema of one field states.
RELATIONS = ("tool_choice names one of the tools",)
PAIRS = [
    pytest.param(
        *(family, profile),
        id=f"{family.name}-{profile.name}",
        # The others draw nearly the same from the same strategies.
        marks=[] if profile.name == "openai" else pytest.mark.slow,
    )
    for family in FAMILIES.values()
    for profile in SUITE.profiles.values()
    if family.needs in profile.knows
]
# Midjourney's bodies have no schema in the relay.
SCHEMED = [pair for pair in PAIRS if "midjourney" not in str(pair.id)]


def violations(
    kind: str, request: Generated, profile: Profile, base: str, http: httpx.Client
) -> Iterator[str]:
    """What checks find in the answer to a request."""
    exchange = read_as_documented(send(http, base, request), profile)
    for name, check in CHECKS[kind].items():
        try:
            check(request.purpose, exchange, profile)
        except Violation as found:
            broke = request.purpose.statement
            yield f"{name}: {found} in {broke} {exchange.request.body!r}"
        except (Blocked, Undecided, NotOffered):
            pass


def validator(family: Family, profile: Profile) -> Draft202012Validator:
    """The relay's own schema of the family's requests."""
    model = model_of(family, profile)
    name = f"images/{model}" if family.name == "images" else family.name
    return Draft202012Validator(schema_of(DIALECTS[profile.name], name))


def faulty(error: ValidationError) -> set[str]:
    """The fields at the top that an error is about."""
    if error.absolute_path:
        return {str(error.absolute_path[0])}
    if error.validator == "required":
        wanted: Any = error.validator_value
        given: Any = error.instance
        return {name for name in wanted if name not in given}
    return {"the body"}


@pytest.mark.parametrize(("family", "profile"), PAIRS)
def test_what_is_allowed_is_answered_faithfully(
    family: Family, profile: Profile, relay: Relay, http: httpx.Client
) -> None:
    base = relay.base_url(profile.name)
    for request in drawn(family, profile, USUAL):
        assert list(violations("accepted", request, profile, base, http)) == []


@pytest.mark.slow
@pytest.mark.parametrize("family", FAMILIES.values(), ids=FAMILIES)
def test_much_that_is_allowed_is_answered_faithfully(
    family: Family, relay: Relay, http: httpx.Client
) -> None:
    profile = SUITE.profiles["openai"]
    if family.needs not in profile.knows:
        pytest.skip("OpenAI does not document it")
    base = relay.base_url(profile.name)
    for request in drawn(family, profile, MANY):
        assert list(violations("accepted", request, profile, base, http)) == []


@pytest.mark.parametrize(("family", "profile"), PAIRS)
def test_what_is_broken_is_refused_faithfully(
    family: Family, profile: Profile, relay: Relay, http: httpx.Client
) -> None:
    base = relay.base_url(profile.name)
    found = broken(family, profile)
    assert len(found) > 20
    for request in found:
        assert list(violations("refused", request, profile, base, http)) == []


@pytest.mark.parametrize(("family", "profile"), SCHEMED)
def test_a_break_is_of_one_field_alone(family: Family, profile: Profile) -> None:
    judge = validator(family, profile)
    for request in broken(family, profile):
        if isinstance(request.json, dict) and request.purpose.field:
            found = set().union(*map(faulty, judge.iter_errors(request.json)))
            assert found <= {request.purpose.field}, request
            known = request.purpose.lenient or request.purpose.status == "unknown-model"
            known = known or request.purpose.statement in RELATIONS
            # The relay refuses it whatever its value is.
            known = known or request.purpose.field in profile.refused(family.name)
            assert found or known, request


@pytest.mark.parametrize(("family", "profile"), SCHEMED)
def test_what_shrinks_is_still_allowed(family: Family, profile: Profile) -> None:
    judge = validator(family, profile)
    base = family.minimal(profile, model_of(family, profile))
    for request in drawn(family, profile, 60):
        for way in smaller(request, base):
            assert list(judge.iter_errors(way.json)) == []
            best, n = way.json.get("best_of"), way.json.get("n") or 1
            assert best is None or best > n
            assert "stream_options" not in way.json or way.json["stream"]
            assert "tool_choice" not in way.json or way.json["tools"]


@pytest.mark.parametrize(("family", "profile"), PAIRS)
def test_the_smallest_goes_first(family: Family, profile: Profile) -> None:
    least = family.minimal(profile, model_of(family, profile))
    assert drawn(family, profile, 5)[0].json == least


@pytest.mark.parametrize(("family", "profile"), PAIRS)
def test_twenty_show_most_fields(family: Family, profile: Profile) -> None:
    named = {
        one.name
        for one in family.fields(profile)
        if set(one.capabilities) <= everything(profile)
    }
    shown = {name for one in drawn(family, profile, 20, 5) for name in one.json}
    assert len(named & shown) >= 0.8 * len(named), sorted(named - shown)


@pytest.mark.parametrize(("family", "profile"), PAIRS)
def test_every_statement_has_its_turn_before_one_has_two(
    family: Family, profile: Profile
) -> None:
    found = [request.purpose.statement for request in broken(family, profile)]
    first = len(set(found))
    assert Counter(found[:first]).most_common(1)[0][1] == 1


def test_requests_are_cheap() -> None:
    for family in FAMILIES.values():
        for request in drawn(family, SUITE.profiles["openai"], 60):
            assert request.tokens <= 8 * 3 * 2


def test_only_what_is_offered_is_drawn() -> None:
    family, profile = FAMILIES["chat"], SUITE.profiles["openai"]
    made = accepted(family, profile, "m", frozenset(), 1, 60)
    parted = {"n", "seed", "stream", "tools", "logprobs", "response_format"}
    shown = {name for one in made for name in one.json if one.json[name] is not None}
    assert shown & parted == set()
    least = family.minimal(profile, "m")
    broken_ones = refused(family, profile, least, frozenset(), 1, 1000)
    assert {one.purpose.field for one in broken_ones} & parted == set()


def test_a_page_without_a_field_draws_none() -> None:
    family, profile = FAMILIES["completions"], SUITE.profiles["vmware-pais"]
    shown = {name for one in drawn(family, profile, 60) for name in one.json}
    assert shown <= set(profile.fields["completions"]["known"])


def statements() -> dict[str, dict[str, str]]:
    """What each id of a family states, under all contracts."""
    known: dict[str, dict[str, str]] = {}
    for family in FAMILIES.values():
        for profile in SUITE.profiles.values():
            for broken_one in refusing.broken(family, profile):
                known.setdefault(family.name, {})[broken_one.id] = broken_one.statement
    return known


def test_each_id_of_a_statement_that_is_named_is_known() -> None:
    """A statement whose turn comes late is one of its family, or of both that share."""
    known = statements()
    assert {
        (family, id)
        for family, ids in turns.WRITTEN.items()
        for id in ids
        if id not in known[family]
    } == set()
    first, second = (known[family] for family in turns.SHARING)
    assert set(turns.SHARED) - (first.keys() & second.keys()) == set()


@pytest.mark.parametrize(("family", "profile"), PAIRS)
def test_each_statement_has_an_id_of_its_own(family: Family, profile: Profile) -> None:
    ids = [statement.id for statement in family.breaks(profile)]
    assert len(ids) == len(set(ids))


def test_families_that_share_an_id_state_the_same_of_it() -> None:
    """An id of the two that share their fields says the same in both."""
    first, second = (statements()[family] for family in turns.SHARING)
    assert {id for id in turns.SHARED if first[id] != second[id]} == set()
