"""Faults of tool calls."""

import json

from conformance.relay.answer import Answer
from conformance.relay.bend import deaf_fault, fault
from conformance.relay.call import Call
from conformance.relay.faults.chat._documents import on_document
from conformance.relay.json_text import Object
from conformance.relay.shapes import (
    Change,
    drop,
    on_calls,
    on_choices,
    on_items,
    on_key,
    on_messages,
)
from conformance.relay.tokens import compact


def _on_functions(call: Call, answer: Answer, change: Change) -> Answer:
    each = on_items("tool_calls", on_key("function", change))
    return on_document(call, answer, on_messages(each))


@fault("tool-name-foreign", caught_by="chat.tools.offered", source="plausible")
def prefixes_names(call: Call, answer: Answer) -> Answer:
    """Calls a function by a name that nobody offered."""

    def prefixed(function: Object) -> Object:
        return {**function, "name": f"functions.{function['name']}"}

    return _on_functions(call, answer, prefixed)


@fault(
    "tool-args-cut",
    caught_by="chat.tools.arguments",
    source="plausible",
    dialects=("openai", "openrouter"),
)
def cuts_arguments(call: Call, answer: Answer) -> Answer:
    """Loses the last character of the arguments of a call."""

    def cut(function: Object) -> Object:
        return {**function, "arguments": function["arguments"][:-1]}

    return _on_functions(call, answer, cut)


@deaf_fault(
    "tool-single-ignored",
    caught_by="chat.tools.single",
    source="plausible",
    dialects=("openai", "vllm"),
)
def ignores_single(call: Call) -> Call:
    """Calls tools in parallel although `parallel_tool_calls` is false."""
    return call.without_fields("parallel_tool_calls") if call.is_chat else call


@deaf_fault(
    "tool-choice-name-ignored",
    caught_by="chat.tools.named",
    source="plausible",
    dialects=("openai", "new-api"),
)
def forgets_name(call: Call) -> Call:
    """Calls any tool where one is demanded by its name."""
    named = call.is_chat and isinstance(call.fields.get("tool_choice"), dict)
    return call.with_fields({"tool_choice": "required"}) if named else call


@fault(
    "tool-args-object",
    caught_by="chat.tools.shape",
    source="ggml-org/llama.cpp#20198",
)
def sends_arguments_as_object(call: Call, answer: Answer) -> Answer:
    """Gives the arguments of a tool call as an object, not as a text."""

    def parsed(function: Object) -> Object:
        try:
            value = json.loads(function["arguments"])
        except ValueError:
            # Cut off by a cap.
            value = {}
        return {**function, "arguments": value}

    each = on_items("tool_calls", on_key("function", parsed))
    return answer.map_json(on_messages(each)) if call.is_chat else answer


@fault(
    "tool-id-missing",
    caught_by="chat.tools.ids",
    also=("chat.stream.tools.first-piece",),
    source="BerriAI/litellm#11528",
)
def leaves_id_out(call: Call, answer: Answer) -> Answer:
    """Sends tool calls without an id."""
    return on_calls(call, answer, drop("id"))


@fault("tool-type-missing", caught_by="chat.tools.shape", source="plausible")
def leaves_type_out(call: Call, answer: Answer) -> Answer:
    """Sends the tool calls of a document without their type."""
    each = on_items("tool_calls", drop("type"))
    return answer.map_json(on_messages(each)) if call.is_chat else answer


@fault(
    "tool-finish-stop",
    caught_by="chat.tools.finish",
    source="anomalyco/opencode#20719",
)
def finishes_with_stop(call: Call, answer: Answer) -> Answer:
    """Ends an answer that calls tools with the finish reason `stop`."""

    def stopped(choice: Object) -> Object:
        calls = choice.get("finish_reason") == "tool_calls"
        return {**choice, "finish_reason": "stop"} if calls else choice

    if not call.is_chat:
        return answer
    return answer.map_json(on_choices(stopped)).map_chunks(on_choices(stopped))


@fault(
    "tool-call-as-text",
    caught_by="chat.tools.required",
    source="lmstudio-ai/lmstudio-bug-tracker#2115",
)
def writes_calls_as_text(call: Call, answer: Answer) -> Answer:
    """Writes tool calls as markup into the text."""

    def written(choice: Object) -> Object:
        calls = choice["message"].get("tool_calls")
        if not calls:
            return choice
        marked = [f"<tool_call>{compact(one['function'])}</tool_call>" for one in calls]
        message = {**drop("tool_calls")(choice["message"]), "content": "".join(marked)}
        return {**choice, "message": message, "finish_reason": "stop"}

    return answer.map_json(on_choices(written)) if call.is_chat else answer


@deaf_fault(
    "tool-choice-none-ignored",
    caught_by="chat.tools.none",
    source="google-ai-edge/LiteRT-LM#2471",
    dialects=("openai", "new-api"),
)
def ignores_none(call: Call) -> Call:
    """Calls tools although the tool choice is `none`."""
    if not call.is_chat or call.fields.get("tool_choice") != "none":
        return call
    if not call.fields.get("tools"):
        return call
    return call.with_fields({"tool_choice": "auto"})


@deaf_fault(
    "tool-choice-required-ignored",
    caught_by="chat.tools.required",
    source="Blaizzy/mlx-vlm#1045",
    dialects=("openai", "new-api", "vllm"),
)
def ignores_required(call: Call) -> Call:
    """Answers in prose although a tool call is required."""
    if not call.is_chat or call.fields.get("tool_choice") != "required":
        return call
    return call.with_fields({"tool_choice": "none"})


@fault(
    "tool-args-encoded-twice",
    caught_by="chat.tools.arguments",
    # A stream of the same calls has other arguments.
    also=("chat.stream.tools.equals-json",),
    source="plausible",
)
def encodes_arguments_twice(call: Call, answer: Answer) -> Answer:
    """Gives the arguments of a call as a JSON text that holds a JSON text."""

    def encoded(function: Object) -> Object:
        return {**function, "arguments": json.dumps(function["arguments"])}

    return _on_functions(call, answer, encoded)


@fault("tool-ids-alike", caught_by="chat.tools.ids", source="plausible")
def gives_one_id(call: Call, answer: Answer) -> Answer:
    """Gives all tool calls of an answer the same id."""

    def alike(one: Object) -> Object:
        return {**one, "id": "call_1"} if one.get("id") else one

    return on_calls(call, answer, alike)
