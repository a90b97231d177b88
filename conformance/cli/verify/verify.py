"""What `relaycert verify` does: says whether a report is what its recordings show."""

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import click
import pytest

from conformance import __version__
from conformance.bundle import signature
from conformance.bundle.files import ATTESTATION, MANIFEST, Bundle, copied
from conformance.bundle.manifest import Manifest, Narrowing
from conformance.bundle.own import ids_of, words
from conformance.bundle.signature import Witness
from conformance.cli.verify.files import (
    REPORT,
    Unreadable,
    against_manifest,
    against_report,
    read_manifest,
    read_report,
    renderings,
    signed,
    stated,
)
from conformance.cli.verify.junit import junit
from conformance.cli.verify.own_folders import OwnFolders
from conformance.cli.verify.rejudge import NotJudged, judged_again
from conformance.cli.verify.report import Difference
from conformance.cli.verify.report import differences as differences_of
from conformance.cli.verify.words import narrowed, signed_by
from conformance.core.verdict import ExitCode
from conformance.formats.unfinished import advice, is_marked
from conformance.inputs.suite import Suite
from conformance.plugin.counterexamples import case_files
from conformance.reporting.catalogue import Catalogue
from conformance.reporting.document import Report
from conformance.reporting.older import Form
from conformance.reporting.own_profiles import kept
from conformance.reporting.own_requirements import own_suite

_OLDER = (
    "an earlier version made its page, its summary and junit.xml; its verdicts are "
    "what the recordings show"
)


@dataclass(frozen=True, slots=True)
class Verified:
    """What came out: the differences, and why it could not be judged again."""

    differences: tuple[Difference, ...]
    unjudged: str = ""
    report: Report | None = None
    files: int = 0
    signature: str = ""
    narrowed: str = ""
    # The targets that are not what was required, with what they are.
    unmet: tuple[str, ...] = ()
    # What was not judged again, as its files were not handed in.
    left_out: str = ""

    @property
    def exit_code(self) -> ExitCode:
        """0: true; 1: not true, or not as required; 3: this version cannot tell."""
        if self.differences:
            return ExitCode.VIOLATED
        if self.unjudged:
            return ExitCode.INCOMPLETE
        return ExitCode.VIOLATED if self.unmet else ExitCode.CONFORMANT

    def requiring(self, state: str) -> "Verified":
        """The same; each target has to be `conformant`, or `strict`."""
        if self.report is None:
            return self
        unmet = [
            f"{target['name']}: {target['conclusion']}"
            for target in self.report["targets"]
            if not (target["conformant"] and (state != "strict" or target["strict"]))
        ]
        return replace(self, unmet=tuple(unmet))


def verified(
    folder: Path, key: Path | None, requirements: Sequence[Path] = ()
) -> Verified:
    """Verify the bundle in a folder, with the owner's requirements that are handed in.

    UsageError if there is none, or no key, or if these are not those of the run.
    """
    if is_marked(folder):
        return Verified((), advice(folder).partition(": ")[2])
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
        return _verified(folder, Path(scratch), witness, requirements)


def _verified(
    folder: Path, scratch: Path, witness: Witness | None, paths: Sequence[Path]
) -> Verified:
    copy = scratch / "bundle"
    copy.mkdir()
    bundle = copied(folder, copy)
    own = _own_folders(copy, paths)
    differences: list[Difference] = []
    manifest: Manifest | None = None
    report: Report | None = None
    try:
        manifest = read_manifest(copy)
    except Unreadable as error:
        differences.append(Difference("unreadable", MANIFEST, str(error)))
    try:
        report, form = read_report(copy)
    except Unreadable as error:
        differences.append(Difference("unreadable", REPORT, str(error)))
    if manifest is not None:
        differences += against_manifest(bundle, manifest)
    unsigned = signed(copy, witness) if witness is not None else None
    differences += [unsigned] if unsigned else []
    if manifest is None or report is None:
        return Verified(tuple(differences))
    differences += _documents(report, manifest, bundle, copy)
    try:
        suite = own_suite((), own.paths)
        unjudged = own.lacking(copy, report)
        if not unjudged:
            suite = own_suite(kept(copy), own.paths, case_files(copy))
    except pytest.UsageError as error:
        reason = str(error).replace(f"{copy}/", "")
        differences.append(Difference("recordings", "cases/, profiles/", reason))
        return Verified(tuple(differences))
    unjudged = unjudged or _foreign(report, suite) or _without_recordings(report, copy)
    if not unjudged:
        differences += _rejudged(report, form, manifest, scratch, suite, own)
        unjudged = _OLDER if form is Form.OLDER else ""
    return Verified(
        tuple(differences),
        unjudged,
        report,
        len(bundle.files),
        signed_by(bundle, witness, unsigned is None),
        narrowed(manifest),
        left_out=words(own.missing) if own.missing else "",
    )


def _own_folders(copy: Path, paths: Sequence[Path]) -> OwnFolders:
    """The owner's requirements that are handed in; UsageError if they are others."""
    try:
        return OwnFolders.of(copy, paths)
    except pytest.UsageError as error:
        raise click.UsageError(str(error)) from None


def _documents(
    report: Report, manifest: Manifest, bundle: Bundle, copy: Path
) -> Iterator[Difference]:
    yield from against_report(manifest, report)
    if ATTESTATION in bundle.files:
        difference = stated(report, manifest, bundle, copy)
        if difference is not None:
            yield difference


def _foreign(report: Report, suite: Suite) -> str:
    """Why another version made a report; empty if this one did."""
    version = report["suite"]["version"]
    if version != __version__:
        return (
            f"it was made by relaycert {version}, and this is {__version__}: "
            f"pip install relaycert=={version}"
        )
    if report["suite"]["requirements"] != Catalogue.of(suite).digest:
        return "it was made with another set of requirements than this version has"
    return ""


def _without_recordings(report: Report, copy: Path) -> str:
    """Why there is nothing to judge in a bundle; empty if there is."""
    if report["run"]["defects"]:
        return "the suite itself failed in the run that made it"
    if not report["verdicts"]:
        return "nothing was judged in it"
    if report["run"]["mode"] == "replay" and not (copy / "recordings").exists():
        return (
            "it was made from recordings that are not in it: verify the folder that "
            "holds them"
        )
    return ""


def _rejudged(
    report: Report,
    form: Form,
    manifest: Manifest,
    scratch: Path,
    suite: Suite,
    own: OwnFolders,
) -> list[Difference]:
    chosen = manifest["run"]["selection"]
    narrowing = Narrowing(
        chosen["keyword"], chosen["marks"], tuple(chosen["deselected"])
    )
    try:
        again = judged_again(
            scratch / "bundle", report, narrowing, scratch / "again", suite, own
        )
    except NotJudged as error:
        return [Difference("recordings", "recordings/", str(error))]
    # Of a report that is not true, nothing made from it is.
    said = own.comparable(report)
    ended = own.end_of(report, again)
    return list(differences_of(said, own.comparable(again), form, ended)) or [
        *_renderings(report, form, scratch),
        *_junit(scratch, form, own),
    ]


def _junit(scratch: Path, form: Form, own: OwnFolders) -> Iterator[Difference]:
    if form is Form.CURRENT:
        gone = ids_of(own.missing)
        yield from junit(scratch / "bundle", scratch / "again", gone)


def _renderings(report: Report, form: Form, scratch: Path) -> Iterator[Difference]:
    """The pages of an older report were made from other templates: not compared."""
    if form is Form.CURRENT:
        yield from renderings(report, scratch / "bundle", scratch / "rendered")
