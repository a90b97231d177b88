"""Servers whose answers are too short, too few or too much alike to tell anything."""

from dataclasses import replace

from conformance.relay.answer import Answer
from conformance.relay.bend import Answering, blank
from conformance.relay.call import Call
from conformance.relay.json_text import Json, Object
from conformance.relay.media import EMBEDDINGS, asks

_ONE_WORD = "\nRepeat exactly: Yes"


def _asked(content: Json, more: str) -> Json:
    if isinstance(content, list):
        return [*content, {"type": "text", "text": more}]
    return f"{content}{more}"


@blank("one-word")
def says_one_word(call: Call, proceed: Answering) -> Answer:
    """Answers every chat and every prompt with one word, and calls no tool."""
    prompt = call.fields.get("prompt")
    messages = call.fields.get("messages")
    if call.is_chat and isinstance(messages, list) and messages:
        *before, last = messages
        if isinstance(last, dict) and last.get("role") == "user":
            last = {**last, "content": _asked(last.get("content"), _ONE_WORD)}
            call = call.with_fields({"messages": [*before, last]})
        return proceed(call.without_fields("tools", "tool_choice"))
    if call.is_completions and isinstance(prompt, str):
        return proceed(call.with_fields({"prompt": f"{prompt}{_ONE_WORD}"}))
    return proceed(call)


@blank("same-answer")
def says_the_same(call: Call, proceed: Answering) -> Answer:
    """Answers all requests of a kind alike, with the same id."""
    changes: Object = {}
    if call.is_chat and call.fields.get("messages"):
        changes = {"messages": [{"role": "user", "content": "Hello!"}]}
    elif call.is_completions and isinstance(call.fields.get("prompt"), str):
        changes = {"prompt": "Hello!"}
    elif asks(call, EMBEDDINGS):
        texts = call.fields.get("input")
        changes = {"input": "Hello!"}
        if isinstance(texts, list) and texts and not isinstance(texts[0], int):
            changes = {"input": ["Hello!"] * len(texts)}
    if not changes:
        return proceed(call)
    return proceed(replace(call.with_fields(changes), id_seed="same"))


@blank("empty-texts")
def says_nothing(call: Call, proceed: Answering) -> Answer:
    """Answers every chat and every prompt with an empty text."""
    if not (call.is_chat or call.is_completions):
        return proceed(call)
    answer = proceed(call.without_fields("tools", "tool_choice"))
    return answer.map_json(_emptied).map_chunks(_emptied)


def _emptied(value: Object) -> Object:
    """A completion, or a chunk of one, without its text."""
    if not isinstance(value.get("choices"), list):
        return value
    return {**value, "choices": [_without_text(choice) for choice in value["choices"]]}


def _without_text(choice: Object) -> Object:
    empty = {**choice}
    for name in ("message", "delta"):
        if isinstance(choice.get(name), dict) and choice[name].get("content"):
            empty[name] = {**choice[name], "content": ""}
    return {**empty, "text": ""} if "text" in choice else empty


@blank("empty-lists")
def lists_nothing(call: Call, proceed: Answering) -> Answer:
    """Answers with lists that hold nothing."""
    answer = proceed(call)
    if answer.refuses or call.is_chat or call.is_completions:
        return answer
    if isinstance(answer.json, list):
        return answer.with_json([])
    return answer.map_json(
        lambda body: {k: [] if isinstance(v, list) else v for k, v in body.items()}
    )


@blank("one-call")
def makes_one_call(call: Call, proceed: Answering) -> Answer:
    """Makes one tool call at a time, whatever the request allows."""
    if call.is_chat and call.fields.get("tools"):
        return proceed(call.with_fields({"parallel_tool_calls": False}))
    return proceed(call)


@blank("cuts-short")
def cuts_short(call: Call, proceed: Answering) -> Answer:
    """Ends every text and every call after three tokens, and says so."""
    if not (call.is_chat or call.is_completions):
        return proceed(call)
    uncapped = call.without_fields("max_completion_tokens")
    return proceed(uncapped.with_fields({"max_tokens": 3}))


@blank("repeats-prompts")
def repeats_prompts(call: Call, proceed: Answering) -> Answer:
    """Begins every completion with its prompt, as a small model may."""
    return proceed(call.with_fields({"echo": True}) if call.is_completions else call)


@blank("offers-no-cors")
def offers_no_cors(call: Call, proceed: Answering) -> Answer:
    """Tells browsers of other sites nothing."""
    answer = proceed(call)
    headers = {k: v for k, v in answer.headers.items() if "access-control" not in k}
    return replace(answer, headers=headers)
