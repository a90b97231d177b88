"""The types of a report are those of its published schema."""

from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints, is_typeddict

from conformance.core.requirement import Level
from conformance.core.target_verdict import TargetState
from conformance.core.verdict import NotTestedReason, Verdict
from conformance.formats.schema import validator
from conformance.reporting.document import Report

SCHEMA: Any = validator("own/report").schema
PLAIN = {str: "string", int: "integer", float: "number", bool: "boolean"}
PLAIN |= {NoneType: "null"}


def resolved(node: Any) -> Any:
    """What a node of the schema stands for."""
    if "$ref" in node:
        name = node["$ref"].removeprefix("#/$defs/")
        return {**SCHEMA["$defs"][name], **node}
    return node


def differences(hint: Any, node: Any, at: str) -> list[str]:
    """Where a type is not what the schema says."""
    node = resolved(node)
    if is_typeddict(hint):
        return of_object(hint, node, at)
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is list:
        wrong = [f"{at}: a list"] if node.get("type") != "array" else []
        return wrong + differences(arguments[0], node["items"], f"{at}[]")
    if origin is dict:
        return of_mapping(arguments[1], node, at)
    if origin is UnionType:
        expected = {PLAIN[one] for one in arguments}
        return [] if set(node["type"]) == expected else [f"{at}: {hint}"]
    return [] if plain(hint, node) else [f"{at}: {hint}"]


def of_object(hint: Any, node: Any, at: str) -> list[str]:
    names = get_type_hints(hint)
    wrong = []
    if node.get("additionalProperties") is not False:
        wrong.append(f"{at}: takes any property")
    if names.keys() != node["properties"].keys():
        wrong.append(f"{at}: {sorted(names.keys() ^ node['properties'].keys())}")
    if set(node["required"]) != set(hint.__required_keys__):
        wrong.append(f"{at}: other required ones")
    for name, kind in names.items():
        wrong += differences(kind, node["properties"][name], f"{at}/{name}")
    return wrong


def of_mapping(kind: Any, node: Any, at: str) -> list[str]:
    if node.get("type") != "object":
        return [f"{at}: a mapping"]
    inner = list(node.get("properties", {}).values())
    inner += [node["additionalProperties"]] if node["additionalProperties"] else []
    return [wrong for one in inner for wrong in differences(kind, one, f"{at}/*")]


def plain(hint: type, node: Any) -> bool:
    if "const" in node:
        return type(node["const"]) is hint
    if "enum" in node:
        return {type(value) for value in node["enum"]} == {hint}
    return bool(node.get("type") == PLAIN[hint])


def described(node: Any, at: str) -> list[str]:
    """The properties below a node of the schema that nothing is said about."""
    if isinstance(node, list):
        return [missing for one in node for missing in described(one, at)]
    if not isinstance(node, dict):
        return []
    silent = [
        f"{at}/{name}"
        for name, value in node.get("properties", {}).items()
        if not resolved(value).get("description")
    ]
    for name, value in node.items():
        silent += described(value, f"{at}/{name}")
    return silent


def test_the_types_are_those_of_the_schema() -> None:
    assert differences(Report, SCHEMA, "") == []


def test_another_type_another_name_and_another_list_would_be_noticed() -> None:
    node = {"type": "object", "properties": {"a": {"type": "string"}}}
    assert differences(dict[str, int], {**node, "additionalProperties": False}, "")
    assert differences(Report, {**SCHEMA, "required": []}, "")
    assert of_object(
        Report, {**SCHEMA, "properties": {**SCHEMA["properties"], "x": {}}}, ""
    )
    assert differences(list[int], {"type": "array", "items": {"type": "string"}}, "")


def test_every_property_has_a_description() -> None:
    assert described(SCHEMA, "") == []


def test_the_schema_names_the_states_verdicts_levels_and_reasons_that_there_are() -> (
    None
):
    definitions = SCHEMA["$defs"]
    assert set(definitions["state"]["enum"]) == set(TargetState)
    assert set(definitions["outcome"]["enum"]) == set(Verdict)
    assert set(definitions["counts"]["properties"]) == set(Verdict)
    assert set(definitions["level"]["enum"]) == set(Level)
    assert set(definitions["levels"]["properties"]) == set(Level)
    lack = definitions["verdict"]["properties"]["lack"]
    assert set(lack["enum"]) == set(NotTestedReason)
