"""The catalogue: every requirement, found without collecting tests."""

import sys
from collections.abc import Iterator
from pathlib import Path
from types import MappingProxyType, ModuleType

import pytest

from conformance.inputs.case import Case
from conformance.reporting import catalogue
from conformance.reporting.catalogue import CatalogueEntry
from conformance.tests.helpers import a_case, a_profile
from conformance.tests.reports import an_entry

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
    assert len(list(catalogue.entries_of(home))) == 1
    assert list(catalogue.entries_of(guest)) == []


def _cases(monkeypatch: pytest.MonkeyPatch, *known: Case) -> None:
    by_name = MappingProxyType({case.name: case for case in known})
    monkeypatch.setattr(catalogue, "cases", lambda: by_name)


@pytest.mark.parametrize(
    "other",
    [
        an_entry("chat.other"),
        an_entry(level="SHOULD"),
        an_entry(on=("chat/a",)),
        an_entry(source="openai/chat#other"),
    ],
)
def test_the_digest_changes_with_what_is_stated(
    monkeypatch: pytest.MonkeyPatch, other: CatalogueEntry
) -> None:
    _cases(monkeypatch, a_case("chat/a"))
    assert catalogue.digest([an_entry()]) != catalogue.digest([other])


def test_the_digest_changes_with_what_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    digests = set()
    for digest in ("1", "2"):
        _cases(monkeypatch, a_case("chat/a", digest=digest))
        digests.add(catalogue.digest([an_entry()]))
    assert len(digests) == 2


def test_the_digest_ignores_order_and_advice(monkeypatch: pytest.MonkeyPatch) -> None:
    _cases(monkeypatch)
    one, two = an_entry("chat.one"), an_entry("chat.two")
    assert catalogue.digest([one, two]) == catalogue.digest([two, one])
    assert catalogue.digest([one]) == catalogue.digest(
        [an_entry("chat.one", fix="Or.")]
    )


def test_a_requirement_is_judged_where_case_and_contract_allow(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    fits = a_case("chat/fits", needs=("chat",))
    _cases(
        monkeypatch,
        fits,
        a_case("chat/unknown", needs=("chat", "images")),
        a_case("chat/elsewhere", needs=("chat",), profiles=("other",)),
        a_case("models/list", needs=()),
    )
    profile = a_profile(name="openai", required=("chat",), optional=())
    assert catalogue.cases_of(an_entry(), profile) == (fits,)
    assert catalogue.cases_of(an_entry(profiles=("other",)), profile) == ()


def test_profiles_without_a_case_to_judge_are_left_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _cases(monkeypatch, a_case("chat/a", needs=("chat",)))
    with_chat = a_profile(name="with", required=("chat",), optional=())
    without = a_profile(name="without", required=(), optional=())
    known = MappingProxyType({"with": with_chat, "without": without})
    monkeypatch.setattr(catalogue, "profiles", lambda: known)
    assert catalogue.profiles_of(an_entry()) == (with_chat,)


def test_a_misspelt_id_leads_to_those_that_look_like_it() -> None:
    found = [an_entry(id) for id in ("chat.stream.done", "models.list", "auth.no-key")]
    assert catalogue.closest("chat.streem.done", found)[0] == "chat.stream.done"
    assert catalogue.closest("done", found) == ["chat.stream.done"]
    assert catalogue.closest("", found) == []
