"""Text from targets: shown, and powerless."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.formats.escape import count, short, visible


@given(st.text(st.characters(exclude_categories=())))
def test_nothing_that_acts_is_left(text: str) -> None:
    shown = visible(text)
    assert not any(unicodedata.category(char)[0] == "C" for char in shown)
    assert len(shown.splitlines()) <= 1
    assert shown.encode("utf-8").decode("utf-8") == shown


@given(st.text(st.characters(categories=("L", "N", "P", "S"), exclude_characters="\\")))
def test_what_can_be_read_is_left_as_it_is(text: str) -> None:
    assert visible(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31m", "\\x1b[31m"),
        ("a\r\nb\tc", "a\\r\\nb\\tc"),
        ("\u202e", "\\u202e"),
        ("\ud800", "\\ud800"),
        ("\u2028", "\\u2028"),
        ("\U000e0041", "\\ue0041"),
    ],
)
def test_what_acts_is_named_by_its_code(text: str, shown: str) -> None:
    assert visible(text) == shown


def test_long_text_is_cut_and_says_how_long_it_was() -> None:
    assert short("abc", 3) == "abc"
    assert short("abcd", 3) == "abc… (4 characters)"


def test_numbers_agree_with_their_nouns() -> None:
    assert count(1, "MUST") == "1 MUST"
    assert count(0, "MUST") == "0 MUSTs"
