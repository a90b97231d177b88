"""The answers of thinking models: thoughts first, then the answer, one cap for both."""

from dataclasses import replace

from conformance.relay.call import Call
from conformance.relay.conversation import Conversation
from conformance.relay.json_text import Object
from conformance.relay.reply import Reply, Thoughts, cap_of, replies, sampled
from conformance.relay.text import sentence
from conformance.relay.thinking.acceptance import effort
from conformance.relay.thinking.families import FAMILIES
from conformance.relay.thinking.family import Family, ThoughtsPlace
from conformance.relay.tokens import count, draw, split

# An answer of which a grammar or a parser decides the form has no thoughts in it.
_SHAPING = ("response_format", "tools")


def with_thoughts_read(call: Call, talk: Conversation, fields: Object) -> Conversation:
    """The conversation, with the tokens of the thoughts that were handed back."""
    family = FAMILIES.get(fields["model"])
    key = family.key(call.dialect.reasoning) if family else ""
    if not key:
        return talk
    thoughts = [
        message[key]
        for message in fields["messages"]
        if message.get("tool_calls") and isinstance(message.get(key), str)
    ]
    return replace(talk, tokens=talk.tokens + sum(map(count, thoughts)))


def considered_replies(call: Call, fields: Object, talk: Conversation) -> list[Reply]:
    """The choices of an answer, each after some thinking if the model thinks."""
    family = FAMILIES.get(fields["model"])
    if family is None:
        return replies(call, fields, talk)
    texts = [
        _thoughts(family, call, fields, talk, index)
        for index in range(int(fields.get("n", 1)))
    ]
    if family.place is ThoughtsPlace.CONTENT:
        return _aloud(call, fields, talk, texts)
    cap, spent = cap_of(fields), family.efforts[effort(family, fields)]
    if spent >= cap:
        return [
            Reply(
                index, family.empty, (), "length", cap, _shown(call, family, text, cap)
            )
            for index, text in enumerate(texts)
        ]
    # What the thinking leaves of the cap is for the answer.
    rest = {**fields, "max_completion_tokens": cap - spent}
    return [
        replace(
            reply, spent=reply.spent + spent, thoughts=_shown(call, family, text, spent)
        )
        for reply, text in zip(replies(call, rest, talk), texts, strict=True)
    ]


def _after(reply: Reply, thoughts: Thoughts, spent: int) -> Reply:
    return replace(reply, spent=reply.spent + spent, thoughts=thoughts)


def _thoughts(
    family: Family, call: Call, fields: Object, talk: Conversation, index: int
) -> str:
    """The text of the thinking before one choice, as long as the effort wants it."""
    chance = draw(
        family.model, "thoughts", talk.essence, sampled(fields), index, call.seed
    )
    size = family.efforts[effort(family, fields)]
    text = ""
    while count(text) < size:
        text += f" {sentence(chance)}"
    return "".join(split(text)[:size]).lstrip()


def _shown(call: Call, family: Family, text: str, tokens: int) -> Thoughts:
    key = family.key(call.dialect.reasoning)
    shown = "".join(split(text)[:tokens]) if key else ""
    return Thoughts(tokens, key, shown, family.signs)


def _aloud(
    call: Call, fields: Object, talk: Conversation, texts: list[str]
) -> list[Reply]:
    """Replies with thoughts between tags in their content, which nobody counts."""
    choices = [
        replace(reply, thoughts=Thoughts(None)) for reply in replies(call, fields, talk)
    ]
    if any(name in fields for name in _SHAPING):
        return choices
    return [
        _opened(reply, f"<think>\n{text}\n</think>\n\n", cap_of(fields))
        for reply, text in zip(choices, texts, strict=True)
    ]


def _opened(reply: Reply, opening: str, cap: int) -> Reply:
    tokens = split(f"{opening}{reply.content}")
    finish = reply.finish if len(tokens) <= cap else "length"
    content = "".join(tokens[:cap])
    return replace(reply, content=content, finish=finish, spent=min(len(tokens), cap))
