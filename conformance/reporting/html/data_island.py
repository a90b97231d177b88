"""The exchanges behind a report, as compact JSON that the page shows on demand."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from conformance.formats.escape import visible
from conformance.reporting.document import ItemRow, Report, verdicts_on
from conformance.reporting.html.compact import Stored, compacted
from conformance.reporting.html.string_table import Texts

# The page has 5 MB; the list of requirements takes its part of it.
_MOST_BYTES = 3_000_000
# How much of a body is shown. Where all is too much, each body gives way alike.
_LIMITS = (16_384, 4_096, 1_024, 256)
_LONGEST_FILE = 64_000_000
# None of these can end the element that carries the JSON, or begin another.
_ESCAPES = {ord(char): f"\\u{ord(char):04x}" for char in "<>&"}


@dataclass(frozen=True, slots=True)
class RecordingReader:
    """The recordings beside a report, each read once, by their path in the report."""

    folder: Path
    _read: dict[str, Stored | None] = field(default_factory=dict)

    def recording(self, path: str) -> Stored | None:
        """A recording as it was written; None if there is none to be had."""
        if path not in self._read:
            self._read[path] = _loaded(self.folder, path)
        return self._read[path]


def island(
    report: Report, recordings: RecordingReader, names: Mapping[tuple[str, str], str]
) -> str:
    """JSON with the items of each verdict and what they were judged on.

    `names` gives the row of a target and requirement. Text that acts on a reader is
    escaped; nothing in it can end the element that it stands in.
    """
    for limit in _LIMITS:
        text = _island(report, recordings, names, limit)
        if len(text) <= _MOST_BYTES:
            break
    return text


def _island(
    report: Report,
    recordings: RecordingReader,
    names: Mapping[tuple[str, str], str],
    limit: int,
) -> str:
    texts, places = Texts(limit), dict[str, int]()
    items = {
        names[verdict["target"], verdict["requirement"]]: [
            _item(item, places, texts) for item in _with_more(verdict["items"])
        ]
        for verdict in report["verdicts"]
    }
    shown = [_recording(path, recordings, texts) for path in places]
    island = {"items": items, "recordings": shown, "texts": texts.kept}
    # Escaped to ASCII: a lone surrogate from a target cannot break the file.
    return json.dumps(island, separators=(",", ":")).translate(_ESCAPES)


def _with_more(items: Iterable[ItemRow]) -> Iterator[ItemRow]:
    """The items, each with a row for each other answer that it tells of."""
    for item in items:
        yield item
        for finding in item["more"]:
            yield {**item, **finding, "more": [], "unshown": 0}


def _item(item: ItemRow, places: dict[str, int], texts: Texts) -> dict[str, Any]:
    """One item: only what it has to say, since most have nothing."""
    said = {
        "message": item["message"],
        "expected": item["expected"],
        "got": item["got"],
        "at": item["at"],
        "step": item.get("step", ""),
        "curl": item["curl"],
    }
    row = {"case": visible(item["case"]), "outcome": visible(item["outcome"])}
    numbers = {name: texts.line(text) for name, text in said.items() if text}
    if item["recording"]:
        numbers["recording"] = places.setdefault(item["recording"], len(places))
    return row | numbers


def _recording(path: str, recordings: RecordingReader, texts: Texts) -> Stored:
    raw = recordings.recording(path)
    return {"path": visible(path), **compacted(raw, texts)}


def exchanges(
    report: Report, target: str, recordings: RecordingReader
) -> Iterator[tuple[str, Stored]]:
    """Each recorded exchange on a target, with its case."""
    paths = {
        item["recording"]: item["case"]
        for verdict in verdicts_on(report, target)
        for item in verdict["items"]
        if item["recording"]
    }
    for path, case in paths.items():
        rows = (recordings.recording(path) or {}).get("exchanges", ())
        yield from ((case, row) for row in rows if isinstance(row, dict))


def _loaded(folder: Path, path: str) -> Stored | None:
    """A file below the folder's recordings, if it is one; nothing else is opened."""
    root = (folder / "recordings").resolve()
    try:
        file = (folder / path).resolve()
        if not file.is_relative_to(root) or file.stat().st_size > _LONGEST_FILE:
            return None
        raw = json.loads(file.read_bytes())
    except (OSError, ValueError, RecursionError):
        return None
    return raw if isinstance(raw, dict) else None
