"""The command `relaycert serve`: the reference relay for anyone's use."""

import click
from rich.console import Console
from rich.table import Table

from conformance.inputs.profile import profiles
from conformance.relay import RelaySettings, faults, variations
from conformance.relay import serve as serve_relay


def serve(
    profile: str, port: int, key: str, bends: tuple[str, ...], latency: float, seed: int
) -> None:
    """Serve on a loopback port until interrupted; errors say what to do."""
    known = {bend.name for bend in (*faults(), *variations())}
    for name in bends:
        if name not in known:
            raise click.UsageError(f"{name!r} is unknown: --list-bends names them all.")
    if profile not in profiles():
        raise click.UsageError(
            f"{profile!r} is unknown. Known: {', '.join(profiles())}."
        )
    parts = (*bends, *((f"latency={latency}",) if latency else ()))
    settings = RelaySettings(key=key, profile=profile, bends=parts, seed=seed)
    base = f"http://127.0.0.1:{port}{profiles()[profile].base_path}"
    click.echo(f"The reference relay listens on {base} (key: {key}). Ctrl-C stops it.")
    try:
        serve_relay(settings, port)
    except OSError as error:
        reason = (
            f"Port {port} cannot be used ({error.strerror}): name another with --port."
        )
        raise click.UsageError(reason) from None


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
