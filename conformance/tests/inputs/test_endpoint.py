"""An endpoint is one record: a further one is priced, traced and found by it alone."""

from pathlib import Path
from typing import Any

import pytest

from conformance.cli.costs import unit_of
from conformance.cli.trace import routes
from conformance.generation import families
from conformance.inputs.endpoint import Unit, endpoints_of
from conformance.inputs.suite import Suite
from conformance.reporting.catalogue import Catalogue
from conformance.requirements import endpoints
from conformance.tests.helpers import a_case, a_step
from conformance.tests.packaged import CATALOGUE, SUITE

RECORD: dict[str, Any] = {
    "routes": ["POST /v1/rerank"],
    "priced": "tokens",
    "says": "Texts in the order of their fitness for a question.",
    "offers": {"aitre": "V"},
    "judged_by": ["auth.no-key"],
}
STEP = a_step("/rerank")
FAMILY = """
from dataclasses import replace

from conformance.generation.families.embeddings import EMBEDDINGS

RERANK = replace(EMBEDDINGS, name="rerank", path="/rerank", needs="rerank")
"""


@pytest.fixture
def suite() -> Suite:
    """The packaged suite with one endpoint and one case more."""
    (record,) = endpoints_of({"endpoint": {"rerank": RECORD}}).values()
    more = SUITE.with_endpoint(record)
    return more.with_cases([a_case("auth/rerank-no-key", steps=(STEP,))])


def test_it_is_priced_by_its_record(suite: Suite) -> None:
    assert unit_of(STEP, SUITE.endpoints.values()) is Unit.NOTHING
    assert unit_of(STEP, suite.endpoints.values()) is Unit.TOKENS


def test_it_is_traced_by_its_record(suite: Suite) -> None:
    catalogue = Catalogue(suite, CATALOGUE.entries)
    row = next(r for r in routes(catalogue) if r.id == "aitre/endpoints#rerank")
    assert RECORD["says"] in row.says
    absent = next(r for r in routes(catalogue) if r.id == "modellss/endpoints#rerank")
    assert absent.untested == "Its documents do not offer it."


def test_its_family_is_found_in_its_module(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "rerank.py").write_text(FAMILY, "utf-8")
    monkeypatch.setattr(families, "__path__", [*families.__path__, str(tmp_path)])
    assert list(families.families_here()) == sorted([*families.FAMILIES, "rerank"])


def test_each_family_is_of_an_endpoint_and_named_where_requirements_look() -> None:
    """The route of a family is in the matrix, and its name in the table of cases."""
    known = {route for one in SUITE.endpoints.values() for route in one.routes}
    for family in families.FAMILIES.values():
        path = family.path if family.path.startswith("/mj") else f"/v1{family.path}"
        assert f"{family.method} {path}" in known
    named = {cases.family for cases in endpoints.ENDPOINTS if cases.family}
    assert named == set(families.FAMILIES)
