"""Where an answer shows its thinking, and what it cost."""

from typing import Any

import pytest

from conformance.core.thinking import (
    counted_in,
    has_signed_parts,
    has_tags,
    hidden_in,
    thought,
    thought_places,
    visible_text,
)

LISTED = [
    {"type": "thinking", "thinking": [{"type": "text", "text": "Hm."}]},
    {"type": "text", "text": "4"},
]


@pytest.mark.parametrize(
    ("message", "places", "text"),
    [
        ({"content": "4"}, set(), ""),
        ({"content": "4", "reasoning": None}, set(), ""),
        ({"content": "4", "reasoning_content": ""}, set(), ""),
        ({"content": None, "reasoning": "Hm."}, {"reasoning"}, "Hm."),
        (
            {"reasoning": "Hm.", "reasoning_content": "Hm."},
            {"reasoning", "reasoning_content"},
            "Hm.",
        ),
        ({"content": "<think>Hm.</think>4"}, {"content"}, "Hm."),
        ({"content": "Hm.</think>\n4"}, {"content"}, "Hm."),
        ({"content": "<think>Hm."}, set(), ""),
        ({"content": LISTED}, {"content"}, ""),
        ({"reasoning_details": [{"data": "x"}]}, {"reasoning_details"}, ""),
        ({"reasoning_details": []}, set(), ""),
    ],
)
def test_thinking_is_shown_in_several_places(
    message: dict[str, Any], places: set[str], text: str
) -> None:
    assert thought_places(message) == places
    assert thought(message) == text


@pytest.mark.parametrize(
    ("content", "visible"),
    [
        ("4", "4"),
        (None, ""),
        (LISTED, "4"),
        ("<think>Hm.</think>4", "4"),
        ("Hm.</think>4", "4"),
        ("<think>Hm.</think>", ""),
    ],
)
def test_thinking_is_no_visible_text(content: object, visible: str) -> None:
    assert visible_text({"content": content}) == visible


@pytest.mark.parametrize(
    "content",
    [
        "</think>4",
        "\n</think>\n\n4",
        "<think>4",
        "4</think>",
        "4 </think> ",
        "4</t",
        "4</thin\n",
    ],
)
def test_tags_are_seen_at_both_ends(content: str) -> None:
    assert has_tags(content)


@pytest.mark.parametrize(
    "content",
    ["", "4", "Write <think> first.", "</thinking-cap>", "a < b", "</td>", "think>"],
)
def test_a_text_about_tags_has_none(content: str) -> None:
    assert not has_tags(content)


@pytest.mark.parametrize(
    ("message", "signed"),
    [
        ({"reasoning_details": [{"type": "reasoning.text", "text": "Hm."}]}, False),
        ({"reasoning_details": [{"text": "Hm."}, {"signature": "x"}]}, True),
        ({"reasoning_details": [{"type": "reasoning.encrypted", "data": "x"}]}, True),
        ({"thinking_blocks": [{"thinking": "Hm.", "signature": "x"}]}, True),
        ({"reasoning_details": "x"}, False),
        ({"reasoning_details": ["x", None]}, False),
        ({"reasoning": "Hm."}, False),
    ],
)
def test_signed_parts_have_something_to_hand_back(
    message: dict[str, Any], signed: bool
) -> None:
    assert has_signed_parts(message) is signed


@pytest.mark.parametrize(
    ("usage", "counted"),
    [
        ({"completion_tokens_details": {"reasoning_tokens": 7}}, 7),
        ({"completion_tokens_details": {"reasoning_tokens": 0}}, 0),
        ({"reasoning_tokens": 7}, 7),
        ({"completion_tokens_details": {"reasoning_tokens": None}}, None),
        ({"completion_tokens_details": {"reasoning_tokens": True}}, None),
        ({"completion_tokens_details": None}, None),
        ({}, None),
        (None, None),
        ([], None),
    ],
)
def test_an_absent_count_is_not_zero(usage: object, counted: int | None) -> None:
    assert counted_in(usage) == counted


@pytest.mark.parametrize(
    ("message", "usage", "hidden"),
    [
        ({"content": "3648"}, {"completion_tokens": 5}, 0),
        ({"content": "3648"}, {"completion_tokens": 19}, 0),
        ({"content": "3648"}, {"completion_tokens": 90}, 86),
        ({"content": "3648", "reasoning": "x" * 30}, {"completion_tokens": 3}, 10),
        ({"content": "3648"}, None, 0),
        (
            {"content": "3648"},
            {
                "completion_tokens": 90,
                "completion_tokens_details": {"reasoning_tokens": 64},
            },
            64,
        ),
    ],
)
def test_hidden_tokens_are_counted_or_left_over(
    message: dict[str, Any], usage: object, hidden: int
) -> None:
    assert hidden_in(message, usage) == hidden
