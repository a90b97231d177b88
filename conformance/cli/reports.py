"""The commands that work on existing reports."""

import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import click
import pytest

_ANY = click.Path(path_type=Path)
_FOLDER = click.Path(path_type=Path, file_okay=False)
_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command(short_help="Verify a report.")
@click.argument("folder", metavar="DIR", type=_FOLDER)
@click.option(
    "--key", metavar="FILE", type=_FILE, help="the public key that signed it (PEM)"
)
@click.option(
    "--requirements",
    multiple=True,
    metavar="DIR",
    type=_FOLDER,
    help="a folder with requirements of the owner's that it was judged by, too",
)
@click.option(
    "--require",
    type=click.Choice(["conformant", "strict"]),
    help="also fail where a target is not that, as far as the report goes",
)
def verify(
    folder: Path,
    key: Path | None,
    requirements: tuple[Path, ...],
    require: str | None,
) -> None:
    """Verify offline that a report is what its recordings show.

    Every file is checked against the manifest, the recordings are judged again, and
    each verdict is compared. Only a signature shows that the recordings are genuine.

    \b
    Examples:
      relaycert verify report
      relaycert verify report --key vendor.pem --require conformant

    \b
    Exit codes:
      0 true   1 not true: each file and verdict is named; or not as required
      2 usage   3 another version made it, its recordings are not there, or the run
      that makes it did not end
    """
    from conformance.cli.verify import terminal as verify_terminal
    from conformance.cli.verify import verify as verifying

    result = verifying.verified(folder, key, requirements)
    if require:
        result = result.requiring(require)
    verify_terminal.put(result, folder)
    sys.exit(result.exit_code)


@click.command(short_help="Compare reports in one matrix.")
@click.argument("reports", metavar="REPORT…", nargs=-1, required=True, type=_ANY)
@click.option(
    "--out",
    metavar="DIR",
    type=_FOLDER,
    help="where to write the files  [default: reports/compare-<time>]",
)
@click.option(
    "--only-differences",
    "rows",
    flag_value="DIFFERING",
    help="leave out the requirements on which all targets agree",
)
def compare(reports: tuple[Path, ...], out: Path | None, rows: str | None) -> None:
    """Compare the targets of several reports: requirements by targets.

    Writes compare.html, compare.md and compare.json, and prints the totals and what
    only some targets violate. A report is a folder that `run` wrote, or its
    report.json.

    \b
    Examples:
      relaycert compare reports/openai reports/relay-a reports/relay-b
      relaycert compare reports/* --out comparison --only-differences
    """
    from conformance.reporting.compare import matrix as comparing
    from conformance.reporting.compare import pages as compare_pages
    from conformance.reporting.compare import reading
    from conformance.reporting.compare import text as compare_text

    chosen = comparing.Rows[rows or "ALL"]
    comparison = comparing.compare([reading.read(path) for path in reports], chosen)
    folder = out or _now("compare")
    compare_text.print_comparison(comparison)
    _written(lambda: compare_pages.write(comparison, folder), folder)
    click.echo(f"comparison: {folder}/compare.html, compare.md, compare.json")


@click.command(short_help="Show what got better or worse since a report.")
@click.argument("old", type=_ANY)
@click.argument("new", type=_ANY)
@click.option("--strict", is_flag=True, help="count a newly violated SHOULD as worse")
@click.option(
    "--markdown",
    metavar="FILE",
    type=_FILE,
    help="also write Markdown for a pull request",
)
@click.option(
    "--json", "as_json", metavar="FILE", type=_FILE, help="also write JSON for programs"
)
def diff(
    old: Path, new: Path, strict: bool, markdown: Path | None, as_json: Path | None
) -> None:
    """Show what got better or worse from report OLD to report NEW.

    Targets are matched by their names. A requirement that OLD did not have never
    counts as worse.

    \b
    Examples:
      relaycert diff baseline reports/now
      relaycert diff baseline reports/now --strict --markdown diff.md

    \b
    Exit codes:
      0 not worse   1 a MUST is newly violated, or a target no longer conformant
      2 usage
    """
    from conformance.reporting.compare import reading
    from conformance.reporting.diff import difference as differing
    from conformance.reporting.diff import files as diff_files
    from conformance.reporting.diff import text as diff_text

    bar = differing.Strictness.STRICT if strict else differing.Strictness.CONFORMANT
    changed = differing.diff(reading.read(old).report, reading.read(new).report)
    diff_text.print_diff(changed, bar)
    if markdown:
        text = diff_files.as_markdown(changed, bar)
        _written(lambda: markdown.write_bytes(text.encode()), markdown)
    if as_json:
        _written(
            lambda: as_json.write_bytes(diff_files.as_json(changed).encode()), as_json
        )
    sys.exit(changed.worse(bar))


@click.command(short_help="Write a target file and a CI job to start from.")
@click.argument("folder", metavar="[DIR]", type=_FOLDER, default=".")
@click.option(
    "--profile",
    default="openai",
    metavar="NAME|FILE",
    help="the profile to judge it by: a packaged one, or a file of your own",
    show_default=True,
)
@click.option(
    "--profile-from",
    metavar="NAME",
    default="",
    help="also write a profile of your own, over this packaged one",
)
@click.option(
    "--base-url", metavar="URL", default="", help="the base URL that clients use"
)
@click.option(
    "--ci",
    type=click.Choice(["github", "gitlab", "none"]),
    default="none",
    help="also write a job for this CI",
    show_default=True,
)
@click.option("--force", is_flag=True, help="replace files that are there")
def init(
    folder: Path, profile: str, profile_from: str, base_url: str, ci: str, force: bool
) -> None:
    """Write a commented target file into DIR, and a job that judges it.

    \b
    Examples:
      relaycert init
      relaycert init --profile aitre --base-url https://relay.example/v1 --ci github
      relaycert init --profile-from openai      with a profile of your own
    """
    from conformance.cli import init as beginning
    from conformance.cli.contracts import beside
    from conformance.inputs.target_file import STANDARD

    try:
        contract = beginning.Contract(beside(profile, folder))
        if profile_from:
            contract = beginning.contract_from(profile_from)
        texts = beginning.files(contract, folder, base_url, ci)
    except pytest.UsageError as error:
        raise click.UsageError(str(error)) from None
    there = [name for name in texts if (folder / name).exists()]
    if there and not force:
        raise click.UsageError(
            f"{folder}: already there: {', '.join(there)}; --force replaces it."
        )
    _written(lambda: beginning.write(folder, texts), folder)
    for name in texts:
        click.echo(f"wrote {folder / name}")
    click.echo(
        f"next: fill in {STANDARD}, export {beginning.KEY_ENV}=…, then\n"
        f"      relaycert plan {folder / STANDARD}"
    )


def _now(what: str) -> Path:
    """A folder of this moment's name below `reports`."""
    return Path("reports") / f"{what}-{datetime.now(UTC):%Y-%m-%dT%H-%M-%SZ}"


def _written(write: Callable[[], object], path: Path) -> None:
    """Write; an error says what to do."""
    try:
        write()
    except OSError as error:
        raise click.UsageError(
            f"{path}: cannot be written ({error.strerror}). Name another place."
        ) from None


COMMANDS = (compare, diff, init, verify)
