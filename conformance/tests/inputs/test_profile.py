"""Contracts: each over the reference, with statements that set levels."""

import json
import tomllib
from pathlib import Path

import pytest

from conformance.core.requirement import MAY, MUST, SHOULD, Requirement
from conformance.formats.paths import data
from conformance.formats.schema import first_error
from conformance.inputs.inheritance import profiles_of
from conformance.inputs.profile import Profile, Statement
from conformance.tests.helpers import a_profile
from conformance.tests.packaged import SUITE

REFERENCE = """
title = "Reference"
dated = "2026-01-01"
base_path = "/v1"
required = ["chat"]
optional = ["images"]
[models]
chat = ["gpt-6-luna", "gpt-6-sol"]
images = ["painter"]
[statuses]
validation = [400]
absent = [404]
[envelopes]
default = "wire/error"
[settings]
n_max = 128
"""
OWN = """
title = "Own"
dated = "2025-01-01"
base_path = "/own"
required = ["chat", "chat.tools"]
optional = []
[models]
chat = ["own-1"]
[statuses]
validation = [400, 422]
[envelopes]
default = "wire/own-error"
422 = "wire/own-validation"
[settings]
n_max = 4
[[statement]]
requirement = "chat.n.*"
level = "SHOULD"
source = "own/chat#n"
[[statement]]
requirement = "chat.*"
level = "MUST"
source = "own/chat#all"
"""
SHOULD_STREAM = Requirement("chat.stream", SHOULD, ("*",), "openai/chat#s", "fix it")
MUST_N = Requirement("chat.n.count", MUST, ("*",), "openai/chat#n", "fix it")
MODELS = Requirement("models.list", SHOULD, ("*",), "openai/models#list", "fix it")

SOURCES = ("own/chat#n", "own/chat#all", "child/chat#n")
CHILD = """
extends = "own"
title = "Child"
dated = "2026-02-02"
required_drop = ["chat.tools"]
optional_add = ["images.edits"]
[models]
chat = "child-1"
[envelopes]
401 = ""
[fields.chat]
refused = ["user"]
[bounds.chat.temperature]
most = 1
[[statement]]
requirement = "chat.n.*"
level = "MAY"
source = "child/chat#n"
"""
CAPABILITIES = ("chat", "chat.tools", "images", "images.edits")

PROFILE_FILES = sorted((data("cases") / "profiles").glob("*.toml"))


@pytest.fixture
def own() -> Profile:
    """A vendor's contract beside the reference."""
    tables = {"own": tomllib.loads(OWN), "openai": tomllib.loads(REFERENCE)}
    contracts = profiles_of(tables, (), SOURCES)
    assert list(contracts) == ["openai", "own"]
    return contracts["own"]


def test_models_statuses_and_settings_lie_over_the_reference(own: Profile) -> None:
    assert dict(own.models) == {"chat": ("own-1",), "images": ("painter",)}
    assert dict(own.statuses) == {"validation": (400, 422), "absent": (404,)}
    assert dict(own.settings) == {"n_max": 4}


def test_capabilities_and_envelopes_are_its_own(own: Profile) -> None:
    assert own.knows == ("chat", "chat.tools")
    assert own.envelope(422) == "wire/own-validation"
    assert own.envelope(400) == "wire/own-error"


def test_the_first_statement_that_fits_sets_level_and_source(own: Profile) -> None:
    assert (own.level(MUST_N), own.source(MUST_N)) == (SHOULD, "own/chat#n")
    assert own.level(SHOULD_STREAM) is MUST
    assert own.source(SHOULD_STREAM) == "own/chat#all"


def test_without_a_statement_the_requirement_speaks_for_itself(own: Profile) -> None:
    assert (own.level(MODELS), own.source(MODELS)) == (SHOULD, "openai/models#list")


def test_a_statement_names_ids_not_parts_of_them() -> None:
    stated = (Statement("chat.n", MUST, "own/x#y"),)
    assert a_profile(statements=stated).level(SHOULD_STREAM) is SHOULD


def child_of(own: str = "") -> Profile:
    """The contract that extends one that extends none but lies over the reference."""
    texts = {"child": CHILD, "own": own + OWN, "openai": REFERENCE}
    tables = {name: tomllib.loads(text) for name, text in texts.items()}
    contracts = profiles_of(tables, CAPABILITIES, SOURCES)
    assert list(contracts) == ["child", "openai", "own"]
    return contracts["child"]


def test_a_packaged_contract_lies_over_the_one_that_it_extends() -> None:
    child = child_of()
    assert (child.extends, child.base_path) == (("own",), "/own")
    assert (child.title, child.dated) == ("Child", "2026-02-02")
    assert child.required == ("chat",)
    assert child.optional == ("chat.tools", "images", "images.edits")
    assert child.models == {"chat": ("child-1",), "images": ("painter",)}
    assert (child.envelope(401), child.envelope(422)) == ("", "wire/own-validation")
    assert child.settings == {"n_max": 4}
    assert (child.level(MUST_N), child.source(MUST_N)) == (MAY, "child/chat#n")
    assert child.level(SHOULD_STREAM) is MUST


def test_what_the_extended_contract_states_the_other_states_too() -> None:
    stated = '[[statement]]\nrequirement = "chat.x"\nlevel = "MAY"\nsource = "own/x"\n'
    texts = {"child": CHILD, "own": OWN + stated, "openai": REFERENCE + stated}
    tables = {name: tomllib.loads(text) for name, text in texts.items()}
    contracts = profiles_of(tables, CAPABILITIES, SOURCES)
    assert contracts["child"].asserts("chat.x")
    # What is only meant by a glob is not stated by its name.
    assert not contracts["child"].asserts("chat.n.count")
    tables["own"]["statement"].pop()
    assert not profiles_of(tables, CAPABILITIES, SOURCES)["child"].asserts("chat.x")


def test_tables_lie_over_each_other_row_by_row() -> None:
    child = child_of(
        """
        fields = {chat = {refused = ["n"], void = ["seed"]}, images = {void = ["n"]}}
        bounds = {chat = {temperature = {least = 0, most = 2}, n = {most = 4}}}
        sent = {chat = {thinking = {type = "disabled"}}}
        """
    )
    assert child.fields == {
        "chat": {"refused": ("user",), "void": ("seed",)},
        "images": {"void": ("n",)},
    }
    assert child.refused("chat") == ("user",)
    assert child.refused("embeddings") == ()
    # A row says all of a field's bounds.
    assert child.bounds["chat"] == {
        "temperature": {"most": 1},
        "n": {"most": 4},
    }
    assert json.dumps(dict(child.sent["chat"])) == '{"thinking": {"type": "disabled"}}'


@pytest.mark.parametrize("parent", ["child", "nobody"])
def test_a_contract_extends_what_is_there(parent: str) -> None:
    texts = {"child": CHILD.replace('"own"', f'"{parent}"'), "openai": REFERENCE}
    tables = {name: tomllib.loads(text) for name, text in texts.items()}
    with pytest.raises(ValueError, match="child"):
        profiles_of(tables, CAPABILITIES, SOURCES)


def test_no_packaged_contract_is_lost() -> None:
    """Those that were there stay; a further one is a file more, and no line here."""
    assert set(SUITE.profiles) >= {
        "aitre",
        "azure-v1",
        "deepseek",
        "groq",
        "litellm",
        "modellss",
        "new-api",
        "one-api",
        "openai",
        "openrouter",
        "vllm",
        "vmware-pais",
        "vmware-pais-9.1",
    }


@pytest.mark.parametrize("path", PROFILE_FILES, ids=lambda path: path.stem)
def test_packaged_profiles_match_their_schema(path: Path) -> None:
    raw = tomllib.loads(path.read_text("utf-8"))
    assert first_error(raw, "own/profile") is None
    assert "extends" not in raw or not {"required", "optional"} & raw.keys()
