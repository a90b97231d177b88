"""Legitimate ways to show what a model thought."""

from collections.abc import Iterator
from dataclasses import replace

from conformance.relay.answer import Answer, SentEvent
from conformance.relay.bend import variation
from conformance.relay.call import Call
from conformance.relay.json_text import Object
from conformance.relay.shapes import (
    Change,
    choices_of,
    content_of,
    on_deltas,
    on_messages,
    put,
)
from conformance.relay.thinking.families import FAMILIES

# Where a message or a delta shows a thought.
PLACES = ("reasoning_content", "reasoning")
_SUMMARY = "**Thinking about it**\n\nThe question was looked at from several sides."


def thinks(call: Call) -> bool:
    """Whether the call asks for a chat completion by a model that thinks."""
    # What a broken request names may be anything.
    model = call.fields.get("model")
    return call.is_chat and isinstance(model, str) and model in FAMILIES


def _shown(said: Object) -> str:
    """The thought of a message or a delta; empty if there is none."""
    return next((said[key] for key in PLACES if said.get(key)), "")


def _where_shown(change: Change) -> Change:
    """The change of only those messages or deltas that show a thought."""
    return lambda said: change(said) if _shown(said) else said


def _on_thoughts(call: Call, answer: Answer, change: Change) -> Answer:
    """The answer with the messages and deltas changed that show a thought."""
    if not thinks(call):
        return answer
    each = _where_shown(change)
    return answer.map_json(on_messages(each)).map_chunks(on_deltas(each))


def _on_pieces(call: Call, answer: Answer, change: Change) -> Answer:
    """The stream with the deltas changed that show a piece of a thought."""
    if not thinks(call):
        return answer
    return answer.map_chunks(on_deltas(_where_shown(change)))


def _without(said: Object) -> Object:
    return {key: item for key, item in said.items() if key not in PLACES}


@variation("thoughts-under-two-names", model="thinker-vllm")
def names_thoughts_twice(call: Call, answer: Answer) -> Answer:
    """Shows the same thought under both of the usual names."""
    return _on_thoughts(
        call, answer, lambda said: {**said, **dict.fromkeys(PLACES, _shown(said))}
    )


@variation("thoughts-under-the-other-name", model="thinker-deepseek")
def adds_the_other_name(call: Call, answer: Answer) -> Answer:
    """Shows the same thought under the name of other servers as well."""
    return _on_thoughts(call, answer, lambda said: {**said, "reasoning": _shown(said)})


@variation("thoughts-as-details", model="thinker-vllm")
def shows_details(call: Call, answer: Answer) -> Answer:
    """Shows thoughts as a list of typed items only."""

    def listed(said: Object) -> Object:
        item = {"type": "reasoning.text", "text": _shown(said), "index": 0}
        return {**_without(said), "reasoning_details": [item]}

    return _on_thoughts(call, answer, listed)


@variation("thoughts-encrypted", model="thinker-vllm")
def shows_ciphers(call: Call, answer: Answer) -> Answer:
    """Shows thoughts as encrypted items only, which are there to be handed back."""

    def listed(said: Object) -> Object:
        data = "".join(f"{ord(c):02x}" for c in _shown(said))
        item = {"type": "reasoning.encrypted", "data": data, "index": 0}
        return {**_without(said), "reasoning_details": [item]}

    return _on_thoughts(call, answer, listed)


@variation("thoughts-hidden", model="thinker-vllm")
def shows_nothing(call: Call, answer: Answer) -> Answer:
    """Shows no thoughts, though it counts them."""
    return _on_thoughts(call, answer, _without)


@variation("thoughts-summarized", model="thinker-vllm")
def shows_a_summary(call: Call, answer: Answer) -> Answer:
    """Shows the same few words in the place of all thoughts."""
    return _replaced(call, answer, _SUMMARY)


@variation("thoughts-in-another-language", model="thinker-deepseek")
def thinks_in_french(call: Call, answer: Answer) -> Answer:
    """Thinks in another language than it answers in."""
    text = "Voyons la question de plus près, puis répondons en peu de mots. " * 4
    return _replaced(call, answer, text)


def _replaced(call: Call, answer: Answer, text: str) -> Answer:
    """The answer with one text in the place of the whole thought of each choice."""

    def told(said: Object) -> Object:
        return {**said, **{key: text for key in PLACES if said.get(key)}}

    if not thinks(call):
        return answer
    if not answer.streams:
        return answer.map_json(on_messages(told))
    return answer.with_events(_first_thoughts(answer)).map_chunks(on_deltas(told))


def _first_thoughts(answer: Answer) -> Iterator[SentEvent]:
    """The events without all but the first piece of each choice's thought."""
    begun: set[int] = set()
    for event in answer.events:
        indexes = {c["index"] for c in choices_of(event) if _shown(c["delta"])}
        if not indexes or indexes - begun:
            yield event
        begun |= indexes


@variation("thoughts-with-role", model="thinker-vllm")
def repeats_role(call: Call, answer: Answer) -> Answer:
    """Streams each piece of a thought with the role and an empty content."""
    told = put(role="assistant", content="")
    return _on_pieces(call, answer, lambda said: {**told({}), **said})


@variation("thoughts-with-nulls", model="thinker-deepseek")
def sends_nulls(call: Call, answer: Answer) -> Answer:
    """Streams each piece of a thought with a null role and a null content."""
    return _on_pieces(
        call, answer, lambda said: {"role": None, "content": None, **said}
    )


@variation("thoughts-open-the-stream", model="thinker-deepseek")
def opens_with_thoughts(call: Call, answer: Answer) -> Answer:
    """Streams the first piece of a thought in the delta that brings the role."""
    if not thinks(call) or not answer.streams:
        return answer
    return answer.with_events(_joined_openings(answer))


def _joined_openings(answer: Answer) -> Iterator[SentEvent]:
    """The events with the opening of each choice in its first piece of a thought."""
    openings: dict[int, SentEvent] = {}
    for event in answer.events:
        choices = choices_of(event)
        if len(choices) == 1 and choices[0]["delta"].get("role"):
            openings[choices[0]["index"]] = event
        elif len(choices) == 1 and choices[0]["index"] in openings:
            opening = openings.pop(choices[0]["index"])
            if _shown(choices[0]["delta"]):
                begun = choices[0]["delta"] | choices_of(opening)[0]["delta"]
                assert isinstance(event.data, dict)
                yield replace(event, data=on_deltas(put(**begun))(event.data))
            else:
                yield from (opening, event)
        else:
            yield event


@variation("thoughts-between", model="thinker-deepseek")
def thinks_again(call: Call, answer: Answer) -> Answer:
    """Streams a second block of thoughts after the first words of the content."""
    if not thinks(call) or not answer.streams:
        return answer
    return answer.with_events(_with_second_thoughts(answer))


def _with_second_thoughts(answer: Answer) -> Iterator[SentEvent]:
    """The events, with the last piece of each choice's thought after its first word."""
    late = {_index(e): e for e in answer.events if shows_thoughts(e)}
    first = {_index(e): e for e in reversed(answer.events) if content_of(e)}
    moved = {index: late[index] for index in late if index in first}
    for event in answer.events:
        if not any(event is one for one in moved.values()):
            yield event
        if any(event is one for one in first.values()) and _index(event) in moved:
            yield moved[_index(event)]


def _index(event: SentEvent) -> int:
    return int(choices_of(event)[0]["index"])


def shows_thoughts(event: SentEvent) -> bool:
    """Whether a chunk carries a piece of a thought."""
    return any(_shown(choice["delta"]) for choice in choices_of(event))
