"""Faults of rare bad requests: they are taken, or refused in the wrong form."""

from dataclasses import replace

from conformance.relay.answer import Answer
from conformance.relay.bend import fault
from conformance.relay.call import Call
from conformance.relay.faults.generated._requests import (
    bad_taken,
    bad_unanswered,
    embeddings_input,
    is_whole,
)
from conformance.relay.json_text import Json, Object
from conformance.relay.problem import ProblemKind

# What a completion request is taken for when it cannot be read.
_DEFAULT: Object = {"model": "gpt-3.5-turbo-instruct", "prompt": "", "max_tokens": 1}
_SPEAKERS = ("system", "developer", "user")
_PARTS = ("text", "image_url", "input_audio", "file")
_FORMATS = ("text", "json_object", "json_schema")
_CHOICES = (None, "none", "auto", "required")


def _refuses_at(answer: Answer, field: str) -> bool:
    at = answer.problem.at if answer.problem else ()
    return answer.refuses_as(ProblemKind.INVALID) and at[:1] == (field,)


@fault("gen-format-error-as-text", caught_by="generated.json", source="plausible")
def explains_format_in_prose(call: Call, answer: Answer) -> Answer:
    """Refuses a wrong type within `response_format` with a plain text."""
    shaped = isinstance(call.fields.get("response_format"), dict)
    if not shaped or not _refuses_at(answer, "response_format"):
        return answer
    prose = replace(answer, body=b"Unknown format of the answer.")
    return prose.with_headers({"content-type": "text/plain; charset=utf-8"})


@fault("gen-stop-error-bare", caught_by="generated.envelope", source="plausible")
def sends_bare_message(call: Call, answer: Answer) -> Answer:
    """Refuses a wrong `stop` with a text in place of the error object."""
    if not _refuses_at(answer, "stop"):
        return answer
    return answer.map_json(lambda value: {"error": value["error"]["message"]})


@bad_taken("gen-broken-json-accepted")
def reads_broken_as_empty(call: Call) -> Call:
    """Takes a completion request that is no JSON for an empty one.

    Not one that breaks off in its prompt.
    """
    # Only what a parser stumbles over tells where: the rest is read, then refused.
    stumbles = " at line " in call.malformed and call.raw.startswith(b"{")
    in_prompt = call.raw.rpartition(b'"prompt"')[2].count(b'"') == 1
    if not call.is_completions or not stumbles or in_prompt:
        return call
    return replace(call, json=_DEFAULT, malformed="")


@bad_taken("gen-emb-object-skipped")
def skips_objects(call: Call) -> Call:
    """Takes an object among the texts, and leaves it out."""
    given = embeddings_input(call)
    items = given if isinstance(given, list) else []
    kept = [item for item in items if not isinstance(item, dict)]
    return call.with_fields({"input": kept}) if kept and kept != items else call


@bad_taken("gen-emb-no-dimensions-accepted")
def ignores_no_dimensions(call: Call) -> Call:
    """Takes a length of 0 or less for a vector, and ignores it."""
    length = call.fields.get("dimensions") if embeddings_input(call) else None
    wrong = is_whole(length) and length < 1
    return call.without_fields("dimensions") if wrong else call


def _objects(call: Call, name: str) -> list[Object]:
    """The items of a list, if it is one of objects alone."""
    given = call.fields.get(name)
    items = given if isinstance(given, list) else []
    return items if all(isinstance(one, dict) for one in items) else []


def _with_messages(call: Call, messages: list[Object]) -> Call:
    """The call with other messages; the same one where they are no others."""
    if messages == _objects(call, "messages"):
        return call
    return call.with_fields({"messages": messages})


@bad_taken("gen-content-missing-accepted")
def takes_silent_messages(call: Call) -> Call:
    """Takes a message without content as an empty one."""
    return _with_messages(call, list(map(_spoken, _objects(call, "messages"))))


def _spoken(message: Object) -> Object:
    silent = message.get("role") in _SPEAKERS and message.get("content") is None
    return {**message, "content": ""} if silent else message


@bad_taken("gen-role-missing-accepted")
def takes_anonymous_messages(call: Call) -> Call:
    """Takes a message whose role is missing, or no text, for the user's."""
    return _with_messages(call, list(map(_assigned, _objects(call, "messages"))))


def _assigned(message: Object) -> Object:
    named = isinstance(message.get("role"), str)
    return message if named else {**message, "role": "user"}


@bad_taken("gen-part-unknown-accepted")
def skips_unknown_parts(call: Call) -> Call:
    """Takes a message with a part of no known form, and skips the part."""
    return _with_messages(call, list(map(_known, _objects(call, "messages"))))


def _known(message: Object) -> Object:
    parts = message.get("content")
    if not isinstance(parts, list) or all(map(_is_known, parts)):
        return message
    return {**message, "content": list(filter(_is_known, parts)) or ""}


def _is_known(part: Json) -> bool:
    if not isinstance(part, dict) or part.get("type") not in _PARTS:
        return False
    return part["type"] != "text" or isinstance(part.get("text"), str)


@bad_taken("gen-tool-unknown-accepted")
def skips_unknown_tools(call: Call) -> Call:
    """Takes tools of an unknown type, and offers none of the tools then."""
    types = [tool.get("type", "function") for tool in _objects(call, "tools")]
    strange = any(kind != "function" for kind in types)
    return call.without_fields("tools", "tool_choice") if strange else call


@bad_taken("gen-tool-choice-unknown-accepted")
def ignores_unknown_choice(call: Call) -> Call:
    """Takes a tool choice that means none of the tools, and ignores it."""
    choice = call.fields.get("tool_choice")
    names = [_function(tool) for tool in _objects(call, "tools")]
    named = isinstance(choice, dict) and _function(choice) in names
    return call if named or choice in _CHOICES else call.without_fields("tool_choice")


def _function(value: Object) -> Json:
    function = value.get("function")
    return function.get("name") if isinstance(function, dict) else None


@bad_taken("gen-format-unknown-accepted")
def ignores_unknown_format(call: Call) -> Call:
    """Takes a `response_format` of an unknown type as text."""
    form = call.fields.get("response_format")
    strange = isinstance(form, dict) and form.get("type") not in _FORMATS
    return call.without_fields("response_format") if strange else call


@bad_unanswered("gen-list-body-500")
def fails_on_list(call: Call) -> bool:
    """Answers a body that is a list with status 500."""
    return isinstance(call.json, list)
