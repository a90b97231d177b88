"""Values of enumerated fields: those that a contract has, and those that it refuses."""

from collections.abc import Iterable, Iterator, Mapping

from hypothesis import strategies as st

from conformance.generation.change import Change, Put
from conformance.generation.family import BrokenStatement, Json
from conformance.inputs.profile import Profile

_FUNCTION = {"name": "get_time"}
_TOOL = {"type": "function", "function": _FUNCTION}
_SCHEMA = {"name": "answer", "schema": {"type": "object"}}
# What other contracts have there, by the endpoint's fields; beside what it stands.
_ELSEWHERE: Mapping[str, Mapping[str, Mapping[str, Change]]] = {
    "chat": {
        "role": {
            role: Put(("messages",), [{"role": role, "content": "Say hello."}])
            for role in ("system", "developer")
        },
        "response_format": {
            "json_object": Put(("response_format",), {"type": "json_object"}),
            "json_schema": Put(
                ("response_format",), {"type": "json_schema", "json_schema": _SCHEMA}
            ),
        },
        "tool_choice": {
            "required": Put(("tool_choice",), "required", {"tools": [_TOOL]}),
            "none": Put(("tool_choice",), "none", {"tools": [_TOOL]}),
            "function": Put(("tool_choice",), _TOOL, {"tools": [_TOOL]}),
        },
        "reasoning_effort": {
            effort: Put(("reasoning_effort",), effort)
            for effort in ("none", "minimal", "low", "medium", "high", "xhigh")
        },
    },
    "embeddings": {
        "encoding_format": {"base64": Put(("encoding_format",), "base64")},
    },
    "speech": {
        "response_format": {
            form: Put(("response_format",), form)
            for form in ("aac", "flac", "opus", "pcm", "wav")
        },
    },
}


def known(profile: Profile, route: str, options: Iterable[Json]) -> list[Json]:
    """The options of which every value is one that the contract has."""
    return [option for option in options if profile.has_values(route, option)]


def foreign(profile: Profile, route: str) -> Iterator[BrokenStatement]:
    """What is broken by a value that others have, where the document refuses it."""
    stated = profile.values.get(route, {})
    for field in stated.get("closed", ()):
        ways = _ELSEWHERE.get(route, {}).get(field, {})
        other = [way for value, way in ways.items() if value not in stated[field]]
        if other:
            words = f"{field} is one of those that the document lists"
            name = "messages" if field == "role" else field
            yield BrokenStatement(
                f"{field}.listed", words, name, st.sampled_from(other), rank=0
            )
