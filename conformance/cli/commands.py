"""How a command ends that is interrupted, or cannot print."""

import sys
from typing import Any

import click

from conformance.formats import streams
from conformance.formats.nearest import nearest

# Commands whose work lies in files: what they print is only said of it.
_WRITING = (["run"], ["replay"], ["merge"], ["compare"], ["init"], ["watch"])


class Commands(click.Group):
    """The commands; one that is interrupted is incomplete: 1 would be a verdict."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that was named, or advice."""
        name = args[0]
        if self.get_command(ctx, name) is None and not name.startswith("-"):
            ctx.fail(f"No such command {name!r}. {nearest(name, self.commands)}")
        return super().resolve_command(ctx, args)

    def main(self, *args: Any, **settings: Any) -> Any:
        """Run the command that was named, whatever becomes of what it prints."""
        streams.open_closed()
        is_lost = streams.forgive()
        try:
            return super().main(*args, **settings)
        except SystemExit as end:
            prints = sys.argv[1:2] not in _WRITING or "--help" in sys.argv
            if is_lost() and prints and not end.code:
                sys.exit(2)
            raise

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that was named; one that is interrupted is incomplete."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            click.echo("interrupted", err=True)
            ctx.exit(3)
