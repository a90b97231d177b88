"""The commands that tell of the requirements: `list` and `explain`."""

import sys
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

import click
import pytest

if TYPE_CHECKING:
    from conformance.reporting.catalogue import Catalogue


_REQUIREMENTS = click.option(
    "--requirements",
    multiple=True,
    metavar="DIR",
    help="also the requirements of your own in this folder",
)


@click.command("list")
@click.option("--area", help="only this area")
@click.option(
    "--level", type=click.Choice(["must", "should", "may"]), help="only this level"
)
@click.option(
    "--profile",
    metavar="NAME|FILE",
    help="use this profile's levels  [default: openai]",
)
@click.option(
    "--trace",
    is_flag=True,
    help="instead: every statement of the vendors' pages, and what judges it",
)
@click.option(
    "--document", metavar="NAME", help="with --trace: only this document's statements"
)
@_REQUIREMENTS
@click.option("--json", "as_json", is_flag=True, help="as JSON")
def list_(
    area: str | None,
    level: str | None,
    profile: str | None,
    trace: bool,
    document: str | None,
    requirements: tuple[str, ...],
    as_json: bool,
) -> None:
    """List the requirements, or the statements of the pages they come from.

    \b
    Examples:
      relaycert list --area chat --level must
      relaycert list --profile my-vendor.toml
      relaycert list --requirements harbour --area harbour
      relaycert list --trace --profile my-vendor.toml
      relaycert list --trace --document openai/embeddings
    """
    from conformance.cli import listing
    from conformance.cli import trace as tracing
    from conformance.inputs.profile import REFERENCE
    from conformance.inputs.profile_file import name_of

    known = _catalogue(profile or REFERENCE, requirements)
    if not trace:
        if document:
            raise click.UsageError("--document goes with --trace.")
        named = name_of(profile or REFERENCE)
        listing.print_list(known, area, level, named, as_json=as_json)
        return
    if area or level:
        raise click.UsageError("--trace takes --profile, --document, --json alone.")
    contract = profile and name_of(profile)
    tracing.print_trace(known, contract, document, as_json=as_json)


@click.command()
@click.argument("id")
@click.option(
    "--profile", metavar="NAME|FILE", default="", help="under this profile alone"
)
@_REQUIREMENTS
def explain(id: str, profile: str, requirements: tuple[str, ...]) -> None:
    """Explain one requirement: its source, its cases, and how to fix a violation.

    \b
    Examples:
      relaycert explain chat.stream.done
      relaycert explain limits.retry-after --profile my-vendor.toml
    """
    from conformance.cli import listing

    known = _catalogue(profile, requirements)
    proofs = _proofs(known, id)
    if profile:
        known = _alone(known, profile)
    sys.exit(listing.print_explanation(known, id, proofs))


def _proofs(known: "Catalogue", id: str) -> list[tuple[str, str]]:
    """The faults that a requirement has to catch, with what they do."""
    from conformance.plugin.own_faults import own_bends
    from conformance.relay import faults

    try:
        every = (*faults(), *own_bends(known.suite))
    except pytest.UsageError as error:
        raise click.UsageError(str(error)) from None
    return [(bend.name, bend.sentence) for bend in every if bend.caught_by == id]


def _catalogue(profile: str, requirements: Iterable[str]) -> "Catalogue":
    """The requirements and suite, with a profile; importing them takes a while."""
    from conformance.cli.contracts import suite_with
    from conformance.reporting import catalogue

    return catalogue.Catalogue.of(suite_with(profile, requirements))


def _alone(known: "Catalogue", profile: str) -> "Catalogue":
    """The same under one profile."""
    from conformance.cli.contracts import profile_in

    contract = profile_in(known.suite, profile)
    suite = replace(known.suite, profiles={contract.name: contract})
    return replace(known, suite=suite)


COMMANDS = (list_, explain)
