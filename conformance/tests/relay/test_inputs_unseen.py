"""Faults of input handling: no case that is written down notices them."""

import pytest

from conformance.core.requirement import Requirement
from conformance.inputs.suite import Suite
from conformance.inputs.target import Target
from conformance.plugin.collection import keys_for
from conformance.plugin.run import Key
from conformance.relay import faults
from conformance.selftest import worker

pytestmark = pytest.mark.slow


def of(dialect: str) -> str:
    """All faults of input handling of a dialect, as one bend."""
    return "+".join(
        bend.name
        for bend in faults()
        if bend.name.startswith("gen-") and dialect in bend.dialects
    )


def written(
    requirement: Requirement, targets: tuple[Target, ...], suite: Suite
) -> list[Key]:
    """What a requirement is judged on, but for generated requests."""
    found = keys_for(requirement, targets, suite)
    return [key for key in found if not key.case.startswith("generated/")]


@pytest.mark.parametrize("dialect", ["openai", "aitre", "modellss", "vmware-pais"])
def test_no_written_case_notices(dialect: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """All of them at once are noticed by nothing but generated requests."""
    monkeypatch.setattr(worker, "keys_for", written)
    usual = worker.findings_of(worker.Work("", dialect)).violated
    assert of(dialect)
    assert worker.findings_of(worker.Work(of(dialect), dialect)).violated == usual
