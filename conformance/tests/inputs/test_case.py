"""Cases from files: variants, tokens, digests."""

import json
from pathlib import Path
from typing import Any

import pytest

from conformance.inputs import case as module
from conformance.inputs.case import Expects, Lane
from conformance.inputs.step import UNCAPPED, Auth
from conformance.inputs.suite import Suite
from conformance.tests.helpers import a_case, a_step

RAW: dict[str, Any] = {
    "summary": "A test.",
    "needs": ["chat"],
    "source": "openai/chat#create",
    "steps": [
        {
            "name": "create",
            "request": {
                "method": "POST",
                "path": "/chat/completions",
                "json": {"model": "${models.chat}", "n": 2, "user": "u"},
            },
        }
    ],
}


def loaded(folder: Path, raw: dict[str, Any]) -> dict[str, module.Case]:
    """The cases of one file, `chat/file.json`."""
    path = folder / "chat" / "file.json"
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(raw), "utf-8")
    return {case.name: case for case in module.load(path, folder)}


def test_a_file_is_a_case_named_by_its_place(tmp_path: Path) -> None:
    case = loaded(tmp_path, RAW)["chat/file"]
    assert (case.area, case.needs, case.models) == ("chat", ("chat",), ("chat",))
    assert (case.expects, case.lane) == (Expects.SUCCESS, Lane.SHARED)
    assert (case.steps[0].auth, case.steps[0].headers) == (Auth.KEY, {})


def test_each_variant_is_a_case_with_its_changes(tmp_path: Path) -> None:
    variants: dict[str, Any] = {
        "set": {"summary": "Set.", "set": {"n": 0}, "expects": "refusal", "about": "n"},
        "drop": {"summary": "Drop.", "drop": ["user"]},
        "text": {"summary": "Text.", "body": "{", "auth": "none"},
        "header": {"summary": "Header.", "headers": {"Content-Type": None}},
        "path": {"summary": "Path.", "path": "/x", "method": "PUT", "json": [1]},
    }
    found = loaded(tmp_path, RAW | {"variants": variants})
    assert sorted(found) == sorted(f"chat/file/{name}" for name in variants)
    steps = {name: found[f"chat/file/{name}"].steps[0] for name in variants}
    usual = RAW["steps"][0]["request"]["json"]
    assert steps["set"].json == usual | {"n": 0}
    assert steps["drop"].json == {"model": "${models.chat}", "n": 2}
    assert (steps["text"].json, steps["text"].body) == (None, "{")
    assert steps["text"].auth is Auth.NONE
    assert steps["header"].headers == {"Content-Type": None}
    assert (steps["path"].method, steps["path"].path) == ("PUT", "/x")
    assert steps["path"].json == [1]
    assert found["chat/file/set"].expects is Expects.REFUSAL
    assert found["chat/file/set"].summary == "Set."


def test_what_is_sent_makes_the_digest_and_nothing_else_does(tmp_path: Path) -> None:
    usual = loaded(tmp_path, RAW)["chat/file"].digest
    reworded = loaded(tmp_path, RAW | {"summary": "Other words."})["chat/file"].digest
    variants = {"n": {"summary": "N.", "set": {"n": 3}}}
    changed = loaded(tmp_path, RAW | {"variants": variants})["chat/file/n"].digest
    assert usual == reworded != changed


@pytest.mark.parametrize(
    "change", [{"colour": 1}, {"summary": "no stop"}, {"steps": []}, {"expects": "x"}]
)
def test_a_file_of_another_form_is_refused_by_name(
    tmp_path: Path, change: dict[str, Any]
) -> None:
    with pytest.raises(ValueError, match=r"file\.json"):
        loaded(tmp_path, RAW | change)


@pytest.mark.parametrize(
    ("sent", "tokens"),
    [
        ({"messages": [], "max_tokens": 10}, 10),
        ({"messages": [], "max_tokens": 10, "max_completion_tokens": 5}, 5),
        ({"messages": []}, UNCAPPED),
        ({"messages": [], "max_tokens": 10, "n": 3}, 30),
        ({"prompt": "x", "max_tokens": 10, "n": 2, "best_of": 4}, 40),
        ({"prompt": ["a", "b"], "max_tokens": 10}, 20),
        ({"prompt": [1, 2, 3], "max_tokens": 10}, 10),
        ({"prompt": [[1, 2], [3]], "max_tokens": 10}, 20),
        ({"prompt": [], "max_tokens": 10}, 0),
        ({"messages": [], "max_tokens": "ten"}, UNCAPPED),
        ({"messages": [], "max_tokens": -5}, UNCAPPED),
        ({"input": "embed me"}, 0),
        ([1], 0),
        (None, 0),
    ],
)
def test_tokens_are_what_a_request_asks_for_at_most(sent: Any, tokens: int) -> None:
    assert a_step(json=sent).tokens == tokens


def test_a_case_asks_for_the_tokens_of_its_steps_even_if_it_is_to_be_refused() -> None:
    step = a_step(json={"messages": [], "max_tokens": 10})
    assert a_case(steps=(step, step)).tokens == 20
    assert a_case(steps=(step,), expects=Expects.REFUSAL).tokens == 10


def test_all_cases_are_found_in_order(tmp_path: Path) -> None:
    for area in ("models", "chat"):
        (tmp_path / area).mkdir()
        (tmp_path / area / "file.json").write_text(json.dumps(RAW), "utf-8")
    cases = Suite().with_cases(module.cases_below(tmp_path)).cases
    assert list(cases) == ["chat/file", "models/file"]
