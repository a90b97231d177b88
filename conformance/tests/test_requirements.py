"""The linter of requirements: ids, patterns, sentences and advice."""

import re
from fnmatch import fnmatchcase
from pathlib import Path

from conformance.core.catalogue_entry import CatalogueEntry
from conformance.core.requirement import MUST
from conformance.inputs.case import Case
from conformance.inputs.manner import CAPS, ORDINARY
from conformance.reporting.catalogue import applies
from conformance.tests.linting import (
    CASES,
    ENTRIES,
    OWN_MARKS,
    PROFILES,
    wrong_requirements,
)
from conformance.tests.packaged import SUITE

# The ids of the last release. New ones are added when the next one is made:
# python -m conformance.tests.requirement_ids
RELEASED = Path(__file__).with_name("requirement_ids.txt")
ID = r"[a-z0-9-]+(\.[a-z0-9-]+)+"
SENTENCE = r"[A-Z`][^\n]*\."
ADVICE = r"[A-Z][^\n]*\."


def test_ids_are_unique() -> None:
    ids = [entry.id for entry in ENTRIES]
    assert sorted(set(ids)) == ids


def test_an_id_is_dotted_and_stands_in_its_area() -> None:
    def is_right(entry: CatalogueEntry) -> bool:
        at_home = entry.module.split(".")[-2] == entry.requirement.area
        return at_home and re.fullmatch(ID, entry.id) is not None

    assert wrong_requirements(is_right) == [], "an id begins with its folder's name"


def test_no_released_id_is_lost_or_has_another_level() -> None:
    """Waivers and CI jobs name ids: a lost or changed one changes their verdicts."""
    now = {f"{entry.id} {entry.requirement.level}" for entry in ENTRIES}
    lost = set(RELEASED.read_text("utf-8").splitlines()) - now
    assert sorted(lost) == [], (
        "if that is meant, say it in CHANGELOG.md and run "
        "`python -m conformance.tests.requirement_ids`"
    )


def test_every_pattern_finds_a_case() -> None:
    unused = [
        (entry.id, pattern)
        for entry in ENTRIES
        for pattern in entry.requirement.on
        if not any(fnmatchcase(case.name, pattern) for case in CASES)
    ]
    assert unused == [], "no file cases/<pattern>.json is there"


def test_a_requirement_is_judged_under_a_profile() -> None:
    def is_judged(entry: CatalogueEntry) -> bool:
        pairs = ((case, profile) for profile in PROFILES for case in CASES)
        return any(applies(case, entry.requirement, profile) for case, profile in pairs)

    assert wrong_requirements(is_judged) == []


def test_a_sentence_says_what_is() -> None:
    """A docstring is one sentence, and leaves it to the level how binding it is."""

    def is_right(entry: CatalogueEntry) -> bool:
        return (
            re.fullmatch(SENTENCE, entry.sentence) is not None
            and ". " not in entry.sentence
            and not re.search(r"\b(must|should|may)\b", entry.sentence, re.IGNORECASE)
            and (entry.function.__doc__ or "").strip() == entry.sentence
        )

    assert wrong_requirements(is_right) == [], (
        "the docstring of a requirement is one line and one sentence, "
        "without must, should or may"
    )


def test_a_requirement_says_how_to_fix_it() -> None:
    wrong = wrong_requirements(
        lambda entry: re.fullmatch(ADVICE, entry.requirement.fix) is not None
    )
    assert wrong == [], "`fix` is one sentence"


def test_a_must_of_no_vendor_says_what_it_breaks() -> None:
    def is_right(entry: CatalogueEntry) -> bool:
        stated = entry.requirement
        own = SUITE.sources[stated.source].mark in OWN_MARKS
        optional = stated.level is not MUST or own
        return optional or re.fullmatch(ADVICE, stated.breaks) is not None

    assert wrong_requirements(is_right) == [], "`breaks` is one sentence"


def test_a_requirement_names_what_is_known() -> None:
    wrong = wrong_requirements(lambda entry: entry.requirement.source in SUITE.sources)
    assert wrong == [], "name a passage of cases/sources.toml, or add it there"


def test_what_binds_only_where_it_is_stated_is_stated_somewhere() -> None:
    def is_right(entry: CatalogueEntry) -> bool:
        stated = any(profile.asserts(entry.id) for profile in SUITE.profiles.values())
        return stated or not entry.requirement.only_stated

    assert wrong_requirements(is_right) == [], "state it in a profile of cases/profiles"


def test_an_effect_is_that_of_a_field_that_is_sent() -> None:
    """What judges the effect of a field is judged on a case that carries it."""

    def carries(case: Case, field: str) -> bool:
        return any(
            field in (step.sent_in(ORDINARY) or ())
            or any(name.removesuffix("[]") == field for name in step.form or ())
            or (step.answer is not None and field in CAPS)
            for step in case.steps
        )

    def is_right(entry: CatalogueEntry) -> bool:
        effects, patterns = entry.requirement.effects, entry.requirement.on
        named = [c for c in CASES if any(fnmatchcase(c.name, one) for one in patterns)]
        return all(any(carries(case, field) for case in named) for field in effects)

    assert wrong_requirements(is_right) == [], "`effect` names a field of its cases"
