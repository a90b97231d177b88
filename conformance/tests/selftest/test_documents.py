"""What the document of another vendor allows, and OpenAI's does not."""

import pytest

from conformance.relay import Bend
from conformance.relay.variations import documents
from conformance.selftest import worker
from conformance.selftest.worker import Work

ALLOWED = [bend for bend in vars(documents).values() if isinstance(bend, Bend)]


@pytest.mark.slow
@pytest.mark.parametrize("bend", ALLOWED, ids=lambda bend: bend.name)
def test_what_one_document_allows_is_noticed_under_another(bend: Bend) -> None:
    """It parts the vendor's contract from OpenAI's, so that the profile is of use."""
    assert "openai" not in bend.dialects
    assert worker.findings_of(Work(bend.name, "openai")).violated
