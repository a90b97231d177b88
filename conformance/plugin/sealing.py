"""Seals the folder of a report when all else in it is written."""

import json
from pathlib import Path

import pytest

from conformance.bundle import attestation, manifest, own, signature
from conformance.bundle import files as bundle
from conformance.bundle.files import ATTESTATION, MANIFEST
from conformance.bundle.manifest import Narrowing
from conformance.bundle.signature import Signer
from conformance.core.verdict import ExitCode, worst_end
from conformance.formats import unfinished
from conformance.formats.paths import replace
from conformance.plugin.flags import given
from conformance.plugin.results import EXIT, REPORT, TROUBLE
from conformance.plugin.run import RUN

_SIGNER = pytest.StashKey[Signer]()


def prepare(config: pytest.Config) -> None:
    """Read the key to sign with, if one is named, before anything is sent."""
    path = given(config, "--sign-key")
    if path:
        config.stash[_SIGNER] = signature.signer(Path(path))


def seal(session: pytest.Session) -> None:
    """Write the manifest, and sign it; how the run ended tells if that failed.

    Only what is whole loses the mark of what is not.
    """
    config = session.config
    if REPORT not in config.stash:
        return
    folder = config.stash[RUN].settings.report_dir
    try:
        _write(config, folder)
        if TROUBLE not in config.stash:
            unfinished.unmark(folder)
    except OSError as error:
        # What failed first is the cause.
        trouble = f"The manifest cannot be written: {error.strerror}"
        config.stash[TROUBLE] = config.stash.get(TROUBLE, trouble)
    if TROUBLE in config.stash:
        code = worst_end((config.stash[EXIT], ExitCode.INCOMPLETE))
        config.stash[EXIT] = session.exitstatus = code


def _write(config: pytest.Config, folder: Path) -> None:
    run, content = config.stash[RUN], config.stash[REPORT]
    statement = manifest.build(
        content,
        run.settings.targets,
        narrowing(config),
        bundle.digests(folder),
        run.redacted,
        own.rows(run.settings.suite),
    )
    text = manifest.as_text(statement)
    replace(folder / MANIFEST, text)
    if _SIGNER in config.stash:
        written = bundle.file_of(text.encode())
        stated = attestation.payload(attestation.statement(content, statement, written))
        envelope = config.stash[_SIGNER].envelope(stated, attestation.PAYLOAD_TYPE)
        replace(folder / ATTESTATION, json.dumps(envelope, indent=1) + "\n")


def narrowing(config: pytest.Config) -> Narrowing:
    """How pytest's own options narrow what is judged."""
    option = config.option
    return Narrowing(
        option.keyword, option.markexpr, tuple(str(d) for d in option.deselect or ())
    )
