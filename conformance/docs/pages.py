"""The generated pages, by their places below `docs/`."""

from conformance.docs.file_formats import FORMATS, file_format_page
from conformance.docs.listings import (
    capabilities_page,
    clients_page,
    faults_page,
    requirements_page,
    untested_page,
)
from conformance.docs.options import options_page
from conformance.inputs.suite import Suite
from conformance.reporting.catalogue import Catalogue


def generated_pages() -> dict[str, str]:
    """Each page's place and its Markdown."""
    suite = Suite.load()
    catalogue = Catalogue.of(suite)
    return {
        "reference/options.md": options_page(),
        "reference/requirements.md": requirements_page(catalogue),
        "reference/capabilities.md": capabilities_page(suite),
        "reference/clients.md": clients_page(),
        "reference/faults.md": faults_page(),
        "reference/untested.md": untested_page(suite),
        **{described.path: file_format_page(described) for described in FORMATS},
    }
