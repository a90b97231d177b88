"""Legitimate ways of models that think to refuse what others take, or to take it."""

from dataclasses import replace

from conformance.relay.answer import Answer, SentEvent
from conformance.relay.bend import (
    Answering,
    around_variation,
    request_variation,
    variation,
)
from conformance.relay.call import Call
from conformance.relay.json_text import Json, Object
from conformance.relay.problem import Problem, ProblemKind
from conformance.relay.routes import refused
from conformance.relay.shapes import Change, choices_of, drop, on_key, put
from conformance.relay.variations.thinking import PLACES, thinks

_CAPS = ("max_completion_tokens", "max_tokens")
_LEAST = 16  # of the endpoint to which some hand such models on
_EFFORT = "reasoning_effort"
_NO_WORD = "Could not finish the message because an output limit was reached."


def _refusal(call: Call, message: str, *at: str | int) -> Answer:
    return refused(call, Problem(ProblemKind.INVALID, message, at))


def _is_empty(answer: Answer) -> bool:
    """Whether the cap was spent before the first visible token of any choice."""
    document = answer.json if isinstance(answer.json, dict) else {}
    said = [choice.get("message", {}) for choice in document.get("choices", ())]
    said += [c["delta"] for event in answer.events for c in choices_of(event)]
    visible = any(one.get("content") or one.get("tool_calls") for one in said)
    return bool(said) and not answer.refuses and not visible


@around_variation("small-caps-refused", model="thinker-o")
def refuses_small_caps(call: Call, proceed: Answering) -> Answer:
    """Refuses caps below 16, as the endpoint behind it does."""
    answer = proceed(call)
    for name in _CAPS:
        cap = call.fields.get(name)
        if (
            thinks(call)
            and not answer.refuses
            and isinstance(cap, int)
            and cap < _LEAST
        ):
            message = f"Invalid '{name}': integer below minimum value: {_LEAST}."
            return _refusal(call, message, name)
    return answer


@variation("empty-answers-refused", model="thinker-5")
def refuses_empty_answers(call: Call, answer: Answer) -> Answer:
    """Refuses a request whose cap is spent before the first visible token."""
    if not thinks(call) or not _is_empty(answer):
        return answer
    return _refusal(call, _NO_WORD)


@variation("empty-answers-uncounted", model="thinker-5.6")
def counts_nothing(call: Call, answer: Answer) -> Answer:
    """Counts no token of an answer whose cap was spent before the first visible one."""
    if not thinks(call) or not _is_empty(answer):
        return answer
    return answer.map_json(on_key("usage", _nothing)).map_chunks(
        on_key("usage", _nothing)
    )


def _nothing(usage: Object) -> Object:
    counted = put(completion_tokens=0, total_tokens=usage["prompt_tokens"])
    bare = drop("completion_tokens_details", "reasoning_tokens")
    return bare(counted(usage))


@around_variation("one-kind-of-instructions", model="thinker-o")
def refuses_both_instructions(call: Call, proceed: Answering) -> Answer:
    """Refuses a system message beside a developer message."""
    answer = proceed(call)
    messages = call.fields.get("messages")
    if not thinks(call) or answer.refuses or not isinstance(messages, list):
        return answer
    if {"system", "developer"} <= {message["role"] for message in messages}:
        text = "System and developer messages cannot be used together."
        return _refusal(call, text, "messages")
    return answer


@around_variation("streams-of-thinkers-refused", model="thinker-5")
def refuses_streams(call: Call, proceed: Answering) -> Answer:
    """Refuses streams of a model that thinks to organisations without a proof."""
    answer = proceed(call)
    if not thinks(call) or answer.refuses or not call.streams:
        return answer
    return _refusal(
        call, "Your organization must be verified to stream this.", "stream"
    )


@around_variation("made-up-thoughts-refused", model="thinker-5")
def refuses_made_up_thoughts(call: Call, proceed: Answering) -> Answer:
    """Refuses keys of messages that it never sends itself."""
    answer = proceed(call)
    messages = call.fields.get("messages")
    if not thinks(call) or answer.refuses or not isinstance(messages, list):
        return answer
    for number, message in enumerate(messages):
        for key in PLACES:
            if key in message:
                text = f"property 'messages.{number}.{key}' is unsupported"
                return _refusal(call, text, "messages", number, key)
    return answer


@request_variation("efforts-mapped", model="thinker-o")
def maps_efforts(call: Call) -> Call:
    """Takes every documented effort for the nearest one that it has."""
    nearest = {"none": "low", "minimal": "low", "xhigh": "high", "max": "high"}
    effort = call.fields.get(_EFFORT)
    if not thinks(call) or effort not in nearest:
        return call
    return call.with_fields({_EFFORT: nearest[effort]})


@around_variation("efforts-few", model="thinker-vllm")
def takes_two_efforts(call: Call, proceed: Answering) -> Answer:
    """Takes a low and a high effort, and lists them when it refuses another."""
    answer = proceed(call)
    effort = call.fields.get(_EFFORT)
    if not thinks(call) or effort in (None, "low", "high"):
        return answer
    if answer.refuses and not answer.refuses_as(ProblemKind.INVALID):
        return answer
    text = f"'{_EFFORT}' has to be one of these supported values: 'low', 'high'."
    return _refusal(call, text, _EFFORT)


@variation("refusals-with-own-codes", model="thinker-5.6")
def sends_own_codes(call: Call, answer: Answer) -> Answer:
    """Sends codes and types of its own when it refuses a field."""
    return _on_refusal(call, answer, put(code="bad_field", type="relay_error"))


@variation(
    "refusals-without-names", model="thinker-5", also=("chat.reasoning.refusal",)
)
def names_no_field(call: Call, answer: Answer) -> Answer:
    """Names a refused field in the message only."""
    return _on_refusal(call, answer, put(code=None, param=None))


def _on_refusal(call: Call, answer: Answer, change: Change) -> Answer:
    if not thinks(call) or not answer.refuses_as(ProblemKind.INVALID):
        return answer
    return answer.map_json(on_key("error", change))


@variation("thinks-in-silence", model="thinker-5")
def keeps_the_connection(call: Call, answer: Answer) -> Answer:
    """Sends comments and blank lines while the model thinks."""
    if not thinks(call) or answer.refuses:
        return answer
    if not answer.streams:
        return replace(answer.with_style(padding="\n\n\n"), delay=0.1)
    waiting = [SentEvent(b": keep-alive\n\n", delay=0.05) for _ in range(2)]
    return answer.with_events([*waiting, *answer.events])


@request_variation("instructions-merged", model="thinker-5")
def merges_instructions(call: Call) -> Call:
    """Reads system and developer messages as one that stands before all others."""
    messages = call.fields.get("messages")
    if not thinks(call) or not isinstance(messages, list):
        return call
    given = [m for m in messages if _instructs(m)]
    if not given:
        return call
    text = "\n".join(message["content"] for message in given)
    others = [message for message in messages if message not in given]
    merged = {"role": "developer", "content": text}
    return call.with_fields({"messages": [merged, *others]})


def _instructs(message: Json) -> bool:
    roles = ("system", "developer")
    return (
        isinstance(message, dict)
        and message.get("role") in roles
        and isinstance(message.get("content"), str)
    )


@request_variation("thoughts-handed-back-ignored", model="thinker-vllm")
def ignores_thoughts(call: Call) -> Call:
    """Does not look at the thoughts that are handed back."""
    messages = call.fields.get("messages")
    if not thinks(call) or not isinstance(messages, list):
        return call
    bare = [drop(*PLACES)(m) if isinstance(m, dict) else m for m in messages]
    return call.with_fields({"messages": bare}) if bare != messages else call
