"""The path of a new MUST with its case and fault: four files, quick tests, self-test.

The files are those of which `.github/CONTRIBUTING.md` speaks, in a copy of the
checkout.
"""

import json
import shutil
from pathlib import Path

import pytest

from conformance.formats.paths import data
from conformance.tests.processes import Completed, python

pytestmark = [pytest.mark.process, pytest.mark.slow]

ROOT = data("cases").parent
CASE = {
    "$schema": "../../schemas/own/case.json",
    "summary": "A request whose answer's id is looked at.",
    "needs": ["chat"],
    "source": "openai/chat#answer",
    "steps": [
        {
            "name": "create",
            "request": {
                "method": "POST",
                "path": "/chat/completions",
                "json": {
                    "model": "${models.chat}",
                    "messages": [{"role": "user", "content": "Say hi."}],
                },
                "answer": {"tokens": 5},
            },
        }
    ],
}
REQUIREMENT = '''"""Chat: the length of an id (source: openai/chat#answer)."""

from conformance import MUST, Exchange, Violation, requirement


@requirement(
    "chat.id.length",
    MUST,
    on="chat/short-id",
    source="openai/chat#answer",
    breaks="Clients that keep ids in a column of 64 characters lose the answer.",
    fix="Give an answer an id of at most 64 characters.",
)
def test_id_is_short(exchange: Exchange) -> None:
    """An id has at most 64 characters."""
    length = len(exchange.answer["id"])
    if length > 64:
        raise Violation("at most 64 characters", length, "/id")
'''
FAULT = '''"""Faults of the length of an id."""

from conformance.relay.answer import Answer
from conformance.relay.bend import fault
from conformance.relay.call import Call
from conformance.relay.faults.chat._documents import on_document


@fault("chat-id-long", caught_by="chat.id.length", source="plausible")
def writes_long_ids(call: Call, answer: Answer) -> Answer:
    """Gives a chat answer an id of more than a hundred characters."""
    return on_document(
        call, answer, lambda document: {**document, "id": document["id"] + "0" * 100}
    )
'''
ACCEPTED = Path("conformance/requirements/chat/test_accepted.py")
FILES = {
    Path("cases/chat/short-id.json"): json.dumps(CASE, indent=2) + "\n",
    Path("conformance/requirements/chat/test_id_length.py"): REQUIREMENT,
    Path("conformance/relay/faults/chat/id_length.py"): FAULT,
}
# Of the quick tests those that look at cases, requirements or faults.
LINTERS = (
    "test_cases.py",
    "test_requirements.py",
    "test_profiles.py",
    "test_layers.py",
    "relay/test_bends.py",
    "selftest",
)


def contents(folder: Path) -> dict[Path, bytes]:
    """The files of a checkout, but for what was built or reported in it."""
    built = {".git", ".venv", "reports", "__pycache__"}
    return {
        path.relative_to(folder): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and built.isdisjoint(path.relative_to(folder).parts)
    }


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the checkout with a new MUST, its case and its fault."""
    folder = tmp_path_factory.mktemp("stranger") / "checkout"
    ignore = shutil.ignore_patterns(".*", "reports", "__pycache__")
    shutil.copytree(ROOT, folder, ignore=ignore)
    for path, text in FILES.items():
        (folder / path).write_text(text, "utf-8")
    text = (folder / ACCEPTED).read_text("utf-8")
    named = text.replace(
        '"chat/defaults",', '"chat/defaults",\n        "chat/short-id",'
    )
    assert named != text
    (folder / ACCEPTED).write_text(named, "utf-8")
    return folder


def run(folder: Path, *arguments: str) -> Completed:
    """Run Python on the copy, and nothing of the checkout itself."""
    return python(folder, *arguments, env={"PYTHONPATH": str(folder)})


def test_four_files_are_touched(checkout: Path) -> None:
    old, new = contents(ROOT), contents(checkout)
    touched = {path for path in new if new[path] != old.get(path)}
    assert touched == {*FILES, ACCEPTED}
    assert len(touched) <= 4


def test_the_quick_tests_pass(checkout: Path) -> None:
    tests = [f"conformance/tests/{name}" for name in LINTERS]
    ended = run(checkout, "-m", "pytest", "-q", "-p", "no:cacheprovider", *tests)
    assert ended.returncode == 0, ended.stdout[-3000:] + ended.stderr


def test_the_fault_proves_the_requirement(checkout: Path) -> None:
    ended = run(checkout, "-m", "conformance", "selftest", "chat-id-long")
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert "chat-id-long" in ended.stdout


def test_explain_knows_it(checkout: Path) -> None:
    ended = run(checkout, "-m", "conformance", "explain", "chat.id.length")
    assert ended.returncode == 0, ended.stderr
    assert "chat/short-id" in ended.stdout
    assert "chat-id-long" in ended.stdout


def test_a_forgotten_acceptance_says_what_to_do(checkout: Path, tmp_path: Path) -> None:
    folder = tmp_path / "checkout"
    shutil.copytree(checkout, folder)
    shutil.copy(ROOT / ACCEPTED, folder / ACCEPTED)
    ended = run(folder, "-m", "pytest", "-q", "conformance/tests/test_cases.py")
    assert ended.returncode == 1
    assert "in `on` of one `*.accepted` requirement" in ended.stdout
