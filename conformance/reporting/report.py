"""The report: what was judged, what came out, and where it is stated."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from conformance.core.verdict import ExitCode, Outcome
from conformance.formats.paths import replace
from conformance.inputs.source import Source
from conformance.inputs.target import BARE, Target
from conformance.reporting import badge, clients, markdown, totals
from conformance.reporting.catalogue import Catalogue
from conformance.reporting.verdicts import Judged, Verdicts

FORM = "relaycert/report/1"
Report = dict[str, Any]

_ITEM = (
    *("case", "message", "expected", "got", "at"),
    *("loss", "recording", "step", "curl"),
)


@dataclass(frozen=True, slots=True)
class Header:
    """What identifies a run: which suite judged, when, and what it was asked."""

    version: str
    digest: str
    id: str
    started: datetime
    finished: datetime
    mode: str
    exit_code: ExitCode
    seed: int | None = None
    selection: str = ""
    level: str = "MAY"
    budgets: Mapping[str, float] = field(default_factory=dict)
    defects: tuple[str, ...] = ()


def build(
    header: Header,
    judged: Sequence[Judged],
    catalogue: Catalogue,
) -> Report:
    """The report of a run of the catalogue's requirements."""
    return {
        "schema": FORM,
        "suite": {
            "name": "relaycert",
            "version": header.version,
            "requirements": header.digest,
        },
        "run": _run(header),
        "targets": [_target(one, catalogue) for one in judged],
        "verdicts": [
            _verdict(verdicts, catalogue) for one in judged for verdicts in one.verdicts
        ],
    }


def write(report: Report, folder: Path, bundle: Path | None = None) -> None:
    """Write the report in all its forms; UsageError says why it could not.

    Its recordings lie in `bundle`; without one, beside it.
    """
    # Escaped to ASCII: a lone surrogate from a target cannot break the file.
    as_json = json.dumps(report, indent=1, allow_nan=False) + "\n"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        replace(folder / "report.json", as_json)
        replace(folder / "report.md", markdown.render(report))
        for name, text in _beside(report, bundle or folder):
            replace(folder / name, text)
        replace(folder / "report.html", _page(report, folder, bundle or folder))
    except OSError as error:
        raise pytest.UsageError(
            f"{folder}: the report cannot be written there ({error.strerror}). The "
            "recordings that are there can be judged again: relaycert replay "
            f"{folder} --report-dir DIR"
        ) from None


def _beside(report: Report, bundle: Path) -> Iterator[tuple[str, str]]:
    """The name and text of each badge and, of several targets, the comparison."""
    yield from badge.files(report)
    if len(report["targets"]) > 1:
        from conformance.reporting.compare import matrix as compare
        from conformance.reporting.compare import pages as compare_pages

        written = compare.Written(report, bundle)
        yield from compare_pages.files(compare.compare([written]))


def _page(report: Report, folder: Path, bundle: Path) -> str:
    """The page; what is wrong with it costs nobody the other forms."""
    from conformance.reporting import html

    try:
        return html.render(report, bundle)
    except Exception as error:
        (folder / "report.html").unlink(missing_ok=True)  # of an earlier run
        raise pytest.UsageError(
            f"{folder}/report.html could not be made ({type(error).__name__}: "
            f"{error}). report.json and report.md are there: read those, and tell us."
        ) from None


def _run(header: Header) -> dict[str, Any]:
    return {
        "id": header.id,
        "started": _time(header.started),
        "finished": _time(header.finished),
        "seed": header.seed,
        "mode": header.mode,
        "selection": {"expression": header.selection, "level": header.level},
        "budgets": dict(header.budgets),
        "exit_code": int(header.exit_code),
        "defects": list(header.defects),
    }


def _target(judged: Judged, catalogue: Catalogue) -> dict[str, Any]:
    target, verdicts = judged.target, judged.verdicts
    return {
        "name": target.name,
        "base_url": target.base_url,
        "profile": target.profile.name,
        "contract": {"title": target.profile.title, "dated": target.profile.dated},
        "models": _models(target),
        "claims": list(target.claims),
        "usage": asdict(judged.usage),
        "conformant": judged.conformant,
        "strict": judged.strict,
        "conclusion": totals.conclusion(judged),
        "bad_waivers": list(judged.bad_waivers),
        "waivers": [
            {
                "requirement": w.requirement,
                "reason": w.reason,
                "until": w.until.isoformat(),
            }
            for w in target.waivers
        ],
        "summary": {
            "levels": totals.by_level(verdicts),
            "areas": totals.by_area(verdicts),
        },
        "clients": clients.fates(judged, catalogue),
    }


def _models(target: Target) -> dict[str, str]:
    """The models by kind; `*` is the one that was named for no kind."""
    return {("*" if kind == BARE else kind): m for kind, m in target.models.items()}


def _verdict(verdicts: Verdicts, catalogue: Catalogue) -> dict[str, Any]:
    deciding, entry = verdicts.deciding, catalogue.find(verdicts.requirement)
    stated = entry.requirement if entry else None
    key = verdicts.target.profile.source(stated) if stated else ""
    return {
        "target": verdicts.target.name,
        "requirement": verdicts.requirement,
        "area": verdicts.area,
        "level": verdicts.level.value,
        "verdict": verdicts.verdict.value,
        "lack": deciding.lack.value,
        "sentence": entry.sentence if entry else "",
        "message": deciding.message,
        "source": _source(key, catalogue.suite.sources.get(key)),
        "breaks": stated.breaks if stated else "",
        "fix": stated.fix if stated else "",
        "items": [_item(outcome) for outcome in _deciding_first(verdicts)],
    }


def _source(key: str, source: Source | None) -> dict[str, str]:
    title, url, says = (
        (source.title, source.url, source.says) if source else ("", "", "")
    )
    return {"key": key, "title": title, "url": url, "says": says}


def _deciding_first(verdicts: Verdicts) -> Iterator[Outcome]:
    yield verdicts.deciding
    yield from (item for item in verdicts.items if item is not verdicts.deciding)


def _item(outcome: Outcome) -> dict[str, str]:
    told = {name: str(getattr(outcome, name)) for name in _ITEM}
    return {"outcome": outcome.verdict.value, **told}


def _time(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")
