"""The table of differences: each row that touches models and text is in a contract.

The rows are written by hand from the vendors' documents, not from the profiles.
"""

from pathlib import Path
from typing import Any

import pytest

import conformance
from conformance.formats.schema import validator
from conformance.inputs.admission import admits
from conformance.inputs.case import Expects
from conformance.inputs.manner import ORDINARY
from conformance.inputs.profile import Profile
from conformance.tests.packaged import CATALOGUE, SUITE

# The topics of the table of differences that touch models, completions and chat.
TOPICS = (
    "date of the pages",
    "base path",
    "auth",
    "extra required headers",
    "prompt",
    "stop",
    "default of temperature",
    "max_tokens",
    "n",
    "sampling options",
    "seed",
    "include_usage",
    "logprobs of completions",
    "system_fingerprint",
    "model of the answer",
    "refusal and logprobs of chat",
    "error envelope",
    "validation failure",
    "unknown model",
    "no quota",
    "bad key",
    "rate limit",
    "list of models",
    "retrieval of models",
    "object of chat chunks",
)
EVERYONE = "openai aitre modellss vmware-pais"
RELAYS = "aitre modellss"
# Topic, place in the contract, profiles, and what the documents say there.
ROWS = [
    ("date of the pages", "dated", "aitre", "2025-03-30"),
    ("date of the pages", "dated", "modellss", "2024-02-29"),
    ("base path", "base_path", "openai aitre modellss", "/v1"),
    ("base path", "base_path", "vmware-pais", "/api/v1/compatibility/openai/v1"),
    ("auth", "stated:aitre/completions#header.authorization", "aitre", True),
    ("extra required headers", "stated:aitre/chat#header.none", "aitre", True),
    (
        "extra required headers",
        "stated:modellss/completions#header.none",
        "modellss",
        True,
    ),
    ("prompt", "knows:completions.prompt-arrays", "openai aitre modellss", True),
    ("prompt", "knows:completions.prompt-arrays", "vmware-pais", False),
    ("prompt", "settings:prompt_arrays", "vmware-pais", False),
    ("stop", "knows:completions.stop-string", "openai aitre", True),
    ("stop", "requires:completions.stop-string", "modellss", True),
    ("stop", "knows:completions.stop-string", "vmware-pais", False),
    ("stop", "knows:chat.stop-string", "vmware-pais", False),
    ("stop", "most:completions.stop", "openai", 4),
    ("stop", "most:completions.stop", "vmware-pais", None),
    (
        "default of temperature",
        "stated:vmware/completions#request.temperature.default",
        "vmware-pais",
        True,
    ),
    ("max_tokens", "least:completions.max_tokens", "openai", 0),
    ("max_tokens", "least:completions.max_tokens", "vmware-pais", 1),
    ("n", "most:completions.n", "openai", 128),
    ("n", "most:completions.n", "vmware-pais", None),
    ("n", "states a bound:completions.n", RELAYS, False),
    ("n", "states a bound:completions.n", "vmware-pais", True),
    ("n", "requires:completions.n", "vmware-pais", True),
    ("sampling options", "knows:completions.logprobs", "openai", True),
    ("sampling options", "knows:completions.echo", "vmware-pais", False),
    ("sampling options", "knows:completions.best-of", "vmware-pais", False),
    ("sampling options", "knows:completions.suffix", "vmware-pais", False),
    ("sampling options", "knows:completions.logprobs", "vmware-pais", False),
    (
        "sampling options",
        "known:completions",
        "aitre",
        ("model", "prompt", "max_tokens", "temperature"),
    ),
    ("seed", "knows:completions.seed", "openai", True),
    ("seed", "requires:completions.seed", "vmware-pais", True),
    ("include_usage", "knows:completions.stream-usage", "openai", True),
    ("include_usage", "requires:completions.stream-usage", "vmware-pais", True),
    (
        "logprobs of completions",
        "optional:wire/completion choices.logprobs",
        EVERYONE,
        True,
    ),
    (
        "system_fingerprint",
        "optional:wire/completion system_fingerprint",
        EVERYONE,
        True,
    ),
    ("model of the answer", "optional:wire/chat-completion model", EVERYONE, True),
    ("model of the answer", "level:chat.model", "aitre", "MUST"),
    ("model of the answer", "level:chat.model", "modellss", "SHOULD"),
    (
        "refusal and logprobs of chat",
        "optional:wire/chat-completion choices.logprobs",
        EVERYONE,
        True,
    ),
    ("refusal and logprobs of chat", "level:chat.shape.strict", "openai", "SHOULD"),
    ("error envelope", "envelope:400", "openai aitre modellss", "wire/error"),
    ("error envelope", "envelope:422", "vmware-pais", "wire/http-validation-error"),
    ("error envelope", "envelope:400", "vmware-pais", ""),
    ("error envelope", "envelope:404", "vmware-pais", ""),
    ("validation failure", "status:validation", "vmware-pais", [422]),
    ("validation failure", "status:validation", "openai", [400, 422]),
    ("unknown model", "status:unknown-model", "openai", [404, 400, 403]),
    ("unknown model", "status:unknown-model", RELAYS, [503, 404, 400, 403]),
    ("unknown model", "status:unknown-model", "vmware-pais", [404, 400]),
    ("no quota", "status:no-quota", "openai", [429]),
    ("no quota", "status:no-quota", RELAYS, [429, 403, 401]),
    ("bad key", "status:wrong-key", "openai aitre modellss", [401]),
    ("bad key", "status:wrong-key", "vmware-pais", [401, 403]),
    ("bad key", "level:auth.status", "openai aitre modellss", "SHOULD"),
    ("rate limit", "status:rate-limit", "openai", [429]),
    ("list of models", "level:models.list.fields", "openai", "MUST"),
    ("list of models", "level:models.list.fields", f"{RELAYS} vmware-pais", "SHOULD"),
    ("list of models", "settings:models_list", "openai", "wire/model-list-strict"),
    ("list of models", "settings:models_list", RELAYS, "wire/model-list-relay"),
    ("list of models", "level:models.list.engines", "vmware-pais", "MUST"),
    ("retrieval of models", "knows:models.retrieve", "openai", True),
    (
        "retrieval of models",
        "knows:models.retrieve",
        f"{RELAYS} vmware-pais",
        False,
    ),
    ("object of chat chunks", "level:chat.stream.object", "openai", "MUST"),
    ("object of chat chunks", "level:chat.stream.object", "vmware-pais", "SHOULD"),
]
STATED = {entry.id: entry.requirement for entry in CATALOGUE.entries}


def place(profile: Profile, where: str) -> Any:
    """What stands at a place of a contract."""
    kind, _, name = where.partition(":")
    match kind:
        case "knows":
            return name in profile.knows
        case "requires":
            return name in profile.required
        case "stated":
            pages = (one for one in SUITE.statements if one.profile == profile.name)
            return name in {one.id for one in pages}
        case "level":
            return profile.level(STATED[name]).value
        case "status":
            return list(profile.statuses[name])
        case "envelope":
            return profile.envelope(int(name))
        case "optional":
            return is_optional(name)
        case "least" | "most":
            return getattr(profile.bound(*name.split(".")), kind)
        case "states a bound":
            return profile.bound(*name.split(".")).stated
        case "known":
            return profile.fields[name]["known"]
        case "settings":
            return profile.settings[name]
    return getattr(profile, where)


def is_optional(field: str) -> bool:
    """Whether the schema of an answer describes a field without requiring it."""
    name, _, path = field.partition(" ")
    schema = validator(name).schema
    *outer, last = path.split(".")
    for step in outer:
        schema = schema["properties"][step]
        schema = schema.get("items", schema)
    return last in schema["properties"] and last not in schema["required"]


@pytest.mark.parametrize(("topic", "where", "names", "value"), ROWS)
def test_a_row_of_the_differences_has_its_place(
    topic: str, where: str, names: str, value: object
) -> None:
    """Where vendors differ from the reference, their contract says how."""
    for name in names.split():
        assert place(SUITE.profiles[name], where) == value, (topic, name)


def test_every_topic_of_the_text_routes_has_a_place() -> None:
    """The rows name each topic of the table that touches models and text."""
    assert {topic for topic, *_ in ROWS} == set(TOPICS)


@pytest.mark.parametrize("route", ["completions", "chat"])
def test_a_page_that_lists_its_fields_is_sent_no_others(route: str) -> None:
    """What VMware's pages do not describe is in no request that is to succeed."""
    contract = SUITE.profiles["vmware-pais"]
    fields = set(contract.fields[route]["known"])
    sent = [
        set(step.sent_in(ORDINARY) or ())
        for case in SUITE.cases.values()
        if case.area == route and admits(contract, case)
        if case.expects is Expects.SUCCESS
        for step in case.steps
    ]
    assert len(sent) > 5
    assert set().union(*sent) == fields


def code() -> str:
    """The suite's own code, without its tests."""
    root = Path(conformance.__file__).parent
    files = (p for p in root.rglob("*.py") if "tests" not in p.relative_to(root).parts)
    return "\n".join(path.read_text("utf-8") for path in files)


def test_every_setting_of_a_profile_is_read() -> None:
    """No setting stands in a profile that nothing reads."""
    text = code()
    settings = {name for one in SUITE.profiles.values() for name in one.settings}
    assert {name for name in settings if f'"{name}"' not in text} == set()
