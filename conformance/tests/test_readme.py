"""The README agrees with the command."""

from conformance.tests.update_readme import README, options_table


def test_the_readme_lists_every_option_as_it_is() -> None:
    assert options_table() in README.read_text("utf-8")
