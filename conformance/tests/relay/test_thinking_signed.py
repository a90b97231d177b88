"""The model that signs its thoughts, and knows them again when they come back."""

from typing import Any

import pytest

from conformance.relay.answer import Answer
from conformance.relay.json_text import Object
from conformance.tests.relay.calls import WEATHER, ask, chunks, post
from conformance.tests.relay.thinkers import SIGNED, VLLM, message, of

DETAILS = "reasoning_details"
QUESTION = "What is the weather in Paris?"


def called(**fields: Any) -> Answer:
    """The answer to a question that needs a tool."""
    return of(SIGNED, QUESTION, tools=[WEATHER], **fields)


def handed_back(said: Object, model: str = SIGNED) -> Answer:
    """The answer to a message that comes back with the result of its call."""
    (call,) = said["tool_calls"]
    messages = [
        {"role": "user", "content": QUESTION},
        said,
        {"role": "tool", "tool_call_id": call["id"], "content": "19 degrees"},
    ]
    fields = {"model": model, "messages": messages, "tools": [WEATHER]}
    return ask(post("/chat/completions", fields))


def streamed_parts() -> list[Object]:
    """The signed parts of a stream, as a client collects them."""
    deltas = [c["choices"][0]["delta"] for c in chunks(called(stream=True))]
    return [part for delta in deltas for part in delta.get(DETAILS, [])]


def test_signed_parts_hold_the_thoughts() -> None:
    said = message(of(SIGNED))
    (part,) = said[DETAILS]
    assert part["text"] == said["reasoning"]
    assert part["signature"]
    assert DETAILS not in message(of(VLLM))


def test_a_stream_signs_what_a_message_signs() -> None:
    (whole,) = message(called())[DETAILS]
    parts = streamed_parts()
    assert "".join(part.get("text", "") for part in parts) == whole["text"]
    assert [p["signature"] for p in parts if "signature" in p] == [whole["signature"]]


def test_what_was_sent_is_taken_back() -> None:
    said = message(called())
    assert handed_back(said).status == 200
    assert handed_back({**said, DETAILS: streamed_parts()}).status == 200


@pytest.mark.parametrize("parts", [None, []])
def test_thoughts_may_stay_away(parts: object) -> None:
    said = message(called())
    assert handed_back({**said, DETAILS: parts}).status == 200
    del said[DETAILS]
    assert handed_back(said).status == 200


@pytest.mark.parametrize(
    "change", [{"text": "Something else."}, {"signature": ""}, {"signature": "0" * 64}]
)
def test_changed_thoughts_are_refused(change: Object) -> None:
    said = message(called())
    (part,) = said[DETAILS]
    refusal = handed_back({**said, DETAILS: [{**part, **change}]})
    assert refusal.status == 400
    assert refusal.json["error"]["param"] == f"messages[1].{DETAILS}"
    assert handed_back({**said, DETAILS: [part, "more"]}).status == 400
    assert handed_back({**said, DETAILS: "text"}).status == 400


def test_other_models_do_not_look_at_signatures() -> None:
    said = {**message(called()), DETAILS: [{"signature": "0"}]}
    assert handed_back(said, VLLM).status == 200
