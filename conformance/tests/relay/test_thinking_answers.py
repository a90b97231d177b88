"""What models that think answer: hidden tokens, caps, and what shows of thoughts."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conformance.relay.json_text import Object
from conformance.relay.thinking.families import FAMILIES
from conformance.relay.tokens import count
from conformance.tests.relay.calls import CLOCK, WEATHER, chunks
from conformance.tests.relay.thinkers import (
    COUNTED,
    EFFORT,
    FIVE_SIX,
    KEYS,
    LONG,
    SIX,
    TAGS,
    VLLM,
    cap_field,
    message,
    of,
    spent,
)


@pytest.mark.parametrize("model", COUNTED)
def test_thoughts_are_counted_with_the_answer(model: str) -> None:
    answer = of(model)
    total, thought = spent(answer)
    assert thought == FAMILIES[model].efforts[FAMILIES[model].default_effort]
    assert total == thought + count(message(answer)["content"])
    usage = answer.json["usage"]
    assert usage["total_tokens"] == usage["prompt_tokens"] + total


@settings(deadline=None, max_examples=60)
@given(st.sampled_from(COUNTED), st.integers(4, 300))
def test_a_cap_is_for_thoughts_and_answer(model: str, cap: int) -> None:
    answer = of(model, LONG, **{cap_field(model): cap})
    total, thought = spent(answer)
    content = message(answer)["content"] or ""
    assert total == min(cap, thought + count(content))
    assert bool(content) == (cap > thought)
    finish = answer.json["choices"][0]["finish_reason"]
    assert finish == ("stop" if content.endswith("100") else "length")


@pytest.mark.parametrize("model", COUNTED)
def test_a_cap_that_thinking_reaches_leaves_no_answer(model: str) -> None:
    fields = {cap_field(model): 30, "tools": [WEATHER]}
    if model in (FIVE_SIX, SIX):
        del fields["tools"]
    answer = of(model, "What is the weather in Paris?", **fields)
    said = message(answer)
    assert said["content"] == (None if model == VLLM else "")
    assert "tool_calls" not in said
    assert answer.json["choices"][0]["finish_reason"] == "length"
    assert spent(answer) == (30, 30)
    assert count(said.get(KEYS.get(model, ""), "")) == (30 if model in KEYS else 0)


def test_an_effort_of_none_thinks_nothing() -> None:
    answer = of(FIVE_SIX, **{EFFORT: "none"}, max_completion_tokens=4)
    assert spent(answer) == (4, 0)
    assert count(message(answer)["content"]) == 4


@pytest.mark.parametrize("model", COUNTED)
def test_several_choices_think_each(model: str) -> None:
    one, two = of(model, LONG), of(model, LONG, n=2)
    assert spent(two) == tuple(2 * tokens for tokens in spent(one))


@pytest.mark.parametrize("model", FAMILIES)
def test_only_some_show_their_thoughts(model: str) -> None:
    said = message(of(model))
    shown = {key: said[key] for key in KEYS.values() if key in said}
    assert set(shown) == {KEYS[model]} if model in KEYS else not shown
    for text in shown.values():
        assert text not in said["content"]
        assert said["content"] not in text


@pytest.mark.parametrize("model", FAMILIES)
@pytest.mark.parametrize("cap", [30, 1000])
def test_a_stream_tells_what_the_document_tells(model: str, cap: int) -> None:
    fields: Object = {cap_field(model): cap, "n": 2}
    whole = of(model, LONG, **fields)
    options = {"include_usage": True}
    stream = of(model, LONG, stream=True, stream_options=options, **fields)
    assert chunks(stream)[-1]["usage"] == whole.json["usage"]
    content, thoughts = "", ""
    for chunk in chunks(stream)[:-1]:
        (choice,) = chunk["choices"]
        if choice["index"] != 1:
            continue
        more = choice["delta"].get(KEYS.get(model, ""), "")
        # Thoughts come before the answer that they lead to.
        assert not (more and content)
        thoughts += more
        content += choice["delta"].get("content") or ""
        finish = choice["finish_reason"]
    said = whole.json["choices"][1]
    assert content == (said["message"]["content"] or "")
    assert thoughts == said["message"].get(KEYS.get(model, ""), "")
    assert finish == said["finish_reason"]


def test_thoughts_in_the_content_stand_between_tags() -> None:
    answer = of(TAGS, "Repeat exactly: Grüße")
    content = message(answer)["content"]
    assert re.fullmatch(r"<think>\n.+\n</think>\n\nGrüße", content)
    usage = answer.json["usage"]
    assert usage["completion_tokens"] == count(content)
    # Nobody who does not know of thoughts can count them.
    assert "reasoning_tokens" not in usage["completion_tokens_details"]
    short = of(TAGS, LONG, max_tokens=9)
    assert count(message(short)["content"]) == 9
    assert short.json["choices"][0]["finish_reason"] == "length"


@pytest.mark.parametrize(
    "fields", [{"response_format": {"type": "json_object"}}, {"tools": [CLOCK]}]
)
def test_nothing_is_thought_aloud_in_a_shaped_answer(fields: Object) -> None:
    assert "think" not in message(of(TAGS, "Repeat exactly: Hi", **fields))["content"]


def test_a_stop_text_does_not_end_the_thoughts() -> None:
    said = message(of(VLLM))
    letter = said["reasoning"][3]
    stopped = message(of(VLLM, "Repeat exactly: §§§", stop=letter))
    assert stopped["content"] == "§§§"
    assert letter in stopped["reasoning"]


def test_logprobs_are_those_of_the_answer() -> None:
    (choice,) = of(VLLM, logprobs=True).json["choices"]
    tokens = [entry["token"] for entry in choice["logprobs"]["content"]]
    assert "".join(tokens) == choice["message"]["content"]
