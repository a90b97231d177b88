"""Each route that a vendor's documents offer is judged, and no other is."""

from dataclasses import replace

import pytest

from conformance.inputs.endpoint import MARKS, Endpoint
from conformance.reporting.catalogue import Catalogue
from conformance.reporting.endpoints import judging, named
from conformance.tests.helpers import a_case, a_step
from conformance.tests.packaged import CATALOGUE, SUITE

ROWS = tuple(SUITE.endpoints.values())
VENDORS = ("aitre", "modellss", "vmware-pais")
# The matrix, by hand from the vendors' documents: the marks of AITRE, Modellss, VMware.
MATRIX = {
    "POST /v1/completions": ["S", "S", "S"],
    "POST /v1/chat/completions": ["S", "N V", "V"],
    "POST /v1/chat/completions chat.image chat.vision": ["N V", "N V", ""],
    "POST /v1/embeddings": ["N V", "N", "V"],
    "GET /v1/models": ["N V", "", "V"],
    "GET /v1/models/{model}": ["", "", ""],
    "POST /v1/audio/speech": ["N V", "N V", ""],
    "POST /v1/audio/transcriptions": ["N V", "N V", ""],
    "POST /v1/audio/translations": ["N V", "N V", ""],
    "POST /v1/images/generations": ["N V", "N", ""],
    "POST /v1/images/edits POST /v1/images/variations": ["", "", ""],
    "POST /mj/submit/imagine": ["N V", "N V", ""],
    "POST /mj/submit/action": ["N V", "N V", ""],
    "POST /mj/submit/blend": ["N V", "N V", ""],
    "POST /mj/submit/describe": ["N V", "N V", ""],
    "POST /mj/submit/modal": ["N V", "N V", ""],
    "POST /mj/submit/shorten": ["N", "N", ""],
    "POST /mj/submit/change POST /mj/submit/simple-change": ["", "N", ""],
    "POST /mj/insight-face/swap": ["V", "N", ""],
    "GET /mj/task/{id}/fetch": ["N V", "N", ""],
    "GET /mj/task/list": ["", "N V", ""],
    "POST /mj/task/list-by-condition": ["", "N", ""],
    "POST /mj/task/query": ["", "N V", ""],
    "GET /mj/task/queue": ["", "N", ""],
    "POST /mj/task/{id}/cancel": ["", "N V", ""],
    "GET /mj/task/{id}/image-seed": ["", "N", ""],
}
OFFERED = [(row, vendor) for row in ROWS for vendor in VENDORS if vendor in row.offers]
OTHERS = [
    (row, vendor) for row in ROWS for vendor in VENDORS if vendor not in row.offers
]


def of_pair(value: object) -> str:
    """The name under which a row, or a vendor, is listed."""
    return value.name if isinstance(value, Endpoint) else str(value)


def is_judged(row: Endpoint, vendor: str, catalogue: Catalogue = CATALOGUE) -> bool:
    """Whether a requirement that a row names is judged there under a vendor."""
    return any(named(row, SUITE.profiles[vendor], catalogue))


def test_the_rows_are_those_of_the_matrix() -> None:
    """Routes and marks are the documents' own, in their order."""
    shown = {
        " ".join((*row.routes, *row.needs)): [row.offers.get(v, "") for v in VENDORS]
        for row in ROWS
    }
    assert list(shown.items()) == list(MATRIX.items())


@pytest.mark.parametrize(("row", "vendor"), OFFERED, ids=of_pair)
def test_a_route_that_is_offered_is_judged(row: Endpoint, vendor: str) -> None:
    """A requirement that the row names is judged there under the vendor's profile."""
    assert set(row.offers[vendor].split()) <= set(MARKS)
    assert is_judged(row, vendor)


@pytest.mark.parametrize(("row", "vendor"), OFFERED, ids=of_pair)
def test_each_of_several_routes_is_requested(row: Endpoint, vendor: str) -> None:
    """A row with two routes is judged on both, unless a reason is given."""
    for route in row.routes:
        alone = replace(row, routes=(route,))
        assert is_judged(alone, vendor) == (route not in row.unsent), route


@pytest.mark.parametrize(("row", "vendor"), OTHERS, ids=of_pair)
def test_a_route_that_is_not_offered_is_not_judged(row: Endpoint, vendor: str) -> None:
    """Nothing is judged beyond a vendor's documents, unless a reason is given."""
    judged = [entry.id for entry in judging(row, SUITE.profiles[vendor], CATALOGUE)]
    assert bool(judged) == (vendor in row.beyond), judged


@pytest.mark.parametrize("row", ROWS, ids=of_pair)
def test_a_row_names_what_is_judged(row: Endpoint) -> None:
    """Each requirement of a row is judged there, under a vendor or the reference."""
    for id in row.judged_by:
        alone = replace(row, judged_by=(id,))
        assert any(is_judged(alone, name) for name in SUITE.profiles), id


@pytest.mark.parametrize(
    ("deleted", "missed"),
    [
        ("embeddings.accepted", {("embeddings", vendor) for vendor in VENDORS}),
        ("models.list.accepted", {("models", "aitre"), ("models", "vmware-pais")}),
        ("images.flux.accepted", set()),
        ("chat.vision.accepted", {("chat-pictures", "modellss")}),
    ],
)
def test_a_deleted_requirement_is_missed(
    deleted: str, missed: set[tuple[str, str]]
) -> None:
    """The check above can fail: it does where a row names nothing else."""
    judged = [pair for pair in OFFERED if is_judged(*pair)]
    left = tuple(entry for entry in CATALOGUE.entries if entry.id != deleted)
    less = Catalogue(SUITE, left)
    assert {(row.name, v) for row, v in judged if not is_judged(row, v, less)} == missed


@pytest.mark.parametrize(
    ("method", "path", "reached"),
    [
        ("GET", "/mj/task/${steps.submit.json.result}/fetch", "task"),
        ("GET", "/mj/task/list", "task-list"),
        ("POST", "/mj/task/7/cancel", "task-cancel"),
        ("GET", "/models/reference-chat", "model"),
        ("POST", "/models", ""),
        ("GET", "/mj/task/7/fetch/more", ""),
    ],
)
def test_a_case_reaches_the_row_of_its_route(
    method: str, path: str, reached: str
) -> None:
    """Method and path tell which row a request is for."""
    case = a_case("any/case", steps=(a_step(method=method, path=path),))
    assert [row.name for row in ROWS if row.is_reached_by(case)] == [reached][
        : bool(reached)
    ]
