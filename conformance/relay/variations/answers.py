"""Fields, values and texts that completions may have besides the documented ones."""

from dataclasses import replace
from hashlib import sha256

from conformance.relay.answer import Answer
from conformance.relay.bend import request_variation, variation
from conformance.relay.call import Call
from conformance.relay.json_text import Object
from conformance.relay.shapes import (
    Change,
    chat_document,
    on_choices,
    on_items,
    on_key,
    on_messages,
    put,
)

# Far below any probability, as servers write it that cannot write -inf.
_NEVER = -9999.0
_SHORT = "insufficient_system_resource"


def _completes(call: Call, answer: Answer) -> bool:
    return (call.is_chat or call.is_completions) and not answer.refuses


def _everywhere(call: Call, answer: Answer, change: Change) -> Answer:
    """The completion changed, or every chunk of it."""
    if not _completes(call, answer):
        return answer
    return answer.map_json(change).map_chunks(change)


@variation("vendor-fields")
def adds_vendor_fields(call: Call, answer: Answer) -> Answer:
    """Adds fields of its own at every level of a completion."""
    outer = put(
        provider="Example", x_trace="t1", prompt_logprobs=None, timings={"ms": 3}
    )
    inner = put(stop_reason=None, matched_stop=None, content_filter_results={})
    widened = _everywhere(call, answer, outer)
    return _everywhere(call, widened, on_choices(inner))


@variation("null-fingerprint")
def nulls_fingerprint(call: Call, answer: Answer) -> Answer:
    """Sends a null fingerprint."""
    return _everywhere(call, answer, put(system_fingerprint=None))


@variation("foreign-ids")
def uses_other_ids(call: Call, answer: Answer) -> Answer:
    """Gives completions ids of another form."""
    return _everywhere(call, answer, put(id=call.new_id("gen-")[:12]))


@variation("model-snapshot")
def names_snapshot(call: Call, answer: Answer) -> Answer:
    """Names a dated snapshot of the model that was asked for."""
    return _everywhere(call, answer, _model("{}-2024-07-18"))


@variation("model-prefix")
def names_provider(call: Call, answer: Answer) -> Answer:
    """Names the provider before the model that was asked for."""
    return _everywhere(call, answer, _model("openai/{}"))


def _model(pattern: str) -> Change:
    return lambda value: {**value, "model": pattern.format(value["model"])}


def _beside_calls(call: Call, answer: Answer, change: Change) -> Answer:
    if not chat_document(call, answer):
        return answer
    return answer.map_json(
        on_messages(
            lambda message: change(message) if message.get("tool_calls") else message
        )
    )


@variation("tool-content-empty")
def empties_content(call: Call, answer: Answer) -> Answer:
    """Sends an empty content beside tool calls."""
    return _beside_calls(call, answer, put(content=""))


@variation("tool-content-absent")
def leaves_content_out(call: Call, answer: Answer) -> Answer:
    """Sends no content beside tool calls."""
    return _beside_calls(
        call,
        answer,
        lambda message: {k: v for k, v in message.items() if k != "content"},
    )


@variation("length-at-cap")
def says_length_at_cap(call: Call, answer: Answer) -> Answer:
    """Says `length` for a text that ended by itself exactly at the cap."""
    caps = [call.fields.get(name) for name in ("max_completion_tokens", "max_tokens")]
    counts = answer.json.get("usage") if chat_document(call, answer) else None
    if not counts or counts["completion_tokens"] not in caps:
        return answer

    def lengthened(choice: Object) -> Object:
        ended = choice["finish_reason"] == "stop" and not call.fields.get("stop")
        return {**choice, "finish_reason": "length"} if ended else choice

    return answer.map_json(on_choices(lengthened))


@variation("json-blank", dialects=("deepseek",))
def says_nothing_as_json(call: Call, answer: Answer) -> Answer:
    """Answers with nothing but white space where a JSON object was asked for."""
    form = call.fields.get("response_format")
    wanted = isinstance(form, dict) and form.get("type") == "json_object"
    if not wanted or not chat_document(call, answer):
        return answer
    return answer.map_json(on_messages(put(content="\n\n")))


@variation("short-of-resources", dialects=("deepseek",))
def ends_for_lack_of_resources(call: Call, answer: Answer) -> Answer:
    """Ends an answer with a reason that only this contract has."""

    def ended(choice: Object) -> Object:
        whole = choice["finish_reason"] == "stop"
        return {**choice, "finish_reason": _SHORT} if whole else choice

    plain = not {"stop", "tools", "response_format"} & call.fields.keys()
    if not plain or not chat_document(call, answer):
        return answer
    return answer.map_json(on_choices(ended))


@variation("hidden-tokens")
def counts_hidden_tokens(call: Call, answer: Answer) -> Answer:
    """Counts hidden tokens in the total only."""

    def counted(counts: Object) -> Object:
        return {**counts, "total_tokens": counts["total_tokens"] + 17, "x_cost": 0.1}

    return _everywhere(call, answer, on_key("usage", counted))


@variation("usage-details-null")
def nulls_details(call: Call, answer: Answer) -> Answer:
    """Sends null details of usage."""
    nulls = put(prompt_tokens_details=None, completion_tokens_details=None)
    return _everywhere(call, answer, on_key("usage", nulls))


@variation("logprobs-bytes-null")
def nulls_bytes(call: Call, answer: Answer) -> Answer:
    """Sends null bytes and a token id in log probabilities."""
    return _on_entries(call, answer, put(bytes=None, token_id=1))


@variation("logprobs-one-more")
def adds_alternative(call: Call, answer: Answer) -> Answer:
    """Sends one alternative more than asked for, with a very small probability."""
    more = {"token": "~", "logprob": _NEVER, "bytes": [126]}

    def longer(entry: Object) -> Object:
        top = entry["top_logprobs"]
        return {**entry, "top_logprobs": [*top, more]} if top else entry

    return _on_entries(call, answer, longer)


def _on_entries(call: Call, answer: Answer, change: Change) -> Answer:
    if not call.is_chat or answer.refuses:
        return answer
    each = on_choices(on_key("logprobs", on_items("content", change)))
    return answer.map_json(each).map_chunks(each)


@variation("logprobs-absent")
def leaves_logprobs_out(call: Call, answer: Answer) -> Answer:
    """Leaves log probabilities out where nobody asked for them."""

    def absent(choice: Object) -> Object:
        unasked = choice.get("logprobs") is None
        return {k: v for k, v in choice.items() if k != "logprobs" or not unasked}

    return _everywhere(call, answer, on_choices(absent))


_SHAPING = ("response_format", "tools", "stop", "max_tokens", "max_completion_tokens")


@variation("think-text")
def thinks_aloud(call: Call, answer: Answer) -> Answer:
    """Writes its thoughts into a text that nothing shapes."""
    if not chat_document(call, answer) or any(map(call.fields.get, _SHAPING)):
        return answer

    def thinking(message: Object) -> Object:
        text = f"<think>This is easy.</think>\n\n{message['content']}"
        return {**message, "content": text}

    return answer.map_json(on_messages(thinking))


@request_variation("varying-text")
def varies(call: Call) -> Call:
    """Answers every call with another text, also at temperature 0 or with a seed."""
    return replace(call, seed=call.seed + call.nth + 1)


@request_variation("cached-answers")
def caches(call: Call) -> Call:
    """Answers identical requests with the same text under the same id."""
    return replace(call, id_seed=sha256(call.raw + call.path.encode()).hexdigest())
