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


def generated_pages() -> dict[str, str]:
    """Each page's place and its Markdown."""
    return {
        "reference/options.md": options_page(),
        "reference/requirements.md": requirements_page(),
        "reference/capabilities.md": capabilities_page(),
        "reference/clients.md": clients_page(),
        "reference/faults.md": faults_page(),
        "reference/untested.md": untested_page(),
        **{described.path: file_format_page(described) for described in FORMATS},
    }
