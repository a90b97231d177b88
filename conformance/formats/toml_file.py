"""Reads the TOML files that people write for the suite, and says what is wrong."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from conformance.formats.schema import first_error


def read(path: Path) -> dict[str, Any]:
    """The data of a TOML file; UsageError says why it cannot be read."""
    try:
        return tomllib.loads(path.read_bytes().decode("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise pytest.UsageError(f"{path}: cannot be read as TOML: {error}") from None


def checked(raw: dict[str, Any], schema: str, where: str) -> dict[str, Any]:
    """The data with dates as text; UsageError if they do not match the schema."""
    data: dict[str, Any] = _dates_as_text(raw)
    error = first_error(data, schema)
    if error is not None:
        place = error.json_path.removeprefix("$").lstrip(".") or "the file"
        raise pytest.UsageError(
            f"{where}: {place}: {error.message}. The README's section on target files "
            "lists the keys."
        )
    return data


def _dates_as_text(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _dates_as_text(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_dates_as_text(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value
