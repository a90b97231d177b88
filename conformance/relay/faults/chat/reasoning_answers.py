"""Faults of chat answers: what follows the thinking of a model."""

from conformance.relay.answer import Answer
from conformance.relay.bend import fault
from conformance.relay.call import Call
from conformance.relay.faults.chat._documents import on_document
from conformance.relay.faults.chat._thoughts import counted
from conformance.relay.json_text import Object
from conformance.relay.shapes import on_choices, on_deltas, on_key, on_messages


@fault(
    "reason-tokens-beside",
    caught_by="chat.reasoning.tokens",
    source="plausible",
    model="thinker-5",
)
def counts_thoughts_twice(call: Call, answer: Answer) -> Answer:
    """Counts more reasoning tokens than completion tokens."""

    def more(counts: Object) -> Object:
        return counted(counts, counts["completion_tokens"] + 7)

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
        return counted(counts, 0)

    return on_document(call, answer, on_key("usage", none))


@fault(
    "reason-in-another-field",
    caught_by="chat.reasoning.field",
    also=("chat.reasoning.history",),
    source="plausible",
    model="thinker-deepseek",
    dialects=("new-api", "openrouter"),
)
def names_thoughts_otherwise(call: Call, answer: Answer) -> Answer:
    """Shows the reasoning in another field than the documented one."""

    def renamed(said: Object) -> Object:
        names = {"reasoning_content": "reasoning", "reasoning": "reasoning_content"}
        return {names.get(name, name): value for name, value in said.items()}

    return on_document(call, answer, on_messages(renamed)).map_chunks(
        on_deltas(renamed)
    )


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


@fault(
    "reason-answer-in-reasoning",
    caught_by="chat.reasoning.answer",
    also=("chat.json-object", "chat.json-schema"),
    source="sgl-project/sglang#37645",
    model="thinker-vllm",
)
def swallows_the_answer(call: Call, answer: Answer) -> Answer:
    """Takes the answer for the end of the thinking, and leaves no content."""

    def swallowed(choice: Object) -> Object:
        message = choice["message"]
        whole = choice["finish_reason"] == "stop" and message.get("reasoning")
        if not whole:
            return choice
        thoughts = f"{message['reasoning']}\n\n{_text(message)}"
        emptied = {**message, "reasoning": thoughts, "content": None}
        return {**choice, "message": emptied}

    return on_document(call, answer, on_choices(swallowed))


def _text(message: Object) -> str:
    return str(message.get("content") or "")
