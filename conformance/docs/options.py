"""The page on commands and options: what `--help` prints."""

from collections.abc import Iterator

import click

from conformance.cli.main import main
from conformance.docs.markdown import page

INTRODUCTION = """\
This page is what `relaycert COMMAND --help` prints.

Everything can be done with plain pytest as well:
`pytest --target relay.toml -k stream` in a checkout, or
`pytest --pyargs conformance.requirements -p conformance.plugin` anywhere else.
The options of `relaycert run` are pytest's options, too, but for `--reference`, which
is `--embedded` there. pytest has one more: `--replay DIR` judges stored recordings.
Where no option names a target, the variable `RELAYCERT_TARGET` or `relaycert_target` in
pytest's configuration does.
Where another plugin has taken the name of one, write `--relaycert-NAME`, as in
`--relaycert-timeout`.
The command loads no plugin but those that it needs and those that `--plugin` names.
What follows `--` on the command line goes to pytest."""


def options_page() -> str:
    """The help of the command and of each of its commands."""
    return page("Commands and options", INTRODUCTION, *_sections())


def _sections() -> Iterator[str]:
    top = click.Context(main, info_name="relaycert", terminal_width=80)
    yield _shown(main, top)
    for name, command in sorted(main.commands.items()):
        yield f"## relaycert {name}"
        yield _shown(command, click.Context(command, top, name, terminal_width=80))


def _shown(command: click.Command, context: click.Context) -> str:
    return f"```text\n{command.get_help(context).rstrip()}\n```"
