"""Capabilities, each after the one it is part of."""

import pytest

from conformance.inputs.capability import capabilities, chain
from conformance.tests.helpers import use_cases


def test_a_capability_comes_after_those_it_is_part_of(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    use_cases(monkeypatch)
    assert list(chain("chat.tools")) == ["chat", "chat.tools"]
    assert list(chain("chat")) == ["chat"]
    assert list(chain("chat.unknown")) == ["chat"]


def test_the_file_gives_each_with_the_case_that_finds_out() -> None:
    known = capabilities()
    assert list(known) == sorted(known)
    assert known["chat"].case == "chat/minimal"
    assert not known["chat"].words
    assert known["chat.tools"].words


def test_words_are_in_lower_case_as_answers_are_read() -> None:
    for found in capabilities().values():
        assert [word.lower() for word in found.words] == list(found.words)
