"""Chat completions: tools of a model that thinks (source: openai/chat#tools)."""

import re

from conformance import (
    MUST,
    Exchange,
    NotOffered,
    Recording,
    Undecided,
    Violation,
    requirement,
    same_place,
)
from conformance.core.refusal import is_refused
from conformance.core.thinking import thought
from conformance.requirements.chat._thoughts import Answer, answer, as_json, as_stream
from conformance.requirements.reading import acceptance, objects, summary_of

TOOLS = "chat/reasoning-tools"
HANDED_BACK = ("result", "result-again")
# A name with its arguments, in whatever form a template writes a call.
_ARGUMENTS = r"\b{name}\b.{{0,80}}\b{argument}\b"


@requirement(
    "chat.reasoning.call",
    MUST,
    on=TOOLS,
    source="openai/chat#tools",
    breaks="Agents end without an answer, and without a call to make.",
    fix="Look for calls after the thinking, and end the thinking where one begins.",
)
def test_call_is_not_left_in_the_thinking(recording: Recording) -> None:
    """A call that ends an answer stands in `tool_calls`, not in the reasoning."""
    _makes_calls(as_json(recording))


@requirement(
    "chat.reasoning.stream.call",
    MUST,
    on=TOOLS,
    source="openai/chat#tools",
    breaks="Agents end without an answer, and without a call to make.",
    fix="Look for calls across the pieces of a stream, and after the thinking.",
    explained_by=same_place("chat.reasoning.call"),
)
def test_streamed_call_is_not_left_in_the_thinking(recording: Recording) -> None:
    """A call that ends a stream stands in `tool_calls`, not in the reasoning."""
    _makes_calls(as_stream(recording))


@requirement(
    "chat.reasoning.history",
    MUST,
    on="chat/reasoning-history",
    source="openai/chat#history",
    breaks="Agents that keep what they got stop at the first call.",
    fix="Take an assistant message as it was sent, and hand its reasoning on.",
)
def test_message_of_the_target_can_be_handed_back(recording: Recording) -> None:
    """An assistant message that the target sent is accepted when it comes back."""
    if is_refused(recording["call"]):
        status = recording["call"].status
        raise NotOffered(f"the model takes no tools while it thinks ({status})")
    made = len(_calls(answer(recording["call"])))
    if made != 1:
        raise Undecided(f"the model made {made} calls where one was needed")
    tries = [recording[step] for step in HANDED_BACK]
    refused = [e for e in tries if is_refused(e) or e.status >= 500]
    if len(refused) == 1:
        raise Undecided(f"the same request was once refused ({refused[0].status})")
    if refused:
        wanted, got = acceptance(refused[0]), summary_of(refused[0])
        raise Violation(wanted, got, "the status", exchange=refused[0])
    _ = [answer(exchange) for exchange in tries]  # Blocked if something else came


def _makes_calls(asked: list[Exchange]) -> None:
    """Raise a Violation if answers leave their calls in the reasoning."""
    if not any(thought(answer(exchange).message) for exchange in asked):
        raise NotOffered("no answer shows what was thought")
    lost = [exchange for exchange in asked if _hides_call(exchange)]
    # A model may think of a call, and once end there without having made it.
    if len(lost) == 1:
        raise Undecided("one answer has a call in its reasoning, by chance or not")
    if lost:
        got = thought(answer(lost[0]).message)
        expected, at = "the call in `tool_calls`", "the reasoning"
        raise Violation(expected, got, at, exchange=lost[0])


def _calls(given: Answer) -> list[dict[str, object]]:
    return objects(given.message.get("tool_calls"))


def _hides_call(exchange: Exchange) -> bool:
    """Whether an answer ends with nothing but a call within its reasoning."""
    given = answer(exchange)
    if given.finish != "stop" or given.has_other_parts or given.visible:
        return False
    return any(
        re.search(_ARGUMENTS.format(name=name, argument=argument), text, re.DOTALL)
        for text in [thought(given.message)]
        for name, argument in _offered(exchange)
    )


def _offered(exchange: Exchange) -> list[tuple[str, str]]:
    """The names of the functions that a request offers, with those they demand."""
    functions = [tool["function"] for tool in exchange.request.fields["tools"]]
    return [
        (re.escape(function["name"]), re.escape(argument))
        for function in functions
        for argument in function["parameters"]["required"]
    ]
