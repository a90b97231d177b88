"""Compares the files of a bundle with its manifest, and with each other."""

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from conformance.bundle import attestation, signature
from conformance.bundle.files import ATTESTATION, MANIFEST, Bundle, digests, vouched
from conformance.bundle.manifest import digest
from conformance.bundle.signature import NotSigned, Witness
from conformance.cli.verify.report import Difference
from conformance.formats.schema import first_error
from conformance.reporting import report

Found = Mapping[str, Any]
REPORT = "report.json"


class Unreadable(Exception):
    """Why a file of a bundle cannot be made sense of."""


def read(folder: Path, name: str, schema: str) -> dict[str, Any]:
    """A JSON file of a bundle, held against its schema."""
    try:
        found = json.loads((folder / name).read_text("utf-8"))
        error = first_error(found, schema)
    except FileNotFoundError:
        raise Unreadable("it is not there") from None
    except (OSError, ValueError, RecursionError):
        raise Unreadable("it cannot be read as JSON") from None
    if error is not None:
        place = error.json_path.removeprefix("$").lstrip(".") or "the whole"
        raise Unreadable(f"{place}: {error.message}")
    return dict(found)


def against_manifest(bundle: Bundle, manifest: Found) -> Iterator[Difference]:
    """Files that changed, are gone, or came since the manifest was written."""
    there, named = vouched(bundle.files), manifest["files"]
    for name, why in sorted(bundle.refused.items()):
        yield Difference("refused", name, why)
    for name in sorted(named.keys() - there.keys() - bundle.refused.keys()):
        yield Difference("missing", name)
    for name, file in there.items():
        if name not in named:
            yield Difference("added", name)
        elif (file.sha256, file.size) != (named[name]["sha256"], named[name]["size"]):
            yield Difference("changed", name)


def against_report(manifest: Found, told: Found) -> Iterator[Difference]:
    """What a manifest says of the run and the report does not."""
    for part in ("suite", "run"):
        ours, theirs = manifest[part], told[part]
        for name in ours:
            if name == "selection":
                same = theirs[name].items() <= ours[name].items()
            else:
                same = ours[name] == theirs[name]
            if not same:
                says = f"its {part}'s {name} is not that of the report"
                yield Difference("manifest", MANIFEST, says)
    named = [t["file"] for t in manifest["targets"]]
    whole = all(t["digest"] == digest(t["file"]) for t in manifest["targets"])
    if not whole or [_known(t) for t in told["targets"]] != [_known(t) for t in named]:
        says = "its targets are not those of the report"
        yield Difference("manifest", MANIFEST, says)


def _known(target: Found) -> list[Any]:
    """What a report and a manifest both say of a target."""
    models = target.get("models", {})
    return [
        *(target.get(name) for name in ("name", "base_url", "profile")),
        target.get("claims") or [],
        {kind or "*": model for kind, model in models.items()},
    ]


def renderings(told: Found, folder: Path, scratch: Path) -> Iterator[Difference]:
    """Files that are made from the report, and do not say what it says."""
    with suppress(pytest.UsageError):  # what cannot be made now could not be then
        report.write(dict(told), scratch, bundle=folder)
    made, there = digests(scratch), digests(folder)
    for name in made:
        if made[name] != there.get(name):
            yield Difference("rendered", name, "it is not what the report gives")


def stated(
    told: Found, manifest: Found, bundle: Bundle, folder: Path
) -> Difference | None:
    """What an attestation states that the bundle does not hold; None if nothing."""
    payload = attestation.payload(
        attestation.statement(told, manifest, bundle.files[MANIFEST])
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
        found = json.loads((folder / ATTESTATION).read_text("utf-8"))
    except FileNotFoundError:
        raise Unreadable("the bundle is not signed") from None
    except (OSError, ValueError, RecursionError):
        raise Unreadable("it cannot be read as JSON") from None
    if not isinstance(found, dict):
        raise Unreadable("it is not formed as a DSSE envelope is")
    return found
