"""The matrix of endpoints: which requirements judge a route under a profile."""

from collections.abc import Iterator
from dataclasses import replace

from conformance.core.catalogue_entry import CatalogueEntry
from conformance.inputs.endpoint import Endpoint
from conformance.inputs.profile import Profile
from conformance.reporting.catalogue import Catalogue, applies


def judging(
    endpoint: Endpoint, profile: Profile, catalogue: Catalogue
) -> Iterator[CatalogueEntry]:
    """The requirements that are judged on its routes under a profile."""
    # The few cases of an endpoint are found first: the rest need not be looked at.
    cases = [c for c in catalogue.suite.cases.values() if endpoint.is_reached_by(c)]
    for entry in catalogue.entries:
        if any(applies(case, entry.requirement, profile) for case in cases):
            yield entry


def named(endpoint: Endpoint, profile: Profile, catalogue: Catalogue) -> Iterator[str]:
    """Of these, the ids of those that the row names."""
    entries = tuple(e for e in catalogue.entries if e.id in endpoint.judged_by)
    for entry in judging(endpoint, profile, replace(catalogue, entries=entries)):
        yield entry.id
