"""Faults of chat answers: models that think."""

from typing import Any

from conformance.relay.answer import Answer
from conformance.relay.bend import fault
from conformance.relay.call import Call
from conformance.relay.faults.chat._documents import on_document
from conformance.relay.json_text import Object
from conformance.relay.shapes import on_key, on_messages

_UNTAKEN = ("unsupported_parameter", "unsupported_value")


@fault(
    "reason-refusal-nameless",
    caught_by="chat.reasoning.refusal",
    source="BeehiveInnovations/pal-mcp-server#134",
    model="thinker-5",
)
def forgets_the_field(call: Call, answer: Answer) -> Answer:
    """Refuses a field that the model does not take without its name in `param`."""

    def nameless(body: Object) -> Object:
        error = body.get("error")
        if not isinstance(error, dict) or error.get("code") not in _UNTAKEN:
            return body
        return {**body, "error": {**error, "param": None}}

    return answer.map_json(nameless) if answer.refuses else answer


@fault(
    "reason-tokens-beside",
    caught_by="chat.reasoning.tokens",
    source="plausible",
    model="thinker-5",
)
def counts_thoughts_twice(call: Call, answer: Answer) -> Answer:
    """Counts more reasoning tokens than completion tokens."""

    def more(counts: Object) -> Object:
        return _counted(counts, counts["completion_tokens"] + 7)

    return on_document(call, answer, on_key("usage", more))


@fault(
    "reason-tokens-zero",
    caught_by="chat.reasoning.counted",
    source="BerriAI/litellm#31759",
    model="thinker-deepseek",
)
def counts_no_thoughts(call: Call, answer: Answer) -> Answer:
    """Shows the reasoning, and says that it cost 0 tokens."""

    def none(counts: Object) -> Object:
        return _counted(counts, 0)

    return on_document(call, answer, on_key("usage", none))


@fault(
    "reason-copied-to-content",
    caught_by="chat.reasoning.apart",
    also=("chat.json-object", "chat.stream.equals-json"),
    source="farion1231/cc-switch#6319",
    model="thinker-deepseek",
)
def repeats_thoughts(call: Call, answer: Answer) -> Answer:
    """Begins the content with the whole reasoning."""

    def repeated(message: Object) -> Object:
        thoughts = message.get("reasoning_content")
        return (
            {**message, "content": f"{thoughts}{_text(message)}"}
            if thoughts
            else message
        )

    return on_document(call, answer, on_messages(repeated))


@fault(
    "reason-tags-leak",
    caught_by="chat.reasoning.tags",
    also=("chat.json-object", "chat.json-schema", "chat.stream.equals-json"),
    source="NousResearch/hermes-agent#20184",
    model="thinker-vllm",
)
def leaks_tags(call: Call, answer: Answer) -> Answer:
    """Leaves the closing tag of the reasoning at the head of the content."""

    def tagged(message: Object) -> Object:
        thoughts = message.get("reasoning")
        return (
            {**message, "content": f"</think>{_text(message)}"} if thoughts else message
        )

    return on_document(call, answer, on_messages(tagged))


def _counted(counts: Object, reasoning: int) -> Object:
    details: dict[str, Any] = counts.get("completion_tokens_details") or {}
    details = {**details, "reasoning_tokens": reasoning}
    return {**counts, "completion_tokens_details": details}


def _text(message: Object) -> str:
    return str(message.get("content") or "")
