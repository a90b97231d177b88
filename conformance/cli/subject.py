"""What `run` and `plan` judge: target files, a URL, or the reference relay."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from conformance.formats.nearest import nearest
from conformance.inputs.target_file import STANDARD
from conformance.plugin.standing import VARIABLE


class Judging(click.Command):
    """A command that hands to pytest what follows `--`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Keep the words after `--` apart from our own."""
        end = args.index("--") if "--" in args else len(args)
        ctx.params["pytest_args"] = tuple(args[end + 1 :])
        return super().parse_args(ctx, args[:end])

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """The usage line, with what goes to pytest."""
        return [*super().collect_usage_pieces(ctx), "[-- PYTEST_ARGS...]"]


def subject(
    files: Sequence[str], *, reference: bool, values: Mapping[str, Any]
) -> list[str]:
    """The arguments of pytest that name what is judged.

    Without a name it is the target of the folder's `relaycert.toml`, and where there
    is no such file the reference relay.
    """
    named = [f"--target={_toml(name)}" for name in files]
    if named or values["target"] or values["base_url"] or values["resume"]:
        if reference:
            raise click.UsageError(
                "--reference judges the reference relay: name no other target."
            )
        return named
    if reference or values["bend"]:
        return ["--embedded"]
    if os.environ.get(VARIABLE):
        return []
    if Path(STANDARD).is_file():
        click.echo(f"Target: {STANDARD} of this folder.", err=True)
        return [f"--target={STANDARD}"]
    return ["--embedded"]


def _toml(name: str) -> str:
    if Path(name).suffix.lower() == ".toml":
        return name
    there = [path.name for path in Path().glob("*.toml")]
    advice = nearest(name, there, "Name a TOML file.") or "Name a TOML file."
    raise click.UsageError(
        f"{name!r} is not a target file. {advice} What pytest is to get follows `--`."
    )
