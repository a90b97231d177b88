"""Chat completions: the answer as a stream of chunks."""

from collections.abc import Iterable, Iterator
from itertools import zip_longest

from conformance.relay.chat_shape import Frame, logprobs, unprefixed
from conformance.relay.json_text import Json, Object
from conformance.relay.reply import Reply, Thoughts, ToolCall, usage_of
from conformance.relay.thinking.signing import DETAILS, streamed_details
from conformance.relay.tokens import split, without


def chunks(frame: Frame, replies: list[Reply], prompt_tokens: int) -> Iterator[Object]:
    """The chunks of an answer; several choices take turns."""
    lanes = [list(_choices(frame, reply)) for reply in replies]
    for turn in zip_longest(*lanes):
        for choice in turn:
            if choice is not None:
                yield _chunk(frame, [choice], None)
    if frame.carries_usage:
        counts = usage_of(prompt_tokens, replies)
        yield _chunk(frame, [], frame.counted(counts))


def _chunk(frame: Frame, choices: list[Object], counts: Object | None) -> Object:
    chunk: Object = {
        "id": frame.id,
        "object": "chat.completion.chunk",
        "created": frame.created,
        "model": frame.model,
        "service_tier": "default",
        "chat.system_fingerprint": frame.fingerprint,
        "choices": choices,
    }
    if frame.carries_usage:
        chunk["usage"] = counts
    return unprefixed(without(chunk, frame.omits))


def _choices(frame: Frame, reply: Reply) -> Iterator[Object]:
    opening = {
        "role": "assistant",
        "content": "" if reply.content is not None else None,
    }
    opening["refusal"] = None
    yield _choice(frame, reply, without(opening, frame.omits))
    for delta in _thought(reply.thoughts):
        yield _choice(frame, reply, delta)
    if reply.content is not None:
        yield from _spoken(frame, reply)
    for number, call in enumerate(reply.calls):
        for fragment in _fragments(number, call):
            yield _choice(frame, reply, {"tool_calls": [fragment]})
    yield {**_choice(frame, reply, {}), "finish_reason": reply.finish}


def _thought(thoughts: Thoughts) -> Iterator[Object]:
    """A delta for each token of the thoughts, and one for their signature."""
    tokens = split(thoughts.text)
    if not (thoughts.signed and tokens):
        yield from ({thoughts.key: token} for token in tokens)
        return
    for token, parts in zip_longest(tokens, streamed_details(thoughts.text)):
        text: Object = {} if token is None else {thoughts.key: token}
        yield {**text, DETAILS: parts}


def _choice(frame: Frame, reply: Reply, delta: Object) -> Object:
    choice: Object = {
        "index": reply.index,
        "delta": delta,
        "chat.logprobs": None,
        "finish_reason": None,
    }
    return unprefixed(without(choice, frame.omits))


def _spoken(frame: Frame, reply: Reply) -> Iterator[Object]:
    """A choice for each token, with its logprobs where they were asked for."""
    text = reply.content or ""
    entries: Iterable[Json] = ()
    if frame.alternatives is not None:
        entries = logprobs(text, frame.alternatives)["content"]
    for token, entry in zip_longest(split(text), entries):
        choice = _choice(frame, reply, {"content": token})
        if entry is not None:
            choice["logprobs"] = {"content": [entry], "refusal": None}
        yield choice


def _fragments(number: int, call: ToolCall) -> Iterator[Object]:
    yield {
        "index": number,
        "id": call.id,
        "type": "function",
        "function": {"name": call.name, "arguments": ""},
    }
    for token in _pairs(split(call.arguments)):
        yield {"index": number, "function": {"arguments": token}}


def _pairs(tokens: list[str]) -> Iterator[str]:
    return map("".join, zip_longest(tokens[::2], tokens[1::2], fillvalue=""))
