"""Values that a contract lists: drawn alone, and others refused where it is closed."""

from dataclasses import replace

import pytest

from conformance.generation.accepted import accepted
from conformance.generation.families import families_here
from conformance.generation.refused import refused
from conformance.inputs.profile import Profile
from conformance.plugin.dialects import dialect_of
from conformance.relay.validate import first_problem
from conformance.tests.packaged import SUITE

PLAIN = SUITE.profiles["openai"]
CHAT = families_here()["chat"]
OFFERED = frozenset(PLAIN.knows)
LISTED = {
    "role": ("system", "user", "assistant", "tool"),
    "response_format": ("text", "json_object"),
    "tool_choice": ("auto", "none"),
    "reasoning_effort": ("high", "xhigh"),
}


def with_values(*closed: str) -> Profile:
    """OpenAI's contract with fewer values, of which some are all that there are."""
    return replace(PLAIN, values={"chat": {**LISTED, "closed": closed}})


def test_other_values_are_not_drawn() -> None:
    def drawn(profile: Profile) -> set[str]:
        requests = accepted(CHAT, profile, "m", OFFERED, 0, 200)
        chosen = {str(r.json.get("tool_choice")) for r in requests}
        formats = {(r.json.get("response_format") or {}).get("type") for r in requests}
        return {str(value) for value in (*chosen, *formats)} - {"None"}

    assert {"required", "json_schema"} < drawn(PLAIN)
    assert drawn(with_values()) == {"auto", "none", "text"}


def broken_by(profile: Profile) -> dict[str, list[object]]:
    least = CHAT.minimal(profile, "m")
    return {
        request.purpose.statement.split()[0]: [request.json]
        for request in refused(CHAT, profile, least, OFFERED, 0, 400)
        if request.purpose.statement.endswith("that the document lists")
    }


def test_another_value_is_refused_only_where_the_document_says_so() -> None:
    assert broken_by(with_values()) == {}
    assert broken_by(with_values("role", "tool_choice")).keys() == {
        "role",
        "tool_choice",
    }
    assert broken_by(with_values(*LISTED)).keys() == LISTED.keys()


@pytest.mark.parametrize("field", LISTED)
def test_the_reference_relay_refuses_what_is_closed(field: str) -> None:
    profile = with_values(field)
    dialect = dialect_of(profile, PLAIN)
    (request,) = broken_by(profile)[field]
    assert isinstance(request, dict)
    assert first_problem(dialect, "chat", request) is not None
    assert first_problem(dialect_of(PLAIN, PLAIN), "chat", request) is None
