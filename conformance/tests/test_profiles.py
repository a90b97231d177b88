"""The linter of profiles and capabilities, and what a run under a profile costs."""

import json
import re
from dataclasses import replace
from fnmatch import fnmatchcase
from itertools import chain

import pytest

from conformance.core.requirement import MUST
from conformance.formats.paths import PACKAGE, data
from conformance.formats.schema import validator
from conformance.inputs.case import Case, Expects
from conformance.inputs.profile import Profile
from conformance.reporting.catalogue import applies
from conformance.sending.applicability import wants_thinking
from conformance.tests.linting import (
    CASES,
    ENTRIES,
    PROFILES,
    WEAK_MARKS,
    is_cheap,
    sent_under,
    steps,
    wrong_profiles,
)
from conformance.tests.packaged import SUITE

WIRE = {f"wire/{path.stem}" for path in (data("schemas") / "wire").glob("*.json")}
# What a run sends at most, with room for some cases more: of what is cheap, and of all.
# One vendor documents more of Midjourney's routes.
CHEAP, ALL, ALL_OF_MODELLSS = 140, 180, 195
MOST_TOKENS = 3500
# What it sends beside that to a model that thinks.
THINKING = 80
# The tables of the format whose keys are not names of somebody's own.
CLOSED = (
    "settings",
    "statuses",
    "auth",
    "stream",
    "answers",
    "errors",
    "headers",
    "reasoning",
)
ADVICE = "send less, judge a case that is there already, or say why it is worth more"


def test_no_must_is_inferred() -> None:
    """Under no profile does a MUST come from what was only inferred, or seen."""
    unstated = [
        (profile.name, entry.id)
        for profile in PROFILES
        for entry in ENTRIES
        if profile.level(entry.requirement) is MUST
        and SUITE.sources[profile.source(entry.requirement)].mark in WEAK_MARKS
    ]
    assert unstated == []


def test_what_was_seen_has_its_day() -> None:
    """What the real program did may be otherwise by now: its day is told, no other."""
    dated = {key for key, one in SUITE.sources.items() if one.seen_on}
    assert dated == {key for key, one in SUITE.sources.items() if one.mark == "seen"}


@pytest.mark.parametrize("profile", PROFILES, ids=lambda profile: profile.name)
def test_statements_name_what_is_known(profile: Profile) -> None:
    """Each statement of a profile finds a requirement and a source.

    One that it has of another may be of what it does not offer.
    """
    others = {s for name in profile.extends for s in SUITE.profiles[name].statements}
    for statement in (one for one in profile.statements if one not in others):
        assert statement.source in SUITE.sources, statement
        named = [e for e in ENTRIES if fnmatchcase(e.id, statement.requirement)]
        assert any(
            applies(case, entry.requirement, profile)
            for entry in named
            for case in CASES
        ), statement


@pytest.mark.parametrize("profile", PROFILES, ids=lambda profile: profile.name)
def test_a_profile_names_what_is_known(profile: Profile) -> None:
    """Capabilities and envelopes exist, and no capability is named twice."""
    assert len(set(profile.knows)) == len(profile.knows)
    assert set(profile.knows) <= set(SUITE.capabilities)
    for name in profile.knows:
        assert set(SUITE.chain(name)) <= set(profile.knows), name
    assert "default" in profile.envelopes
    assert set(profile.envelopes.values()) - {""} <= WIRE
    kinds = {kind for case in CASES for kind in case.models}
    assert set(profile.models) <= kinds


@pytest.mark.parametrize(
    "name", sorted(name for name, c in SUITE.capabilities.items() if not c.thinks)
)
def test_a_capability_is_found_out_by_a_case_of_its_own(name: str) -> None:
    """Discovery takes one case that needs nothing but the capability itself."""
    capability = SUITE.capabilities[name]
    discovery = SUITE.cases[capability.case]
    # Whether a model thinks is seen while it is asked how it wants to be asked.
    assert discovery.needs == (("chat",) if capability.thinks else (name,))
    # What is costly is never looked for, only claimed.
    looked_for = not (capability.costly or capability.thinks)
    assert discovery.expects is Expects.SUCCESS or not looked_for
    others = [c.case for other, c in SUITE.capabilities.items() if other != name]
    assert discovery.name not in others


def test_the_discovery_of_what_a_profile_knows_applies_to_it() -> None:
    """Whether a known capability is there can be found out under the profile."""

    def is_right(profile: Profile) -> bool:
        sent = {case.name for case in sent_under(profile.name)}
        return {SUITE.capabilities[name].case for name in profile.knows} <= sent

    assert wrong_profiles(is_right) == []


@pytest.mark.parametrize("profile", SUITE.profiles)
def test_a_run_stays_small(profile: str) -> None:
    """A run without instruments, and without what is costly, costs little."""
    usual = [case for case in sent_to_all(profile) if not case.instrument]
    cheap = [case for case in usual if is_cheap(case)]
    assert 0 < steps(cheap) <= CHEAP, ADVICE
    assert sum(case.tokens for case in cheap) <= MOST_TOKENS, ADVICE


@pytest.mark.parametrize("profile", SUITE.profiles)
def test_a_run_of_all_stays_small(profile: str) -> None:
    """With all that is costly, and Midjourney, a run is still a small one."""
    most = ALL_OF_MODELLSS if profile == "modellss" else ALL
    assert steps(sent_to_all(profile)) <= most, ADVICE


@pytest.mark.parametrize("profile", SUITE.profiles)
def test_what_is_asked_of_a_model_that_thinks_stays_small(profile: str) -> None:
    """A run sends little more to a model that thinks, unless more is claimed."""
    sent = [case for case in sent_under(profile) if wants_thinking(case, SUITE)]
    assert 0 < steps(filter(is_cheap, sent)) <= THINKING, ADVICE


def sent_to_all(profile: str) -> list[Case]:
    """The cases that are sent under a profile whether the model thinks or not."""
    return [case for case in sent_under(profile) if not wants_thinking(case, SUITE)]


def test_what_a_profile_can_set_is_read_by_something() -> None:
    """Each key of the format's closed tables is named by code or a case."""
    schema = json.loads((data("schemas") / "own" / "profile.json").read_bytes())
    words = schema["properties"]
    code = "".join(
        path.read_text("utf-8")
        for folder in ("generation", "inputs", "plugin", "requirements", "sending")
        for path in (PACKAGE / folder).rglob("*.py")
    )
    read = {case.status for case in CASES} | set(re.findall(r'"([a-z_-]+)"', code))
    tables = [words[name]["properties"] for name in CLOSED]
    named = {*schema["$defs"]["fields"]["properties"], *chain(*tables)}
    assert named - read == set()


def test_each_list_of_models_has_a_schema_of_one() -> None:
    """What is retrieved is described as it is in the list."""
    folder = data("schemas") / "wire"
    lists = sorted(path.stem for path in folder.glob("model-list*.json"))
    for name in lists:
        profile = replace(PROFILES[0], settings={"models_list": f"wire/{name}"})
        assert (data("schemas") / f"{profile.model_schema}.json").is_file()
        item = validator(f"wire/{name}").schema["properties"]["data"]["items"]
        assert item == {"$ref": f"relaycert:{profile.model_schema}.json"}
