"""The command `relaycert`: a thin wrapper around pytest."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from conformance import __version__
from conformance.cli import reports, requirements
from conformance.cli.arguments import as_arguments, options, run_pytest
from conformance.cli.commands import Commands

_RUN_EXAMPLES = """
\b
Examples:
  relaycert run
  relaycert run --target my-relay.toml
  export RELAY_KEY=…
  relaycert run --base-url https://relay.example/v1 --profile openai \\
      --key-env RELAY_KEY --model gpt-6-luna
  relaycert run --target my-relay.toml --select chat.stream,errors -- -n 4
  relaycert run --target my-relay.toml --resume reports/2026-11-27T10-00-00Z

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
      relaycert run                        judge the embedded reference relay
      relaycert run --base-url URL …       judge your own
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
    for trouble in filter(None, (console.trouble, console.failure)):
        click.echo(f"ERROR: {trouble}", err=True)
    sys.exit(ended if console.exit_code is None else console.exit_code)


_PYTEST_ARGS = click.argument("pytest_args", nargs=-1, type=click.UNPROCESSED)
_QUIET = click.option("--quiet", is_flag=True, help="no live display")


@main.command(epilog=_RUN_EXAMPLES, short_help="Judge targets, or the reference relay.")
@options("--embedded", "--replay")
@_QUIET
@_PYTEST_ARGS
def run(quiet: bool, pytest_args: tuple[str, ...], **values: Any) -> None:
    """Judge targets; without one, the reference relay under all profiles.

    With --resume, a run that was killed, interrupted or over its budget goes on: what
    it recorded is not sent again, and budgets count anew. Name the target as at first,
    or none if it had no headers of its own. What follows `--` goes to pytest.
    """
    target = values["target"] or values["base_url"] or values["resume"]
    embedded = [] if target else ["--embedded"]
    _judge([*as_arguments(values), *embedded, *pytest_args], quiet=quiet)


@main.command(short_help="Show what `run` would send, without sending it.")
@options("--embedded", "--replay", "--resume")
@_PYTEST_ARGS
def plan(pytest_args: tuple[str, ...], **values: Any) -> None:
    """Show what `run` with the same options would send, without sending it."""
    from conformance.cli.console_plugin import PlanPlugin
    from conformance.cli.plan import print_plans

    target = values["target"] or values["base_url"]
    embedded = [] if target else ["--embedded"]
    planner = PlanPlugin()
    ended = run_pytest(
        [*as_arguments(values), *embedded, "--collect-only", *pytest_args], planner
    )
    if planner.failure:
        click.echo(f"ERROR: {planner.failure}", err=True)
    else:
        print_plans(planner.plans)
    sys.exit(ended)


@main.command()
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
@_PYTEST_ARGS
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


@main.command()
@click.option(
    "--profile", default="openai", help="the profile to serve", show_default=True
)
@click.option(
    "--port",
    default=8089,
    type=click.IntRange(0, 65535),
    metavar="N",
    help="the loopback port; 0: any free one",
    show_default=True,
)
@click.option(
    "--key", default="sk-relaycert-reference", help="the key that clients must send"
)
@click.option(
    "--fault", multiple=True, metavar="ID", help="serve with this fault (repeatable)"
)
@click.option(
    "--variation",
    multiple=True,
    metavar="NAME",
    help="serve with this variation (repeatable)",
)
@click.option("--latency", default=0.0, metavar="S", help="seconds before each answer")
@click.option("--seed", default=0, metavar="N", help="the seed of the generated texts")
@click.option(
    "--list-bends", is_flag=True, help="list faults and variations, then exit"
)
def serve(
    profile: str,
    port: int,
    key: str,
    fault: tuple[str, ...],
    variation: tuple[str, ...],
    latency: float,
    seed: int,
    list_bends: bool,
) -> None:
    """Run the reference relay on a loopback port, until Ctrl-C.

    Its list of models names ordinary ones and, as `thinker-…`, one of each family of
    models that think before they answer.

    \b
    Examples:
      relaycert serve --profile aitre --port 9000
      relaycert serve --fault stream-no-done --variation crlf
    """
    from conformance.cli import serving

    if list_bends:
        serving.print_bends()
        return
    serving.serve(profile, port, key, (*fault, *variation), latency, seed)


@main.command(short_help="Prove that each fault is caught.")
@click.argument("names", nargs=-1, metavar="[FAULT|VARIATION]…")
@click.option(
    "--report-dir", metavar="DIR", help="write the table there, as JSON and Markdown"
)
@click.option(
    "--examples",
    default=10,
    show_default=True,
    metavar="N",
    help="requests generated of each family under a variation",
)
@click.option(
    "--generated",
    is_flag=True,
    help="instead, report how many seeds find each fault that only generated "
    "requests show",
)
@click.option(
    "--seeds",
    default=10,
    show_default=True,
    metavar="N",
    help="how many seeds to try with --generated",
)
def selftest(
    names: tuple[str, ...],
    report_dir: str | None,
    examples: int,
    generated: bool,
    seeds: int,
) -> None:
    """Prove the suite: each fault is caught by its requirement, variations by none."""
    from conformance.selftest import seeds as rare_faults
    from conformance.selftest import table

    if generated:
        if names or report_dir:
            raise click.UsageError("--generated takes --seeds alone.")
        sys.exit(rare_faults.run(seeds))
    sys.exit(table.run(names, report_dir, examples))


for command in (*requirements.COMMANDS, *reports.COMMANDS):
    main.add_command(command)
