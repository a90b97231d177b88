"""The repository's own forms and workflow: passed by the linters of their forge."""

import sys
from pathlib import Path

import pytest

from conformance.tests.processes import Completed, completed

ROOT = Path(__file__).parents[3]
FORMS = sorted(ROOT.glob(".github/ISSUE_TEMPLATE/[0-9]*.yml"))
CHECKED = {
    ROOT / ".github/workflows/ci.yml": "github-workflows",
    ROOT / ".github/ISSUE_TEMPLATE/config.yml": "github-issue-config",
    **dict.fromkeys(FORMS, "github-issue-forms"),
}

pytestmark = pytest.mark.process


def linted(name: str, *arguments: str | Path) -> Completed:
    """Run a linter that is installed beside Python."""
    linter = Path(sys.executable).parent / name
    return completed((str(linter), *map(str, arguments)), ROOT)


@pytest.mark.parametrize("path", CHECKED, ids=lambda path: path.name)
def test_a_file_matches_its_schema(path: Path, tmp_path: Path) -> None:
    check = ("check-jsonschema", "--builtin-schema", f"vendor.{CHECKED[path]}")
    ended = linted(*check, path)
    assert ended.returncode == 0, ended.stdout
    broken = tmp_path / path.name
    text = path.read_text("utf-8").replace("type: ", "kind: ", 1)
    text = text.replace("runs-on: ", "runs: ").replace("enabled: false", "enabled: 5")
    broken.write_text(text, "utf-8")
    assert linted(*check, broken).returncode == 1


def test_the_workflow_is_safe(tmp_path: Path) -> None:
    zizmor = ("zizmor", "--offline", "--no-config", "--min-severity=medium")
    ended = linted(*zizmor, "--strict-collection", ROOT / ".github")
    assert ended.returncode == 0, ended.stdout
    text = (ROOT / ".github/workflows/ci.yml").read_text("utf-8")
    unpinned = tmp_path / "ci.yml"
    unpinned.write_text(text.replace("persist-credentials: false", "lfs: false"))
    assert "artipacked" in linted(*zizmor, unpinned).stdout
