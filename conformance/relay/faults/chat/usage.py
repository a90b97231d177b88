"""Faults of chat answers: usage."""

from conformance.relay.answer import Answer
from conformance.relay.bend import fault
from conformance.relay.call import Call
from conformance.relay.faults._usage import recounted
from conformance.relay.faults.chat._documents import on_document
from conformance.relay.json_text import Object
from conformance.relay.shapes import chat_document, drop, on_key, put
from conformance.relay.tokens import usage


@fault(
    "chat-usage-missing",
    caught_by="chat.usage.present",
    source="songquanpeng/one-api#1792",
)
def leaves_usage_out(call: Call, answer: Answer) -> Answer:
    """Sends a chat completion without usage."""
    return answer.map_json(drop("usage")) if chat_document(call, answer) else answer


@fault(
    "chat-usage-zeros",
    caught_by="chat.usage.positive",
    source="seangalliher/ProbOS#1078",
)
def counts_nothing(call: Call, answer: Answer) -> Answer:
    """Counts no tokens at all."""
    if not chat_document(call, answer):
        return answer
    return answer.map_json(put(usage=usage(0, 0)))


@fault("chat-usage-sum", caught_by="chat.usage.adds-up", source="plausible")
def totals_too_little(call: Call, answer: Answer) -> Answer:
    """Leaves the prompt out of the total of a chat completion."""

    def short(counts: Object) -> Object:
        return {**counts, "total_tokens": counts["completion_tokens"]}

    return on_document(call, answer, on_key("usage", short))


@fault("chat-usage-answer-zero", caught_by="chat.usage.positive", source="plausible")
def counts_prompt_alone(call: Call, answer: Answer) -> Answer:
    """Counts no tokens of the answer."""

    def alone(counts: Object) -> Object:
        return recounted(counts, completion_tokens=0)

    return on_document(call, answer, on_key("usage", alone))


# Whose usage tells apart what was in the cache.
_CACHED = ("deepseek",)
_HITS, _MISSES = "prompt_cache_hit_tokens", "prompt_cache_miss_tokens"


@fault(
    "chat-cache-counted-twice",
    caught_by="chat.usage.cache-adds-up",
    source="plausible",
    dialects=_CACHED,
)
def counts_hits_as_misses(call: Call, answer: Answer) -> Answer:
    """Counts the whole prompt as a miss of the cache, hits included."""

    def all_missed(counts: Object) -> Object:
        return {**counts, _HITS: 1, _MISSES: counts["prompt_tokens"]}

    return on_document(call, answer, on_key("usage", all_missed))


@fault(
    "chat-cache-misses-missing",
    caught_by="chat.usage.cache-adds-up",
    source="plausible",
    dialects=_CACHED,
)
def leaves_misses_out(call: Call, answer: Answer) -> Answer:
    """Counts what was in the cache, and not what was not."""
    return on_document(call, answer, on_key("usage", drop(_MISSES)))
