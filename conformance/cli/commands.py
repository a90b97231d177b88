"""How a command ends that is interrupted, or cannot print."""

import errno
from typing import Any

import click

from conformance.formats import streams
from conformance.formats.nearest import nearest


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

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that was named."""
        streams.open_closed()
        try:
            return super().invoke(ctx)
        except OSError as error:  # a list that `head` cuts is no mistake
            if not isinstance(error, BrokenPipeError) and error.errno != errno.ENOSPC:
                raise
            streams.give_up(error)
            ctx.exit(0 if isinstance(error, BrokenPipeError) else 2)
        except KeyboardInterrupt:
            click.echo("interrupted", err=True)
            ctx.exit(3)
