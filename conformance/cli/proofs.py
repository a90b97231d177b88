"""The commands of the reference relay: `serve`, and `selftest`, the proof."""

import sys

import click


@click.command()
@click.option(
    "--profile",
    default="openai",
    metavar="NAME|FILE",
    help="the profile to serve: a packaged one, or a file of your own",
    show_default=True,
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
@click.option(
    "--requirements",
    multiple=True,
    metavar="DIR",
    help="a folder of requirements of your own, whose faults can be served",
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
    requirements: tuple[str, ...],
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
      relaycert serve --profile my-vendor.toml
      relaycert serve --fault stream-no-done --variation crlf
    """
    from conformance.cli import serving

    if list_bends:
        serving.print_bends()
        return
    bends = (*fault, *variation)
    serving.serve(profile, port, key, bends, latency, seed, requirements)


@click.command(short_help="Prove that each fault is caught.")
@click.argument("names", nargs=-1, metavar="[FAULT|VARIATION]…")
@click.option(
    "--requirements",
    multiple=True,
    metavar="DIR",
    help="instead, prove the requirements of your own in this folder by its faults",
)
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
@click.option(
    "--whole",
    is_flag=True,
    help="send and judge everything under each fault and variation, also what it "
    "leaves as it is; takes several times as long",
)
def selftest(
    names: tuple[str, ...],
    requirements: tuple[str, ...],
    report_dir: str | None,
    examples: int,
    generated: bool,
    seeds: int,
    whole: bool,
) -> None:
    """Prove the suite: each fault is caught by its requirement, variations by none.

    \b
    Examples:
      relaycert selftest stream-no-done
      relaycert selftest --requirements harbour
    """
    from conformance.selftest import changes, own, table, worker
    from conformance.selftest import seeds as rare_faults

    judge = worker.findings_of if whole else changes.findings_of

    if generated:
        if names or report_dir or requirements:
            raise click.UsageError("--generated takes --seeds and --whole alone.")
        sys.exit(rare_faults.run(seeds, judge))
    if requirements:
        sys.exit(own.run(requirements, names, report_dir, examples))
    sys.exit(table.run(names, report_dir, examples, judge))


COMMANDS = (serve, selftest)
