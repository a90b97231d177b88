"""The report: what was judged, what came out, and where it is stated."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest

from conformance.core.target_verdict import RequirementVerdict, TargetVerdict
from conformance.core.verdict import ExitCode, worst_end
from conformance.formats.paths import replace
from conformance.inputs.manner import Manner
from conformance.inputs.profile import Profile
from conformance.inputs.target import BARE, Target
from conformance.reporting import (
    badge,
    causes,
    clients,
    manner,
    markdown,
    own,
    totals,
    verdict_rows,
)
from conformance.reporting.catalogue import Catalogue
from conformance.reporting.document import (
    FORM,
    ContractRow,
    Report,
    RunRow,
    SuiteRow,
    TargetRow,
    UsageRow,
)
from conformance.reporting.usage import Usage
from conformance.reporting.words import STATES


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


@dataclass(frozen=True, slots=True)
class JudgedTarget:
    """A target, what its verdicts come to, and what judging it cost."""

    target: Target
    verdict: TargetVerdict
    usage: Usage
    # How each kind of model was asked, as far as that is known.
    manners: Mapping[str, Manner] = field(default_factory=dict)
    # What the requirements of its owner's come to that its contract does not name.
    own: TargetVerdict | None = None

    @property
    def verdicts(self) -> list[RequirementVerdict]:
        """The verdict of each requirement, sorted by id."""
        every = (*self.verdict.verdicts, *(self.own.verdicts if self.own else ()))
        return sorted(every, key=lambda verdict: verdict.requirement)

    @property
    def exit_code(self) -> ExitCode:
        """How a run on this target alone ends: by its contract, and by its owner."""
        ends = [own.end(self.own)] if self.own else []
        if self.verdict.verdicts or self.verdict.bad_waivers:
            ends.append(self.verdict.exit_code)
        return worst_end(ends)


def build(
    header: Header, judged: Sequence[JudgedTarget], catalogue: Catalogue
) -> Report:
    """The report of a run of the catalogue's requirements."""
    return {
        "schema": FORM,
        "suite": _suite(header, catalogue),
        "run": _run(header),
        "targets": [_target(one, catalogue) for one in judged],
        "verdicts": [
            verdict_rows.row(one.target, verdict, catalogue)
            for one in judged
            for verdict in one.verdicts
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


def _suite(header: Header, catalogue: Catalogue) -> SuiteRow:
    row: SuiteRow = {
        "name": "relaycert",
        "version": header.version,
        "requirements": header.digest,
    }
    if catalogue.suite.own:
        row["own"] = own.folders(catalogue.suite)
    return row


def _run(header: Header) -> RunRow:
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


def _contract(profile: Profile) -> ContractRow:
    return {
        "title": profile.title,
        "dated": profile.dated,
        "oddities": [
            {"says": oddity.says, "reading": oddity.reading}
            for oddity in profile.oddities
        ],
    }


def _target(judged: JudgedTarget, catalogue: Catalogue) -> TargetRow:
    target, verdict = judged.target, judged.verdict
    row: TargetRow = {
        "name": target.name,
        "base_url": target.base_url,
        "profile": target.profile.name,
        "contract": _contract(target.profile),
        "models": _models(target),
        "claims": list(target.claims),
        "usage": _usage(judged.usage),
        "manner": manner.rows(judged.manners),
        "state": verdict.state.value,
        "headline": STATES[verdict.state].headline,
        "detail": totals.detail(verdict),
        "counts": totals.state_counts(verdict.counts),
        "scope": totals.scope(verdict),
        "conformant": verdict.conformant,
        "strict": verdict.strict,
        "conclusion": totals.conclusion(verdict),
        "bad_waivers": list(verdict.bad_waivers),
        "waivers": [
            {
                "requirement": w.requirement,
                "reason": w.reason,
                "until": w.until.isoformat(),
            }
            for w in target.waivers
        ],
        "summary": {
            "levels": totals.by_level(verdict.verdicts),
            "areas": totals.by_area(verdict.verdicts),
        },
        "clients": clients.fates(verdict.verdicts, target.profile, catalogue),
    }
    if verdict.causes is not None:
        row["causes"] = causes.rows(verdict.causes)
    if judged.own is not None:
        row["own"] = own.row(judged.own)
        row["conclusion"] += f"; {row['own']['conclusion']}"
    return row


def _usage(usage: Usage) -> UsageRow:
    return {
        "requests": usage.requests,
        "attempts": usage.attempts,
        "prompt_tokens": usage.prompt_tokens,
        "completion_tokens": usage.completion_tokens,
        "bytes": usage.bytes,
        "seconds": usage.seconds,
    }


def _models(target: Target) -> dict[str, str]:
    """The models by kind; `*` is the one that was named for no kind."""
    return {("*" if kind == BARE else kind): m for kind, m in target.models.items()}


def _time(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")
