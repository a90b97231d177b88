"""Compares the files of a bundle with its manifest, and with each other."""

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, cast

import pytest

from conformance.bundle import attestation, signature
from conformance.bundle.files import ATTESTATION, MANIFEST, Bundle, digests, vouched
from conformance.bundle.manifest import Manifest, digest
from conformance.bundle.own import KEY
from conformance.bundle.signature import NotSigned, Witness
from conformance.cli.verify.report import Difference
from conformance.formats.schema import first_error
from conformance.reporting.document import Report
from conformance.reporting.older import Form, completed, form_of
from conformance.reporting.report import write

REPORT = "report.json"
_MALFORMED = (AttributeError, LookupError, TypeError, ValueError)


class Unreadable(Exception):
    """Why a file of a bundle cannot be made sense of."""


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a bundle, held against its schema."""
    return dict(_checked(_parsed(folder, MANIFEST), "own/manifest"))


def read_report(folder: Path) -> tuple[Report, Form]:
    """The report of a bundle, held against its schema, and which form it has."""
    raw = _parsed(folder, REPORT)
    form = Form.CURRENT
    with suppress(*_MALFORMED):  # the schema says better what is wrong with it
        form, raw = form_of(raw), completed(raw)
    return cast(Report, _checked(raw, "own/report")), form


def _parsed(folder: Path, name: str) -> Any:
    try:
        return json.loads((folder / name).read_bytes())
    except FileNotFoundError:
        raise Unreadable("it is not there") from None
    except (OSError, ValueError, RecursionError):
        raise Unreadable("it cannot be read as JSON") from None


def _checked(raw: Any, schema: str) -> Any:
    try:
        error = first_error(raw, schema)
    except RecursionError:
        raise Unreadable("it cannot be read as JSON") from None
    if error is not None:
        place = error.json_path.removeprefix("$").lstrip(".") or "the whole"
        raise Unreadable(f"{place}: {error.message}")
    return raw


def against_manifest(bundle: Bundle, manifest: Manifest) -> Iterator[Difference]:
    """Files that changed, are gone, or came since the manifest was written."""
    there, listed = vouched(bundle.files), manifest["files"]
    for name, why in sorted(bundle.refused.items()):
        yield Difference("refused", name, why)
    for name in sorted(listed.keys() - there.keys() - bundle.refused.keys()):
        yield Difference("missing", name)
    for name, file in there.items():
        if name not in listed:
            yield Difference("added", name)
        elif (file.sha256, file.size) != (listed[name]["sha256"], listed[name]["size"]):
            yield Difference("changed", name)


def against_report(manifest: Manifest, report: Report) -> Iterator[Difference]:
    """What a manifest says of the run and the report does not."""
    parts = (("suite", dict(report["suite"])), ("run", dict(report["run"])))
    for part, said in parts:
        for name, value in manifest[part].items():
            if not _agree(value, said[name]):
                says = f"its {part}'s {name} is not that of the report"
                yield Difference("manifest", MANIFEST, says)
    named = [{k: row[k] for k in ("name", "digest")} for row in manifest.get(KEY, ())]
    if named != report["suite"].get("own", []):
        says = "its requirements of the owner's are not those of the report"
        yield Difference("manifest", MANIFEST, says)
    rows = manifest["targets"]
    listed = [_known(row["file"]) for row in rows]
    whole = all(row["digest"] == digest(row["file"]) for row in rows)
    if not whole or [_known(target) for target in report["targets"]] != listed:
        says = "its targets are not those of the report"
        yield Difference("manifest", MANIFEST, says)


def _agree(stated: object, reported: object) -> bool:
    """Whether a manifest says the same; of a selection it may say more."""
    if isinstance(stated, dict) and isinstance(reported, dict):
        return reported.items() <= stated.items()
    return stated == reported


def _known(target: Mapping[str, Any]) -> list[Any]:
    """What a report and a manifest both say of a target."""
    models = target.get("models", {})
    return [
        *(target.get(name) for name in ("name", "base_url", "profile")),
        target.get("claims") or [],
        {kind or "*": model for kind, model in models.items()},
    ]


def renderings(report: Report, folder: Path, scratch: Path) -> Iterator[Difference]:
    """Files that are made from the report, and do not say what it says."""
    with suppress(pytest.UsageError):  # what cannot be made now could not be then
        write(report, scratch, bundle=folder)
    again, there = digests(scratch), digests(folder)
    for name in again:
        if again[name] != there.get(name):
            yield Difference("rendered", name, "it is not what the report gives")


def stated(
    report: Report, manifest: Manifest, bundle: Bundle, folder: Path
) -> Difference | None:
    """What an attestation states that the bundle does not hold; None if nothing."""
    payload = attestation.payload(
        attestation.statement(report, manifest, bundle.files[MANIFEST])
    )
    try:
        if signature.unpacked(_envelope(folder), attestation.PAYLOAD_TYPE) != payload:
            return Difference("statement", ATTESTATION, "it is about another bundle")
    except (NotSigned, Unreadable) as error:
        return Difference("statement", ATTESTATION, str(error))
    return None


def signed(folder: Path, witness: Witness) -> Difference | None:
    """Why the key's holder has not signed a bundle; None if that is so."""
    try:
        witness.signed(_envelope(folder), attestation.PAYLOAD_TYPE)
    except (NotSigned, Unreadable) as error:
        return Difference("signature", ATTESTATION, str(error))
    return None


def _envelope(folder: Path) -> dict[str, Any]:
    try:
        envelope = _parsed(folder, ATTESTATION)
    except Unreadable as error:
        unsigned = not (folder / ATTESTATION).exists()
        why = "the bundle is not signed" if unsigned else str(error)
        raise Unreadable(why) from None
    if not isinstance(envelope, dict):
        raise Unreadable("it does not have the form of a DSSE envelope")
    return envelope
