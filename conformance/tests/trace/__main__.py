"""Compares a newer OpenAPI document: `python -m conformance.tests.trace FILE`.

It ends with 1 while the document has places that are neither traced nor untested.
"""

import sys
from pathlib import Path
from typing import Any

import click
import yaml

from conformance.tests.oracle import document
from conformance.tests.trace.coverage import STATEMENTS, places_in
from conformance.tests.trace.update import report, untraced


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def main(file: Path) -> None:
    """Say what FILE, OpenAI's document as YAML or JSON, states otherwise than ours."""
    newer = places_in(_read(file))
    for line in report(places_in(document()), newer, STATEMENTS):
        click.echo(line)
    sys.exit(1 if untraced(newer, STATEMENTS) else 0)


def _read(file: Path) -> dict[str, Any]:
    """The document in a file; UsageError if it is none."""
    try:
        # JSON is YAML, too.
        value = yaml.load(file.read_bytes(), yaml.CSafeLoader)
    except yaml.YAMLError as error:
        raise click.UsageError(f"{file.name}: {error}") from None
    if not isinstance(value, dict) or not isinstance(value.get("paths"), dict):
        raise click.UsageError(f"{file.name} is no OpenAPI document: it has no paths.")
    return value


if __name__ == "__main__":
    main()
