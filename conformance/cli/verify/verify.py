"""What `relaycert verify` does: says whether a report is what its recordings show."""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from shlex import quote
from typing import Any

import click
import pytest

from conformance import __version__
from conformance.bundle import signature
from conformance.bundle.files import ATTESTATION, MANIFEST, Bundle, copied
from conformance.bundle.manifest import Narrowing
from conformance.bundle.signature import Witness
from conformance.cli.verify.files import (
    REPORT,
    Unreadable,
    against_manifest,
    against_report,
    read,
    renderings,
    signed,
    stated,
)
from conformance.cli.verify.junit import junit
from conformance.cli.verify.rejudge import NotJudged, judged_again
from conformance.cli.verify.report import Difference, differences
from conformance.core.verdict import ExitCode
from conformance.inputs.suite import Suite
from conformance.plugin.counterexamples import case_files
from conformance.reporting.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class Verified:
    """What came out: the differences, and why it could not be judged again."""

    differences: tuple[Difference, ...]
    unjudged: str = ""
    report: dict[str, Any] | None = None
    files: int = 0
    signature: str = ""
    narrowed: str = ""

    @property
    def exit_code(self) -> ExitCode:
        """0: true; 1: not true; 3: this version cannot tell."""
        if self.differences:
            return ExitCode.VIOLATED
        return ExitCode.INCOMPLETE if self.unjudged else ExitCode.CONFORMANT


def verified(folder: Path, key: Path | None) -> Verified:
    """Verify the bundle in a folder; UsageError if there is none, or no key."""
    if not (folder / MANIFEST).is_file() and not (folder / REPORT).is_file():
        raise click.UsageError(
            f"{folder}: holds no report. Name the folder that `relaycert run` wrote: "
            f"it holds {MANIFEST}, {REPORT} and recordings/."
        )
    try:
        witness = signature.witness(key) if key else None
    except pytest.UsageError as error:
        raise click.UsageError(str(error)) from None
    with tempfile.TemporaryDirectory(prefix="relaycert-") as scratch:
        return _verified(folder, Path(scratch), witness)


def _verified(folder: Path, scratch: Path, witness: Witness | None) -> Verified:
    copy = scratch / "bundle"
    copy.mkdir()
    bundle = copied(folder, copy)
    documents: dict[str, Any] = {}
    found: list[Difference] = []
    for name, schema in ((MANIFEST, "own/manifest"), (REPORT, "own/report")):
        try:
            documents[name] = read(copy, name, schema)
        except Unreadable as error:
            found.append(Difference("unreadable", name, str(error)))
    manifest, told = documents.get(MANIFEST), documents.get(REPORT)
    if manifest is not None:
        found += against_manifest(bundle, manifest)
    if witness is not None:
        found += [difference for difference in (signed(copy, witness),) if difference]
    if manifest is None or told is None:
        return Verified(tuple(found))
    found += _documents(told, manifest, bundle, copy)
    try:
        suite = Suite.load(case_files=case_files(copy))
    except pytest.UsageError as error:
        found.append(Difference("recordings", "cases/", str(error)))
        return Verified(tuple(found))
    unjudged = _foreign(told, suite) or _without_recordings(told, copy)
    if not unjudged:
        found += _judged(told, manifest, scratch, suite)
    return Verified(
        tuple(found),
        unjudged,
        told,
        len(bundle.files),
        _signature(bundle, witness),
        _narrowed(manifest),
    )


def _documents(
    told: dict[str, Any], manifest: dict[str, Any], bundle: Bundle, copy: Path
) -> Iterator[Difference]:
    yield from against_report(manifest, told)
    if ATTESTATION in bundle.files:
        difference = stated(told, manifest, bundle, copy)
        if difference is not None:
            yield difference


def _foreign(told: dict[str, Any], suite: Suite) -> str:
    """Why another version made a report; empty if this one did."""
    version = told["suite"]["version"]
    if version != __version__:
        return (
            f"it was made by relaycert {version}, and this is {__version__}: "
            f"pip install relaycert=={version}"
        )
    if told["suite"]["requirements"] != Catalogue.of(suite).digest:
        return "it was made with another set of requirements than this version has"
    return ""


def _without_recordings(told: dict[str, Any], copy: Path) -> str:
    """Why there is nothing to judge in a bundle; empty if there is."""
    if told["run"]["defects"]:
        return "the suite itself failed in the run that made it"
    if not told["verdicts"]:
        return "nothing was judged in it"
    if told["run"]["mode"] == "replay" and not (copy / "recordings").exists():
        return (
            "it was made from recordings that are not in it: verify the folder that "
            "holds them"
        )
    return ""


def _judged(
    told: dict[str, Any], manifest: dict[str, Any], scratch: Path, suite: Suite
) -> list[Difference]:
    chosen = manifest["run"]["selection"]
    narrowing = Narrowing(
        chosen["keyword"], chosen["marks"], tuple(chosen["deselected"])
    )
    try:
        shown = judged_again(
            scratch / "bundle", told, narrowing, scratch / "again", suite
        )
    except NotJudged as error:
        return [Difference("recordings", "recordings/", str(error))]
    found = list(differences(told, shown))
    # Of a report that is not true, nothing made from it is.
    return found or [
        *renderings(told, scratch / "bundle", scratch / "rendered"),
        *junit(scratch / "bundle", scratch / "again"),
    ]


def _signature(bundle: Bundle, witness: Witness | None) -> str:
    if witness is not None:
        return f"made with the key {witness.id[:16]}…"
    if ATTESTATION in bundle.files:
        return "not checked; --key PUBLIC says whose it is"
    return "none"


def _narrowed(manifest: dict[str, Any]) -> str:
    """How the run was narrowed, in words of the command line."""
    chosen = manifest["run"]["selection"]
    said = [f"--select {quote(chosen['expression'])}"] if chosen["expression"] else []
    said += [f"--level {chosen['level'].lower()}"] if chosen["level"] != "MAY" else []
    said += [f"-k {quote(chosen['keyword'])}"] if chosen["keyword"] else []
    said += [f"-m {quote(chosen['marks'])}"] if chosen["marks"] else []
    said += [f"--deselect {quote(one)}" for one in chosen["deselected"]]
    return " ".join(said)
