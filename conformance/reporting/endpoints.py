"""The matrix of endpoints: which requirements judge a route under a profile."""

from collections.abc import Iterator

from conformance.inputs.endpoint import Endpoint
from conformance.inputs.profile import Profile
from conformance.reporting.catalogue import Catalogue, CatalogueEntry


def judging(
    endpoint: Endpoint, profile: Profile, catalogue: Catalogue
) -> Iterator[CatalogueEntry]:
    """The requirements that are judged on its routes under a profile."""
    for entry in catalogue.entries:
        if any(map(endpoint.is_reached_by, catalogue.cases_of(entry, profile))):
            yield entry


def named(endpoint: Endpoint, profile: Profile, catalogue: Catalogue) -> Iterator[str]:
    """Of these, the ids of those that the row names."""
    for entry in judging(endpoint, profile, catalogue):
        if entry.id in endpoint.judged_by:
            yield entry.id
