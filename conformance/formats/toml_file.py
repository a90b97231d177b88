"""Reads the TOML files that people write for the suite, and says what is wrong."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jsonschema import ValidationError

from conformance.formats.advice import advice
from conformance.formats.nearest import nearest
from conformance.formats.schema import first_error, validator

_KEYS = "The README's section on target files lists the keys."


def read(path: Path) -> dict[str, Any]:
    """The data of a TOML file; UsageError says why it cannot be read."""
    try:
        return tomllib.loads(path.read_bytes().decode("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        advice = _other(path) if isinstance(error, FileNotFoundError) else ""
        raise pytest.UsageError(
            f"{path}: cannot be read as TOML: {error}{advice}"
        ) from None


def _other(path: Path) -> str:
    """The file of the same folder that may be meant."""
    there = [other.name for other in path.parent.glob("*.toml")]
    return f". {nearest(path.name, there)}" if there else ""


def checked(raw: dict[str, Any], schema: str, where: str) -> dict[str, Any]:
    """The data with dates as text; UsageError if they do not match the schema."""
    data: dict[str, Any] = _dates_as_text(raw)
    error = first_error(data, schema)
    if error is not None:
        raise pytest.UsageError(
            f"{where}: {_place(error)}: {error.message}. {advice(error) or _KEYS}"
        )
    return data


def wholly_checked(raw: dict[str, Any], schema: str, where: str) -> dict[str, Any]:
    """The same; the UsageError names everything that does not match, a line each."""
    data: dict[str, Any] = _dates_as_text(raw)
    errors = sorted(validator(schema).iter_errors(data), key=lambda e: e.json_path)
    if errors:
        lines = (f"{where}: {_place(e)}: {e.message}. {advice(e)}" for e in errors)
        raise pytest.UsageError("\n".join(line.rstrip() for line in lines))
    return data


def _place(error: ValidationError) -> str:
    return error.json_path.removeprefix("$").lstrip(".") or "the file"


def _dates_as_text(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _dates_as_text(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_dates_as_text(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value
