"""The catalogue: every requirement, found without collecting tests."""

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest

from conformance.core import catalogue_entry
from conformance.core.catalogue_entry import CatalogueEntry
from conformance.core.requirement import SHOULD
from conformance.inputs.condition import condition_of
from conformance.inputs.profile import Statement
from conformance.reporting import catalogue
from conformance.reporting.catalogue import Catalogue
from conformance.tests.helpers import a_case, a_profile, a_suite
from conformance.tests.reports import a_catalogue, an_entry

STATED = '''
from conformance import MUST
from conformance import requirement

@requirement("{id}", MUST, on="chat/*", source="a/b#c", fix="Do.")
def test_it() -> None:
    """The sentence,
    on two lines.

    More about it.
    """

def test_plain() -> None:
    """No requirement."""
'''


@pytest.fixture
def suite(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A package with two areas, one of them without `__init__.py`."""
    root = tmp_path / "made_up_suite"
    for area in ("zeta", "alpha"):
        (root / area).mkdir(parents=True)
        (root / area / "test_one.py").write_text(STATED.format(id=f"{area}.one"))
    (root / "__init__.py").touch()
    (root / "zeta" / "__init__.py").touch()
    (root / "alpha" / "_shared.py").write_text("raise RuntimeError('not to be read')")
    monkeypatch.syspath_prepend(tmp_path)
    yield root.name
    for name in [n for n in sys.modules if n.startswith(root.name)]:
        del sys.modules[name]


def test_all_requirements_are_found_sorted_by_id(suite: str) -> None:
    found = catalogue.entries(suite)
    assert [entry.id for entry in found] == ["alpha.one", "zeta.one"]
    assert found[0].sentence == "The sentence, on two lines."
    assert found[0].module == f"{suite}.alpha.test_one"
    assert found[0].function.__name__ == "test_it"


def test_a_requirement_that_is_imported_elsewhere_counts_once() -> None:
    home, guest = ModuleType("home"), ModuleType("guest")
    exec(STATED.format(id="chat.one"), home.__dict__)
    guest.test_it = home.test_it  # type: ignore[attr-defined]
    assert len(list(catalogue_entry.entries_of(home))) == 1
    assert list(catalogue_entry.entries_of(guest)) == []


@pytest.mark.parametrize(
    "other",
    [
        an_entry("chat.other"),
        an_entry(level="SHOULD"),
        an_entry(on=("chat/a",)),
        an_entry(source="openai/chat#other"),
    ],
)
def test_the_digest_changes_with_what_is_stated(other: CatalogueEntry) -> None:
    suite = a_suite(a_case("chat/a"))
    one, two = Catalogue(suite, (an_entry(),)), Catalogue(suite, (other,))
    assert one.digest != two.digest


def test_the_digest_changes_with_what_is_sent() -> None:
    suites = (a_suite(a_case("chat/a", digest=digest)) for digest in ("1", "2"))
    assert len({Catalogue(suite, (an_entry(),)).digest for suite in suites}) == 2


def test_the_digest_ignores_order_and_advice() -> None:
    one, two = an_entry("chat.one"), an_entry("chat.two")
    assert a_catalogue(one, two).digest == a_catalogue(two, one).digest
    again = an_entry("chat.one", fix="Or.")
    assert a_catalogue(one).digest == a_catalogue(again).digest


def test_a_requirement_is_judged_where_case_and_contract_allow() -> None:
    fits = a_case("chat/fits", needs=("chat",))
    suite = a_suite(
        fits,
        a_case("chat/unknown", needs=("chat", "images")),
        a_case("chat/elsewhere", needs=("chat",), when=condition_of({"knows": "x"})),
        a_case("chat/never", needs=("chat",), unless=condition_of({"knows": "chat"})),
        a_case("models/list", needs=()),
    )
    known = Catalogue(suite, (an_entry(),))
    profile = a_profile(name="openai", required=("chat",), optional=())
    assert known.cases_of(an_entry(), profile) == (fits,)
    assert known.cases_of(an_entry(only_stated=True), profile) == ()
    stated = (Statement(an_entry().id, SHOULD, "own/x#y"),)
    states = replace(profile, statements=stated)
    assert known.cases_of(an_entry(only_stated=True), states) == (fits,)


def test_profiles_without_a_case_to_judge_are_left_out() -> None:
    with_chat = a_profile(name="with", required=("chat",), optional=())
    without = a_profile(name="without", required=(), optional=())
    suite = a_suite(
        a_case("chat/a", needs=("chat",)),
        profiles={"with": with_chat, "without": without},
    )
    assert Catalogue(suite).profiles_of(an_entry()) == (with_chat,)


def test_a_misspelt_id_leads_to_those_that_look_like_it() -> None:
    ids = ("chat.stream.done", "models.list", "auth.no-key")
    known = a_catalogue(*map(an_entry, ids))
    assert known.closest("chat.streem.done")[0] == "chat.stream.done"
    assert known.closest("done") == ["chat.stream.done"]
    assert known.closest("") == []
