"""Whether a report is true: of reports that an earlier version wrote."""

from pathlib import Path

import pytest

from conformance.cli.verify.verify import verified
from conformance.core.verdict import ExitCode
from conformance.tests.cli.verify.bundles import (
    DONE,
    Json,
    cover_up,
    edit,
    named,
    verdict,
)

pytestmark = pytest.mark.process


def age(report: Json) -> None:
    """Take from a report what was not written yet before targets had states."""
    for target in report["targets"]:
        for field in ("state", "headline", "detail", "counts"):
            del target[field]
    for row in report["verdicts"]:
        for item in row["items"]:
            del item["loss"], item["kind"]


def test_an_older_report_is_judged_again_but_not_called_true(bare: Path) -> None:
    edit(bare / "report.json", age)
    (bare / "report.html").write_text("as an earlier version made it")
    cover_up(bare)
    result = verified(bare, None)
    assert result.differences == ()
    assert result.exit_code is ExitCode.INCOMPLETE
    assert "its verdicts are what the recordings show" in result.unjudged


def test_an_older_report_that_lies_is_named(bare: Path) -> None:
    edit(bare / "report.json", age)
    edit(bare / "report.json", lambda r: verdict(r, DONE).update(verdict="pass"))
    cover_up(bare)
    assert ("verdict", f"relay {DONE}") in named(verified(bare, None))
