"""Faults of chat that show only when answers are held against each other."""

from conformance.relay.answer import Answer
from conformance.relay.bend import Answering, around_fault, fault, request_fault
from conformance.relay.call import Call
from conformance.relay.faults._escapes import misread
from conformance.relay.faults._usage import counting_one, estimating, recounted
from conformance.relay.json_text import Json, Object
from conformance.relay.problem import Problem, ProblemKind
from conformance.relay.routes import refused
from conformance.relay.shapes import chat_document, on_key, on_messages, put
from conformance.relay.tokens import usage

# What a relay reads of a prompt to estimate its tokens.
_ESTIMATED = 1000
# A cap that is handed on as a wish for a short answer.
_TINY = 5
_AT_ONCE = 0.5
# How many calls at the same time it can bear, and how long the numbers in them are.
_SERVED = 3
_NUMBER = 2


@fault("chat-usage-estimated", caught_by="chat.usage-grows", source="plausible")
def counts_beginning(call: Call, answer: Answer) -> Answer:
    """Counts the prompt of a chat request up to a limit."""

    def limited(counts: Object) -> Object:
        tokens = min(counts["prompt_tokens"], _ESTIMATED)
        return recounted(counts, prompt_tokens=tokens)

    if not chat_document(call, answer):
        return answer
    return answer.map_json(on_key("usage", limited))


@fault("chat-usage-one-choice", caught_by="chat.usage-every-choice", source="plausible")
def counts_one_choice(call: Call, answer: Answer) -> Answer:
    """Counts the tokens of one choice of a chat answer."""
    return counting_one(answer) if chat_document(call, answer) else answer


@fault(
    "stream-usage-estimated",
    caught_by="chat.stream.usage-equals-json",
    source="plausible",
)
def estimates_streams(call: Call, answer: Answer) -> Answer:
    """Estimates the prompt's tokens where a chat answer is streamed."""
    text = str(call.fields.get("messages"))
    return estimating(answer, text) if call.is_chat else answer


@request_fault(
    "chat-cap-as-wish", caught_by="chat.max-tokens.beginning", source="plausible"
)
def wishes_for_brevity(call: Call) -> Call:
    """Turns a tiny cap into a sentence of the prompt as well."""
    cap: Json = call.fields.get("max_tokens")
    messages: Json = call.fields.get("messages")
    tiny = isinstance(cap, int) and 0 < cap < _TINY
    if not call.is_chat or not tiny or not isinstance(messages, list):
        return call
    wish: Object = {"role": "user", "content": "Be brief."}
    return call.with_fields({"messages": [*messages, wish]})


@around_fault(
    "chat-stop-erased",
    caught_by="chat.stop.beginning",
    source="plausible",
    dialects=("openai", "new-api"),
)
def takes_stop_out(call: Call, proceed: Answering) -> Answer:
    """Takes a stop text that stands in a list alone out, and goes on after it."""
    stop: Json = call.fields.get("stop")
    if not call.is_chat or not isinstance(stop, list) or len(stop) != 1:
        return proceed(call)
    answer = proceed(call)
    if answer.refuses:
        return answer

    def erased(message: Object) -> Object:
        text = message.get("content")
        return put(content=text.replace(stop[0], ""))(message) if text else message

    return proceed(call.without_fields("stop")).map_json(on_messages(erased))


@request_fault("chat-escapes-halved", caught_by="chat.spelling", source="plausible")
def halves_chat_escapes(call: Call) -> Call:
    """Reads each half of an escaped character of a chat request alone."""
    return misread(call) if call.is_chat else call


@around_fault("chat-model-first", caught_by="chat.spelling", source="plausible")
def looks_for_model(call: Call, proceed: Answering) -> Answer:
    """Refuses a chat request whose model does not come before its messages."""
    answer = proceed(call)
    order = [name for name in call.fields if name in ("model", "messages")]
    if answer.refuses or not call.is_chat or order[0] == "model":
        return answer
    return refused(call, Problem(ProblemKind.INVALID, "Bad request."))


@around_fault("chat-empty-under-load", caught_by="chat.every-time", source="plausible")
def answers_nothing_under_load(call: Call, proceed: Answering) -> Answer:
    """Answers the fourth of chat requests that come at the same time with nothing."""
    others = [one for one in call.earlier if _comes_with(one, call)]
    answer = proceed(call)
    if len(others) != _SERVED or not chat_document(call, answer):
        return answer
    return answer.map_json(put(choices=[], usage=usage(0, 0)))


def _comes_with(one: Call, other: Call) -> bool:
    """Whether two calls came at the same time with texts that differ by a number."""
    first, second = (str(call.fields.get("messages")) for call in (one, other))
    if len(first) != len(second) or other.received - one.received > _AT_ONCE:
        return False
    return 0 < sum(a != b for a, b in zip(first, second, strict=True)) <= _NUMBER
