"""Answers of the models that think, for the tests about them."""

from conformance.relay.answer import Answer
from conformance.relay.json_text import Json, Object
from conformance.relay.thinking.families import FAMILIES
from conformance.tests.relay.calls import ask, chat

O_SERIES, FIVE, FIVE_SIX, SIX, DEEPSEEK, VLLM, SIGNED, TAGS = FAMILIES
OPENAI = (O_SERIES, FIVE, FIVE_SIX, SIX)
KEYS = {DEEPSEEK: "reasoning_content", VLLM: "reasoning", SIGNED: "reasoning"}
# With thoughts apart from the content, shown or not.
COUNTED = (*OPENAI, DEEPSEEK, VLLM, SIGNED)
LONG = "Count from 1 to 100."
EFFORT = "reasoning_effort"


def of(model: str, text: str = "Say hi.", **fields: Json) -> Answer:
    """The answer of a model."""
    return ask(chat(text, model=model, **fields))


def message(answer: Answer) -> Object:
    """The message of an answer that is a document."""
    (choice,) = answer.json["choices"]
    return dict(choice["message"])


def spent(answer: Answer) -> tuple[int, int]:
    """The tokens that were generated, and those of them that were thought."""
    usage = answer.json["usage"]
    details = usage["completion_tokens_details"]
    return usage["completion_tokens"], details["reasoning_tokens"]


def cap_field(model: str) -> str:
    """The field that bounds an answer of a model."""
    return "max_tokens" if model == DEEPSEEK else "max_completion_tokens"
