"""The examples of the four documents: sent field for field, and read without blame.

Requests and answers are written by hand from the pages, not taken from the cases.
"""

from typing import Any

import pytest

from conformance.formats.schema import first_error
from conformance.formats.template import places
from conformance.tests.packaged import SUITE

AITRE_COMPLETION = {
    "model": "gpt-3.5-turbo-instruct",
    "prompt": "Say this is a test",
    "max_tokens": 7,
    "temperature": 0,
}
AITRE_CHAT = {
    "model": "reference-chat",
    "stream": False,
    "messages": [{"role": "user", "content": "Hello!"}],
}
MODELLSS_COMPLETION = {
    "model": "gpt-3.5-turbo-instruct",
    "prompt": "Say this is a test",
    "max_tokens": 7,
    "temperature": 0,
    "top_p": 1,
    "n": 1,
    "stream": False,
    "logprobs": None,
    "stop": "\n",
}
VMWARE_COMPLETION = {"model": "model-to-use", "prompt": "hello"}
VMWARE_SAMPLE = {
    "temperature": "number",
    "n": 0,
    "stop": ["string"],
    "max_tokens": 0,
    "stream": False,
    "stream_options": {"include_usage": False},
    "model": "string",
    "prompt": "string",
    "seed": 0,
}
EXAMPLES = (
    ("completions/minimal", "/completions", AITRE_COMPLETION),
    ("chat/minimal", "/chat/completions", AITRE_CHAT),
    ("completions/example-modellss", "/completions", MODELLSS_COMPLETION),
    ("completions/example-vmware", "/completions", VMWARE_COMPLETION),
    ("errors/vmware-sample", "/completions", VMWARE_SAMPLE),
)

USAGE = {"prompt_tokens": 5, "completion_tokens": 7, "total_tokens": 12}
COMPLETION = {
    "id": "cmpl-uqkvlQyYK7bGYrRHQ0eXlWi7",
    "object": "text_completion",
    "created": 1589478378,
}
CHOICE = {
    "text": "\n\nThis is indeed a test",
    "index": 0,
    "logprobs": None,
    "finish_reason": "length",
}
AITRE_COMPLETION_ANSWER = {
    **COMPLETION,
    "model": "gpt-3.5-turbo-instruct",
    "system_fingerprint": "fp_44709d6fcb",
    "choices": [CHOICE],
    "usage": USAGE,
}
MODELLSS_COMPLETION_ANSWER = {
    **COMPLETION,
    "model": "text-davinci-003",
    "choices": [CHOICE],
    "usage": USAGE,
}
VMWARE_COMPLETION_ANSWER = {
    "choices": [
        {"finish_reason": "length", "index": 0, "text": "Hello! I am an AI Assistant!"}
    ],
    "created": 1589478378,
    "id": "cmpl-123",
    "model": "gpt-4",
    "object": "text_completion",
    "usage": USAGE,
}
AITRE_CHAT_ANSWER = {
    "id": "chatcmpl-123",
    "object": "chat.completion",
    "created": 1677652288,
    "model": "reference-chat",
    "choices": [
        {
            "index": 0,
            "message": {
                "role": "assistant",
                "content": "\n\nHello there, how may I assist you today?",
            },
            "finish_reason": "stop",
        }
    ],
    "usage": {"prompt_tokens": 9, "completion_tokens": 12, "total_tokens": 21},
}
# The page's own items are placeholders of its generator; this one has real values.
VMWARE_ERROR = {
    "detail": [{"loc": ["body", "stop"], "msg": "a message", "type": "a_type"}]
}
ANSWERS = (
    ("wire/completion", AITRE_COMPLETION_ANSWER),
    ("wire/completion", MODELLSS_COMPLETION_ANSWER),
    ("wire/completion", VMWARE_COMPLETION_ANSWER),
    ("wire/chat-completion", AITRE_CHAT_ANSWER),
    ("wire/usage", USAGE),
    ("wire/usage", AITRE_CHAT_ANSWER["usage"]),
    ("wire/http-validation-error", VMWARE_ERROR),
)


def without_model(body: dict[str, Any]) -> dict[str, Any]:
    """A body without the model, which the target's owner chooses."""
    return {name: value for name, value in body.items() if name != "model"}


@pytest.mark.parametrize(("name", "path", "body"), EXAMPLES)
def test_the_documents_examples_are_sent(
    name: str, path: str, body: dict[str, Any]
) -> None:
    """An example is a case field for field, but for the name of the model."""
    (step,) = SUITE.cases[name].steps
    assert (step.method, step.path) == ("POST", path)
    assert without_model(step.json) == without_model(body)
    assert len(places(step.json["model"])) == 1
    assert step.headers == {}


def test_the_modellss_curl_line_is_sent_without_a_key() -> None:
    """The curl line of the page shows `Bearer` with nothing after it."""
    (step,) = SUITE.cases["auth/completions-empty-key"].steps
    assert (step.method, step.path, step.auth) == ("POST", "/completions", "empty")


@pytest.mark.parametrize(("schema", "answer"), ANSWERS)
def test_the_documents_answers_are_not_blamed(
    schema: str, answer: dict[str, Any]
) -> None:
    """A sample answer of a document matches the schema of its kind."""
    assert first_error(answer, schema) is None


@pytest.mark.parametrize(
    ("schema", "answer", "field"),
    [
        ("wire/completion", AITRE_COMPLETION_ANSWER, "object"),
        ("wire/completion", VMWARE_COMPLETION_ANSWER, "choices"),
        ("wire/chat-completion", AITRE_CHAT_ANSWER, "id"),
        ("wire/usage", USAGE, "total_tokens"),
    ],
)
def test_a_sample_without_a_field_is_blamed(
    schema: str, answer: dict[str, Any], field: str
) -> None:
    """Without one of its required fields a sample does not match."""
    broken = {name: value for name, value in answer.items() if name != field}
    assert first_error(broken, schema) is not None
