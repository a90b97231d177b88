"""The command `relaycert serve`: the reference relay for anyone's use."""

from collections.abc import Iterable

import click
import pytest
from rich.console import Console
from rich.table import Table

from conformance.cli.contracts import profile_in, suite_with
from conformance.formats.nearest import nearest
from conformance.inputs.profile_file import name_of
from conformance.inputs.suite import Suite
from conformance.plugin.dialects import dialects
from conformance.plugin.own_faults import own_bends
from conformance.relay import Bend, RelaySettings, faults, variations
from conformance.relay import serve as serve_relay
from conformance.relay.plan import LONGEST_PAUSE


def serve(
    profile: str,
    port: int,
    key: str,
    bends: tuple[str, ...],
    latency: float,
    seed: int,
    requirements: tuple[str, ...] = (),
) -> None:
    """Serve on a loopback port until interrupted; errors say what to do.

    The faults of an owner's are known that lie beside his requirements.
    """
    suite = suite_with(profile, requirements)
    profile_in(suite, profile)
    own = _own(suite)
    _check((*faults(), *variations(), *own), bends, latency)
    settings = RelaySettings(
        key=key,
        profile=name_of(profile),
        dialects=dialects(suite),
        own=own,
        bends=(*bends, *((f"latency={latency}",) if latency else ())),
        seed=seed,
    )

    def announce(base_url: str) -> None:
        click.echo(
            f"The reference relay listens on {base_url} (key: {key}). Ctrl-C stops it."
        )

    try:
        serve_relay(settings, port, announce)
    except OSError as error:
        reason = (
            f"Port {port} cannot be used ({error.strerror}): name another with --port."
        )
        raise click.UsageError(reason) from None


def _own(suite: Suite) -> tuple[Bend, ...]:
    try:
        return own_bends(suite)
    except pytest.UsageError as error:
        raise click.UsageError(str(error)) from None


def _check(every: Iterable[Bend], bends: tuple[str, ...], latency: float) -> None:
    known = {bend.name for bend in every}
    for name in bends:
        if name not in known:
            advice = nearest(name, known, "--list-bends names them all.")
            raise click.UsageError(f"{name!r} is not a fault or variation. {advice}")
    if not 0 <= latency <= LONGEST_PAUSE:
        most = int(LONGEST_PAUSE)
        raise click.UsageError(f"--latency is from 0 to {most} seconds, not {latency}.")


def print_bends() -> None:
    """List every fault and variation with its sentence."""
    console = Console(highlight=False)
    for title, bends in (("Faults", faults()), ("Variations", variations())):
        table = Table(title=f"{title} ({len(bends)})", box=None, title_justify="left")
        table.add_column(no_wrap=True)
        table.add_column()
        for bend in bends:
            table.add_row(bend.name, bend.sentence)
        console.print(table)
