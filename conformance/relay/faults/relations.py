"""Faults that show only when answers are held against each other."""

from dataclasses import replace

from conformance.relay.answer import Answer
from conformance.relay.bend import Answering, around_fault, fault, request_fault
from conformance.relay.call import Call
from conformance.relay.json_text import Json, Object
from conformance.relay.media import EMBEDDINGS, serves
from conformance.relay.problem import Problem, ProblemKind
from conformance.relay.routes import refused
from conformance.relay.shapes import (
    chat_document,
    completions_document,
    on_key,
    on_messages,
    put,
)
from conformance.relay.tokens import count, usage

# What a relay reads of a prompt to estimate its tokens.
_ESTIMATED = 1000
# A cap that is handed on as a wish for a short answer.
_TINY = 5
_AT_ONCE = 0.5
# How many calls at the same time it can bear, and how long the numbers in them are.
_SERVED = 3
_NUMBER = 2
# Characters beyond this are escaped in two halves.
_PLANE = 0xFFFF


def _recounted(found: Object, **changes: int) -> Object:
    """Usage with other counts, and the total that belongs to them."""
    made = {**found, **changes}
    total = made["prompt_tokens"] + made.get("completion_tokens", 0)
    return {**made, "total_tokens": total}


@fault("chat-usage-estimated", caught_by="chat.usage-grows", source="plausible")
def counts_beginning(call: Call, answer: Answer) -> Answer:
    """Counts the prompt of a chat request up to a limit."""

    def limited(found: Object) -> Object:
        return _recounted(found, prompt_tokens=min(found["prompt_tokens"], _ESTIMATED))

    if not chat_document(call, answer):
        return answer
    return answer.map_json(on_key("usage", limited))


@fault("emb-usage-first-text", caught_by="embeddings.usage-grows", source="plausible")
def counts_first_text(call: Call, answer: Answer) -> Answer:
    """Counts the tokens of the first text of a batch."""
    given = call.fields.get("input")
    if not serves(call, answer, EMBEDDINGS) or not isinstance(given, list):
        return answer
    if not isinstance(given[0], str):
        return answer
    tokens = count(given[0])
    return answer.map_json(
        on_key("usage", lambda found: _recounted(found, prompt_tokens=tokens))
    )


def _counting_one(answer: Answer) -> Answer:
    """The answer with the tokens of one of its choices counted."""

    def divided(value: Object) -> Object:
        found = value["usage"]
        one = -(-found["completion_tokens"] // len(value["choices"]))
        return {**value, "usage": _recounted(found, completion_tokens=one)}

    return answer.map_json(divided)


@fault("chat-usage-one-choice", caught_by="chat.usage-every-choice", source="plausible")
def counts_one_choice(call: Call, answer: Answer) -> Answer:
    """Counts the tokens of one choice of a chat answer."""
    return _counting_one(answer) if chat_document(call, answer) else answer


@fault(
    "cmpl-usage-one-choice",
    caught_by="completions.usage-every-choice",
    source="plausible",
)
def counts_one_text(call: Call, answer: Answer) -> Answer:
    """Counts the tokens of one choice of a completion for one prompt."""
    alone = isinstance(call.fields.get("prompt"), str)
    good = alone and completions_document(call, answer)
    return _counting_one(answer) if good else answer


def _estimating(answer: Answer, text: str) -> Answer:
    """The stream with the prompt's tokens estimated from its characters."""

    def estimated(found: Object) -> Object:
        return _recounted(found, prompt_tokens=len(text) // 2 + 1)

    return answer.map_chunks(on_key("usage", estimated))


@fault(
    "stream-usage-estimated",
    caught_by="chat.stream.usage-equals-json",
    source="plausible",
)
def estimates_streams(call: Call, answer: Answer) -> Answer:
    """Estimates the prompt's tokens where a chat answer is streamed."""
    text = str(call.fields.get("messages"))
    return _estimating(answer, text) if call.is_chat else answer


@fault(
    "cmpl-stream-usage-estimated",
    caught_by="completions.stream.usage-equals-json",
    source="plausible",
)
def estimates_completion_streams(call: Call, answer: Answer) -> Answer:
    """Estimates the prompt's tokens where a completion is streamed."""
    text = str(call.fields.get("prompt"))
    return _estimating(answer, text) if call.is_completions else answer


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


@around_fault("chat-stop-erased", caught_by="chat.stop.beginning", source="plausible")
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


def _halved(value: Json) -> Json:
    """A value whose characters of other planes are two replacement characters."""
    if isinstance(value, str):
        return "".join("\ufffd\ufffd" if ord(c) > _PLANE else c for c in value)
    if isinstance(value, list):
        return [_halved(item) for item in value]
    if isinstance(value, dict):
        return {name: _halved(item) for name, item in value.items()}
    return value


def _misread(call: Call) -> Call:
    escapes = b"\\ud8" in call.raw.lower()
    return replace(call, json=_halved(call.json)) if escapes else call


@request_fault("chat-escapes-halved", caught_by="chat.spelling", source="plausible")
def halves_chat_escapes(call: Call) -> Call:
    """Reads each half of an escaped character of a chat request alone."""
    return _misread(call) if call.is_chat else call


@request_fault(
    "cmpl-escapes-halved", caught_by="completions.spelling", source="plausible"
)
def halves_escapes(call: Call) -> Call:
    """Reads each half of an escaped character of a completion request alone."""
    return _misread(call) if call.is_completions else call


@around_fault("chat-model-first", caught_by="chat.spelling", source="plausible")
def looks_for_model(call: Call, proceed: Answering) -> Answer:
    """Refuses a chat request whose model does not come before its messages."""
    answer = proceed(call)
    named = [name for name in call.fields if name in ("model", "messages")]
    if answer.refuses or not call.is_chat or named[0] == "model":
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


def _refuses_body(call: Call, answer: Answer, route: str) -> bool:
    return bool(call.malformed) and answer.refuses and call.route == route


@fault("err-route-status", caught_by="errors.routes.status", source="plausible")
def refuses_with_another_status(call: Call, answer: Answer) -> Answer:
    """Refuses a body that is no JSON with 422 on embeddings, elsewhere with 400."""
    broken = _refuses_body(call, answer, EMBEDDINGS)
    return answer.with_status(422) if broken else answer


@fault("err-route-form", caught_by="errors.routes.form", source="plausible")
def refuses_in_another_form(call: Call, answer: Answer) -> Answer:
    """Names another type of error on completions than elsewhere."""
    if not _refuses_body(call, answer, "/completions"):
        return answer
    return answer.map_json(on_key("error", put(type="BadRequestError")))
