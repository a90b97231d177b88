"""The command `relaycert`: a thin wrapper around pytest."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from conformance import __version__
from conformance.cli import proofs, reports, requirements
from conformance.cli.arguments import as_arguments, options, run_pytest
from conformance.cli.commands import Commands
from conformance.cli.subject import Judging, subject

_RUN_EXAMPLES = """
\b
Examples:
  relaycert run                    the target of relaycert.toml, if it is here
  relaycert run my-relay.toml      one of its own; two files: two targets
  relaycert run --reference        the reference relay, whatever is here
  export RELAY_KEY=…
  relaycert run --base-url https://relay.example/v1 --profile openai \\
      --key-env RELAY_KEY --model gpt-6-luna
  relaycert run my-relay.toml --select chat.stream,errors -- -n 4
  relaycert run my-relay.toml --resume reports/2026-11-27T10-00-00Z

\b
Exit codes:
  0 conformant   1 a MUST is violated, or a waiver is stale or expired
  2 usage        3 incomplete   4 a defect of the suite itself
"""


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="relaycert")
def main() -> None:
    """Check whether an OpenAI-compatible API conforms to its documented contract.

    \b
    Start with:
      relaycert run --reference            judge the embedded reference relay
      relaycert run --base-url URL …       judge your own
      relaycert init                       write relaycert.toml, to say more of it
      relaycert explain chat.stream.done   what a requirement is about
    """


def _judge(arguments: Sequence[str], *, quiet: bool) -> None:
    """Run, print the summary of the report, and leave with its exit code."""
    from conformance.cli.console_plugin import ConsolePlugin
    from conformance.reporting.summary import print_summary

    console = ConsolePlugin(quiet)
    ended = run_pytest(arguments, console)
    if console.report is not None:
        print_summary(*console.report)
    if console.left_out:
        click.echo(f"NOTE: left out: {console.left_out}.", err=True)
    for trouble in filter(None, (console.trouble, console.failure)):
        click.echo(f"ERROR: {trouble}", err=True)
    sys.exit(ended if console.exit_code is None else console.exit_code)


_FILES = click.argument("files", nargs=-1, metavar="[TARGET.toml]...")
_REFERENCE = click.option(
    "--reference", is_flag=True, help="judge the reference relay under all profiles"
)
_QUIET = click.option("--quiet", is_flag=True, help="no live display")


@main.command(
    cls=Judging,
    epilog=_RUN_EXAMPLES,
    short_help="Judge targets, or the reference relay.",
)
@_FILES
@_REFERENCE
@options("--embedded", "--replay")
@_QUIET
def run(
    files: tuple[str, ...],
    reference: bool,
    quiet: bool,
    pytest_args: tuple[str, ...],
    **values: Any,
) -> None:
    """Judge targets: those of target files, or one of --base-url.

    Without a name it is what the variable RELAYCERT_TARGET names, or else the target
    of relaycert.toml in this folder; where there is none, the reference relay.

    With --resume, a run that was killed, interrupted or over its budget goes on: what
    it recorded is not sent again, and budgets count anew. Name the target as at first,
    or none if it had no headers of its own. What follows `--` goes to pytest.
    """
    judged = subject(files, reference=reference, values=values)
    _judge([*as_arguments(values), *judged, *pytest_args], quiet=quiet)


@main.command(cls=Judging, short_help="Show what `run` would send, without sending it.")
@_FILES
@_REFERENCE
@options("--embedded", "--replay", "--resume")
def plan(
    files: tuple[str, ...],
    reference: bool,
    pytest_args: tuple[str, ...],
    **values: Any,
) -> None:
    """Show what `run` with the same options would send, without sending it.

    \b
    Examples:
      relaycert plan                   of the target of relaycert.toml
      relaycert plan my-relay.toml     of another one
    """
    from conformance.cli.console_plugin import PlanPlugin
    from conformance.cli.plan import print_plans

    judged = subject(files, reference=reference, values={**values, "resume": None})
    planner = PlanPlugin()
    ended = run_pytest(
        [*as_arguments(values), *judged, "--collect-only", *pytest_args], planner
    )
    if planner.failure:
        click.echo(f"ERROR: {planner.failure}", err=True)
    else:
        print_plans(planner.plans)
    sys.exit(ended)


@main.command(cls=Judging)
@click.argument("folder", metavar="DIR")
@options(
    "--embedded",
    "--replay",
    "--resume",
    "--target",
    "--base-url",
    "--profile",
    "--key-env",
    "--model",
    "--claim",
    "--header",
    "--bend",
    "--concurrency",
    "--rate",
    "--max-requests",
    "--max-tokens",
    "--max-time",
    "--timeout",
)
@_QUIET
def replay(
    folder: str, quiet: bool, pytest_args: tuple[str, ...], **values: Any
) -> None:
    """Judge the recordings of a report folder again, offline.

    Of a run that did not end, what it had recorded is judged.
    """
    from conformance.formats.unfinished import is_marked

    if is_marked(Path(folder)):
        click.echo(f"NOTE: {folder}: the run that recorded did not end.", err=True)
    _judge([*as_arguments(values), f"--replay={folder}", *pytest_args], quiet=quiet)


for command in (*requirements.COMMANDS, *proofs.COMMANDS, *reports.COMMANDS):
    main.add_command(command)
