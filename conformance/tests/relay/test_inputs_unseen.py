"""Faults of input handling: no case that is written down notices them."""

import pytest

from conformance.inputs.case import Case
from conformance.inputs.stimulus import WrittenSteps
from conformance.inputs.target import Target
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


def is_written(case: Case, target: Target) -> bool:
    """Whether somebody wrote the steps of a case down."""
    return isinstance(case.stimulus, WrittenSteps)


@pytest.mark.parametrize("dialect", ["openai", "aitre", "modellss", "vmware-pais"])
def test_no_written_case_notices(dialect: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """All of them at once are noticed by nothing but generated requests."""
    monkeypatch.setattr(worker, "is_wanted", is_written)
    usual = worker.findings_of(worker.Work("", dialect)).violated
    assert of(dialect)
    assert worker.findings_of(worker.Work(of(dialect), dialect)).violated == usual
