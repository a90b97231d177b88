"""Capabilities, each after the one it is part of."""

from conformance.tests.helpers import a_suite
from conformance.tests.packaged import SUITE


def test_a_capability_comes_after_those_it_is_part_of() -> None:
    suite = a_suite()
    assert suite.chain("chat.tools") == ("chat", "chat.tools")
    assert suite.chain("chat") == ("chat",)
    assert suite.chain("chat.unknown") == ("chat",)


def test_the_file_gives_each_with_the_case_that_finds_out() -> None:
    known = SUITE.capabilities
    assert list(known) == sorted(known)
    assert known["chat"].case == "chat/minimal"
    assert not known["chat"].words
    assert known["chat.tools"].words


def test_words_are_in_lower_case_as_answers_are_read() -> None:
    for found in SUITE.capabilities.values():
        assert [word.lower() for word in found.words] == list(found.words)
