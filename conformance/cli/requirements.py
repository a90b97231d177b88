"""The commands that tell of the requirements: `list` and `explain`."""

import sys
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from conformance.reporting.catalogue import Catalogue


@click.command("list")
@click.option("--area", help="only this area")
@click.option(
    "--level", type=click.Choice(["must", "should", "may"]), help="only this level"
)
@click.option("--profile", help="use this profile's levels  [default: openai]")
@click.option(
    "--trace",
    is_flag=True,
    help="instead: every statement of the vendors' pages, and what judges it",
)
@click.option("--json", "as_json", is_flag=True, help="as JSON")
def list_(
    area: str | None, level: str | None, profile: str | None, trace: bool, as_json: bool
) -> None:
    """List the requirements, or the statements of the pages they come from."""
    from conformance.cli import listing
    from conformance.cli import trace as tracing

    known = _catalogue()
    if not trace:
        listing.print_list(known, area, level, profile or "openai", as_json=as_json)
        return
    if area or level:
        raise click.UsageError("--trace takes --profile and --json alone.")
    tracing.print_trace(known, profile, as_json=as_json)


@click.command()
@click.argument("id")
def explain(id: str) -> None:
    """Explain one requirement: its source, its cases, and how to fix a violation."""
    from conformance.cli import listing
    from conformance.relay import faults

    proofs = [(bend.name, bend.sentence) for bend in faults() if bend.caught_by == id]
    sys.exit(listing.print_explanation(_catalogue(), id, proofs))


def _catalogue() -> "Catalogue":
    """The packaged requirements and suite; importing them takes a while."""
    from conformance.inputs.suite import Suite
    from conformance.reporting import catalogue

    return catalogue.Catalogue.of(Suite.load())


COMMANDS = (list_, explain)
