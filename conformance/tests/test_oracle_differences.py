"""How the suite's schemas differ from the official ones, each with its reason."""

import tomllib
from pathlib import Path

import pytest

from conformance.formats.paths import data
from conformance.tests import oracle
from conformance.tests.test_oracle import SAME


def listed() -> dict[str, dict[str, str]]:
    """The differences that are known, with their reasons."""
    text = Path(oracle.__file__).with_suffix(".toml").read_text("utf-8")
    return {
        name: {line: row["why"] for row in rows for line in row["differences"]}
        for name, rows in tomllib.loads(text).items()
    }


@pytest.mark.parametrize("name", SAME)
def test_each_difference_has_its_reason(name: str) -> None:
    """Where ours is laxer or stricter than theirs is listed, and nothing else is."""
    strict = (f"wire/{name}-strict",) if name in STRICT else ()
    here = oracle.our_fields(f"wire/{name}", *strict)
    there = oracle.their_fields(*SAME[name])
    assert here
    assert there
    known = listed().get(name, {})
    assert sorted(oracle.differences(here, there)) == sorted(known)
    assert all(why.endswith(".") for why in known.values())


def test_each_schema_of_an_answer_is_compared() -> None:
    """No schema of ours is left without its official counterpart."""
    names = {path.stem for path in (data("schemas") / "wire").glob("*.json")}
    # Midjourney's tasks are none of OpenAI's.
    compared = {name for name in names - VENDORS if not name.startswith("mj-")}
    assert compared == {*SAME, *(f"{name}-strict" for name in STRICT)}
    assert set(listed()) <= set(SAME)


def test_a_difference_is_found() -> None:
    """The comparison sees a field, a type, a value, a bound and what is required."""
    here = {
        "/a": {"required": True, "type": frozenset(["string"]), "minLength": 1},
        "/b": {"required": True, "values": frozenset(['"x"'])},
    }
    there: oracle.Fields = {
        "/a": {"required": False, "type": frozenset(["string", "null"])},
        "/c": {"required": True},
    }
    assert list(oracle.differences(here, there)) == [
        "/a required: yes here, no there",
        "/a type: string here, null or string there",
        "/a minLength: 1 here, any there",
        "/b is described only here",
        "/c is described only there",
    ]


STRICT = (
    "chat-completion",
    "embedding",
    "embedding-list",
    "error",
    "model",
    "model-list",
)


# What only vendors of other contracts send.
VENDORS = {
    "error-code-integer",
    "error-detail",
    "error-flat",
    "error-openrouter",
    "error-optional",
    "error-or-detail",
    "error-plain",
    "error-text",
    "http-validation-error",
    "model-bare",
    "model-list-bare",
    "model-list-openrouter",
    "model-list-relay",
    "model-list-undated",
    "model-list-vmware",
    "model-openrouter",
    "model-relay",
    "model-undated",
    "model-vmware",
}
