"""The requests of the vendors' pages are accepted, and answered in their shape."""

import httpx
import pytest

from conformance.relay import Relay
from conformance.relay.json_text import Json, Object

COUNTS = {"prompt_tokens": 5, "completion_tokens": 7, "total_tokens": 12}
TEXT: Object = {"text": "", "index": 0, "logprobs": None, "finish_reason": "length"}
COMPLETION: Object = {
    "id": "cmpl-1",
    "object": "text_completion",
    "created": 1589478378,
    "model": "m",
    "choices": [TEXT],
    "usage": COUNTS,
}
CHAT_ANSWER: Object = {
    "id": "chatcmpl-1",
    "object": "chat.completion",
    "created": 1677652288,
    "model": "m",
    "choices": [
        {
            "index": 0,
            "message": {"role": "assistant", "content": ""},
            "finish_reason": "stop",
        }
    ],
    "usage": COUNTS,
}
VMWARE_TEXT = {key: value for key, value in TEXT.items() if key != "logprobs"}
ASKED: Object = {
    "model": "gpt-3.5-turbo-instruct",
    "prompt": "Say this is a test",
    "max_tokens": 7,
    "temperature": 0,
}

EXAMPLES = [
    pytest.param(
        "aitre",
        "/completions",
        ASKED,
        {**COMPLETION, "system_fingerprint": "fp"},
        id="aitre-completions",
    ),
    pytest.param(
        "aitre",
        "/chat/completions",
        {
            "model": "reference-chat",
            "stream": False,
            "messages": [{"role": "user", "content": "Hello!"}],
        },
        CHAT_ANSWER,
        id="aitre-chat",
    ),
    pytest.param(
        "modellss",
        "/completions",
        {
            **ASKED,
            "top_p": 1,
            "n": 1,
            "stream": False,
            "logprobs": None,
            "stop": "\n",
        },
        COMPLETION,
        id="modellss-completions",
    ),
    pytest.param(
        "vmware-pais",
        "/completions",
        {"model": "gpt-3.5-turbo-instruct", "prompt": "hello"},
        {**COMPLETION, "choices": [VMWARE_TEXT]},
        id="vmware-completions",
    ),
]


@pytest.mark.parametrize(("dialect", "path", "body", "sample"), EXAMPLES)
def test_example_is_answered_in_its_documented_shape(
    relay: Relay,
    http: httpx.Client,
    dialect: str,
    path: str,
    body: Object,
    sample: Object,
) -> None:
    answer = http.post(relay.base_url(dialect) + path, json=body)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    assert shape(answer.json()) == shape(sample)
    assert answer.json()["object"] == sample["object"]
    assert answer.json()["model"] == body["model"]


def shape(value: Json) -> Json:
    """The keys and types of a value."""
    if isinstance(value, dict):
        return {key: shape(item) for key, item in value.items()}
    if isinstance(value, list):
        return [shape(item) for item in value]
    return type(value).__name__


def test_the_cap_of_the_example_is_kept(relay: Relay, http: httpx.Client) -> None:
    answer = http.post(relay.base_url("aitre") + "/completions", json=ASKED).json()
    assert answer["choices"][0]["finish_reason"] == "length"
    assert answer["usage"]["completion_tokens"] == ASKED["max_tokens"]


def test_the_sample_of_optional_fields_is_refused(
    relay: Relay, http: httpx.Client
) -> None:
    """Its zeros and type names break the bounds stated beside it."""
    sample = {
        "temperature": "number",
        "n": 0,
        "stop": ["string"],
        "max_tokens": 0,
        "model": "gpt-3.5-turbo-instruct",
        "prompt": "string",
    }
    answer = http.post(relay.base_url("vmware-pais") + "/completions", json=sample)
    assert answer.status_code == 422
    assert set(answer.json()["detail"][0]) >= {"loc", "msg", "type"}


def test_the_empty_key_of_the_example_is_refused(
    relay: Relay, http: httpx.Client
) -> None:
    # The space after it is no part of a header value.
    headers = {"Authorization": "Bearer"}
    answer = http.post(
        relay.base_url("modellss") + "/completions", json=ASKED, headers=headers
    )
    assert answer.status_code == 401


def test_vmware_lists_models_with_type_and_engine(
    relay: Relay, http: httpx.Client
) -> None:
    listed = http.get(relay.base_url("vmware-pais") + "/models").json()["data"]
    assert {one["model_type"] for one in listed} == {"EMBEDDINGS", "COMPLETIONS"}
    assert {one["model_engine"] for one in listed} <= {
        "INFINITY",
        "TRITON_TENSORRT_LLM",
        "TRITON_VLLM",
        "VLLM",
    }
