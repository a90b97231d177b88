"""Reads reports that were written earlier, perhaps elsewhere and by another version."""

import json
from pathlib import Path
from typing import Any, cast

import click

from conformance.formats.escape import short
from conformance.formats.schema import first_error
from conformance.formats.unfinished import advice, is_marked
from conformance.reporting.compare.matrix import Written
from conformance.reporting.document import FORM, Report
from conformance.reporting.older import completed

FILE = "report.json"
_LONGEST = 200


def read(path: Path) -> Written:
    """The report that a file or a folder holds; UsageError says why there is none."""
    file = path / FILE if path.is_dir() else path
    if is_marked(file.parent):
        raise click.UsageError(advice(file.parent))
    report = _checked(_parsed(file), file)
    return Written(report, file.parent)


def _parsed(file: Path) -> Any:
    try:
        return json.loads(file.read_bytes(), parse_constant=_refuse)
    except OSError as error:
        raise click.UsageError(
            f"{file}: cannot be read ({error.strerror}). Name a report folder that "
            f"`relaycert run` has written, or its {FILE}."
        ) from None
    except (ValueError, RecursionError) as error:
        reason = short(str(error), _LONGEST)
        raise click.UsageError(
            f"{file}: is not JSON ({reason}). Make the report again from its "
            "recordings: relaycert replay FOLDER --report-dir DIR"
        ) from None


def _refuse(name: str) -> None:
    raise ValueError(f"{name} stands for a number")


def _checked(raw: Any, file: Path) -> Report:
    form = raw.get("schema") if isinstance(raw, dict) else None
    if form != FORM:
        raise click.UsageError(
            f"{file}: {_instead(form)}. Name a report folder, or its {FILE}."
        )
    error = first_error(raw, "own/report-read")
    if error is not None:
        reason = short(error.message, _LONGEST)
        raise click.UsageError(
            f"{file}: does not have the form of a report (at {error.json_path}: "
            f"{reason}). Make it again from its recordings: relaycert replay FOLDER "
            "--report-dir DIR"
        )
    return cast(Report, completed(raw))


def _instead(form: object) -> str:
    """What a file is if it is not a report of this version."""
    if isinstance(form, str) and form.startswith("relaycert/report/"):
        return f"is a report of another version ({short(form, 60)}, not {FORM})"
    return "is not a report of relaycert"
