"""Faults of tool calls."""

import json
from collections import defaultdict
from dataclasses import replace

from conformance.relay.answer import Answer, SentEvent
from conformance.relay.bend import Answering, around_fault, deaf_fault, fault
from conformance.relay.call import Call
from conformance.relay.json_text import Object
from conformance.relay.problem import Problem, ProblemKind
from conformance.relay.routes import refused
from conformance.relay.shapes import (
    chat_stream,
    choices_of,
    drop,
    finishes,
    on_calls,
    on_choices,
    on_deltas,
    on_items,
    on_key,
    on_messages,
    put,
)
from conformance.relay.tokens import compact


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
    "tool-delta-index-missing",
    caught_by="chat.stream.tools.index",
    source="ollama/ollama#7881",
)
def leaves_index_out(call: Call, answer: Answer) -> Answer:
    """Streams tool calls without their index."""
    if not chat_stream(call, answer):
        return answer
    return answer.map_chunks(on_deltas(on_items("tool_calls", drop("index"))))


@fault(
    "tool-parallel-index-zero",
    caught_by="chat.stream.tools.arguments",
    source="ai-dynamo/dynamo#4723",
)
def numbers_all_calls_zero(call: Call, answer: Answer) -> Answer:
    """Streams parallel tool calls under the same index."""
    if not chat_stream(call, answer):
        return answer
    return answer.map_chunks(on_deltas(on_items("tool_calls", put(index=0))))


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
    "tool-args-duplicated-chunk",
    caught_by="chat.stream.tools.arguments",
    source="lidge-jun/opencodex#361",
)
def repeats_arguments(call: Call, answer: Answer) -> Answer:
    """Streams the arguments once more as a whole after their fragments."""
    if not chat_stream(call, answer):
        return answer
    texts = _arguments(answer)
    return answer.map_events(lambda event: [*_repeated(event, texts), event])


def _arguments(answer: Answer) -> dict[tuple[int, int], str]:
    """The whole arguments, by choice and by call."""
    texts: defaultdict[tuple[int, int], str] = defaultdict(str)
    for event in answer.events:
        for choice in choices_of(event):
            for made in choice["delta"].get("tool_calls") or []:
                place = (choice["index"], made["index"])
                texts[place] += made["function"].get("arguments", "")
    return texts


def _repeated(event: SentEvent, texts: dict[tuple[int, int], str]) -> list[SentEvent]:
    if not finishes(event) or not isinstance(event.data, dict):
        return []
    choice = choices_of(event)[0]
    fragments = [
        {"index": place, "function": {"arguments": text}}
        for (index, place), text in texts.items()
        if index == choice["index"]
    ]
    said = {**choice, "delta": {"tool_calls": fragments}, "finish_reason": None}
    data = {**event.data, "choices": [said]}
    return [replace(event, data=data)] if fragments else []


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
)
def ignores_required(call: Call) -> Call:
    """Answers in prose although a tool call is required."""
    if not call.is_chat or call.fields.get("tool_choice") != "required":
        return call
    return call.with_fields({"tool_choice": "none"})


@around_fault(
    "tool-history-null-content-rejected",
    caught_by="chat.tools.history.accepted",
    source="lmstudio-ai/lmstudio-bug-tracker#261",
)
def refuses_null_content(call: Call, proceed: Answering) -> Answer:
    """Refuses a history in which a message with tool calls has null content."""
    answer = proceed(call)
    if not call.is_chat or answer.refuses:
        return answer
    for number, message in enumerate(call.fields["messages"]):
        if message.get("tool_calls") and message.get("content") is None:
            at = ("messages", number, "content")
            problem = Problem(ProblemKind.INVALID, "'content' must be a string.", at)
            return refused(call, problem)
    return answer
