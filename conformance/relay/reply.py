"""What the pseudo-model says to a chat request, before it becomes JSON or chunks."""

from dataclasses import dataclass

from conformance.relay.by_schema import Filling, fill
from conformance.relay.call import Call
from conformance.relay.catalogue import DRAWING, like
from conformance.relay.conversation import Conversation
from conformance.relay.endpoints.pictures import picture
from conformance.relay.json_text import Json, Object
from conformance.relay.text import natural_text, places, sentence
from conformance.relay.tokens import compact, count, cut, draw, split, usage
from conformance.relay.tools import Invocation, invocations

# No answer is longer than what the model can put out.
LONGEST = 16384
_SAMPLING = (
    "temperature",
    "top_p",
    "seed",
    "presence_penalty",
    "frequency_penalty",
    "logit_bias",
)


@dataclass(frozen=True, slots=True)
class ToolCall:
    """A tool call of an answer."""

    id: str
    name: str
    arguments: str


@dataclass(frozen=True, slots=True)
class Thoughts:
    """What a model thought before an answer: how much, and under which key it shows."""

    # None: nobody has counted them.
    tokens: int | None = 0
    # Of the message and of the delta; empty: the text is not shown.
    key: str = ""
    text: str = ""
    # Whether it shows in signed parts as well.
    signed: bool = False


@dataclass(frozen=True, slots=True)
class Reply:
    """One choice: a text or tool calls, and why it ended."""

    index: int
    content: str | None
    calls: tuple[ToolCall, ...]
    finish: str
    # All tokens that were generated, those of the thoughts included.
    spent: int
    thoughts: Thoughts = Thoughts()


def replies(call: Call, fields: Object, talk: Conversation) -> list[Reply]:
    """The choices of an answer."""
    return [
        _reply(index, call, fields, talk) for index in range(int(fields.get("n", 1)))
    ]


def usage_of(prompt_tokens: int, choices: list[Reply]) -> Object:
    """The usage of an answer with these choices."""
    spent = sum(reply.spent for reply in choices)
    thoughts = [reply.thoughts.tokens for reply in choices]
    counts = usage(prompt_tokens, spent, sum(tokens or 0 for tokens in thoughts))
    if None in thoughts:
        del counts["completion_tokens_details"]["reasoning_tokens"]
    return counts


def sampled(fields: Object) -> Object:
    """The fields that may change a text: none at temperature 0."""
    if fields.get("temperature") == 0:
        return {}
    return {name: fields[name] for name in _SAMPLING if name in fields}


def stops(fields: Object) -> list[str]:
    """The stop texts of a request."""
    stop = fields.get("stop", [])
    # An empty text would stop everything; one dialect does not rule it out.
    return [stop] if isinstance(stop, str) else [text for text in stop if text]


def cap_of(fields: Object) -> int:
    """The number of tokens that an answer may have at most."""
    caps = (fields.get("max_completion_tokens"), fields.get("max_tokens"), LONGEST)
    return int(min(cap for cap in caps if cap is not None))


def _reply(index: int, call: Call, fields: Object, talk: Conversation) -> Reply:
    chance = draw(fields["model"], talk.essence, sampled(fields), index, call.seed)
    cap = cap_of(fields)
    invoked = invocations(fields, talk, chance)
    if invoked:
        return _calling(index, call, invoked, fields, cap)
    text = cut(_text(call, fields, talk, chance), stops(fields), cap)
    return Reply(index, text.text, (), text.finish, count(text.text))


def _text(call: Call, fields: Object, talk: Conversation, chance: Json) -> str:
    form = fields.get("response_format", {})
    if form.get("type") == "json_schema":
        schema = form["json_schema"].get("schema") or {"type": "object"}
        hint = "".join(places(talk.question)[:1])
        return compact(fill(schema, Filling(schema, chance, hint)))
    if form.get("type") == "json_object":
        return compact({"answer": sentence(chance)})
    if talk.results:
        return f"The answer is: {talk.results}"
    if like(call, fields["model"]) in DRAWING:
        return f"![{talk.question}]({picture('1024x1024', talk.question).url(call)})"
    text = natural_text(talk.question, chance)
    return f"The picture shows this: {text}" if talk.images else text


def _calling(
    index: int, call: Call, invoked: list[Invocation], fields: Object, cap: int
) -> Reply:
    """Tool calls, cut off where the cap is smaller than they are."""
    calls, left = [], cap
    for number, invocation in enumerate(invoked):
        left -= count(invocation.name)
        if left < 0:
            break
        tokens = split(invocation.arguments)[:left]
        left -= len(tokens)
        identity = call.new_id("call_", index, number)
        calls.append(ToolCall(identity, invocation.name, "".join(tokens)))
    texts = [tool_call.arguments for tool_call in calls]
    whole = texts == [invocation.arguments for invocation in invoked]
    is_named = isinstance(fields.get("tool_choice"), dict)
    finish = "stop" if is_named else "tool_calls"
    spent = sum(map(count, [*texts, *(tool_call.name for tool_call in calls)]))
    content = None if calls else ""
    return Reply(index, content, tuple(calls), finish if whole else "length", spent)
