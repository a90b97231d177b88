"""How large a prompt is reckoned to be."""

from typing import Any

import pytest

from conformance.inputs.prompt_size import prompt_tokens

HELLO = {"role": "user", "content": "Say hello."}


def messages(*listed: Any) -> dict[str, Any]:
    return {"messages": list(listed)}


@pytest.mark.parametrize(
    ("fields", "tokens"),
    [
        ({"prompt": "one two three"}, 3),
        ({"prompt": ["one two", "three"]}, 3),
        ({"prompt": [5, 6, 7]}, 3),
        ({"prompt": [[5, 6], [7]]}, 3),
        ({"input": "one two, three."}, 5),
        ({"input": "incomprehensible"}, 2),
        ({"input": "${words.300}"}, 300),
        (messages(HELLO), 3 + 4),
        (messages(HELLO, HELLO), 14),
        (messages({"role": "user", "content": [{"type": "text", "text": "a b"}]}), 6),
        (messages({"role": "user", "content": [{"image_url": {}}]}), 259),
    ],
)
def test_words_and_marks_are_counted(fields: dict[str, Any], tokens: int) -> None:
    assert prompt_tokens(fields) == tokens


def test_tools_and_their_calls_cost_tokens() -> None:
    tool = {"type": "function", "function": {"name": "get_weather"}}
    call = {"role": "assistant", "content": None, "tool_calls": [tool]}
    plain = prompt_tokens(messages(HELLO))
    assert prompt_tokens({**messages(HELLO), "tools": [tool]}) > plain + 10
    assert prompt_tokens(messages(HELLO, call)) > plain + 10


@pytest.mark.parametrize(
    "odd",
    [
        None,
        [],
        "text",
        {"messages": 5},
        {"messages": [5, None, {"content": 5}, {"content": [5, {"text": 5}]}]},
        {"prompt": {"a": 1}, "tools": "none"},
    ],
)
def test_what_is_odd_costs_hardly_anything(odd: Any) -> None:
    assert prompt_tokens(odd) <= 3 * 4
