"""Goes on with a run that did not come to its end: what is recorded is kept."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from conformance import __version__
from conformance.bundle import own
from conformance.bundle.files import ATTESTATION, MANIFEST
from conformance.core.exceptions import Blocked, NotRecorded, Undecided
from conformance.formats import unfinished
from conformance.formats.paths import replace
from conformance.inputs.suite import Suite
from conformance.inputs.target import Target
from conformance.reporting.catalogue import Catalogue
from conformance.sending.replay import TARGET_FILE, Replay, kept_of, replays
from conformance.sending.store import Store

RUN_FILE = own.RUN_FILE
FORM = "relaycert/run/1"
# May change: nothing that was recorded depends on it.
_FREE = ("waiver",)


def note(
    folder: Path, targets: Sequence[Target], suite: Suite, *, served: bool
) -> None:
    """Keep what it takes to go on with a run; `served`: its relay goes with it."""
    content = {
        "form": FORM,
        "version": __version__,
        "requirements": Catalogue.of(suite).digest,
        "embedded": served,
        own.KEY: own.rows(suite),
        # Their values may be secrets.
        "headers": {target.name: sorted(target.headers) for target in targets},
    }
    replace(folder / RUN_FILE, json.dumps(content, indent=1) + "\n")


def targets_in(folder: Path, suite: Suite) -> tuple[Target, ...]:
    """The targets of the run in a folder; UsageError if more has to be said of them."""
    noted = _noted(folder)
    headers = sorted({name for names in noted["headers"].values() for name in names})
    if headers:
        raise pytest.UsageError(
            f"{folder}: its requests had headers that are not kept "
            f"({', '.join(headers)}). Name the target again, as at first."
        )
    _refuse_served(noted, folder)
    return tuple(replay.target for replay in _replays(folder, suite))


def check(folder: Path, targets: Sequence[Target], suite: Suite) -> None:
    """Make sure that these requirements and targets are those of the run."""
    noted = _noted(folder)
    _refuse_served(noted, folder)
    if noted["requirements"] != Catalogue.of(suite).digest:
        raise pytest.UsageError(
            f"{folder}: was begun by relaycert {noted['version']} with other "
            f"requirements than this relaycert {__version__} has. Run again, with "
            "another --report-dir."
        )
    _refuse_other_own(folder, suite)
    now = {target.slug: target for target in targets}
    for replay in _replays(folder, suite):
        slug = replay.store.folder.name
        if slug not in now:
            raise pytest.UsageError(
                f"{folder}: was begun on {replay.target.name!r}, too: name that target."
            )
        _refuse_other(replay, now[slug])
        if replay.store.is_claimed():
            raise pytest.UsageError(
                f"{folder}: the run is still under way. If it is not, remove "
                f"{replay.store.claim_file}."
            )


def prepare(folder: Path, suite: Suite) -> None:
    """Take away what the run before has left, but for what it recorded."""
    unfinished.mark(folder)
    for name in (MANIFEST, ATTESTATION):  # they are of the report as it was
        (folder / name).unlink(missing_ok=True)
    for path in folder.rglob(".*.new"):
        path.unlink()
    for replay in _replays(folder, suite):
        replay.store.release()
        _drop_losses(replay.store, suite)


def _drop_losses(store: Store, suite: Suite) -> None:
    """Remove what says that a case was not recorded: it is to be, now."""
    for case in suite.cases.values():
        if store.has(case.name):
            try:
                store.load(case, "")
            except NotRecorded:
                store.path(case.name).unlink()
            except (Blocked, Undecided):
                pass


def _replays(folder: Path, suite: Suite) -> list[Replay]:
    """The targets of which something may be recorded."""
    there = any((folder / "recordings").glob(f"*/{TARGET_FILE}"))
    return replays(folder, suite) if there else []


def _refuse_other(replay: Replay, now: Target) -> None:
    kept, given = (_comparable(target) for target in (replay.target, now))
    other = sorted(k for k in kept.keys() | given if kept.get(k) != given.get(k))
    if other:
        raise pytest.UsageError(
            f"{replay.store.folder / TARGET_FILE}: the run was begun on another target "
            f"({', '.join(other)}). Go on with the same, or run again."
        )


def _refuse_other_own(folder: Path, suite: Suite) -> None:
    """A run goes on with the requirements of the owner's that it was begun with."""
    begun = own.recorded(folder)
    if left := own.left_out(begun, suite.own):
        names = ", ".join(row["name"] for row in left)
        raise pytest.UsageError(
            f"{folder}: was begun with requirements of your own ({names}): name their "
            "folder again, --requirements DIR."
        )
    if len(begun) != len(suite.own):
        raise pytest.UsageError(
            f"{folder}: was begun without these requirements of your own. Run again, "
            "with another --report-dir."
        )


def _comparable(target: Target) -> dict[str, Any]:
    table = {k: v for k, v in kept_of(target).items() if k not in _FREE}
    return dict(json.loads(json.dumps(table)))


def _refuse_served(noted: dict[str, Any], folder: Path) -> None:
    if noted["embedded"]:
        raise pytest.UsageError(
            f"{folder}: judged the reference relay, which ended with that run. "
            "Run again."
        )


def _noted(folder: Path) -> dict[str, Any]:
    try:
        noted = json.loads((folder / RUN_FILE).read_bytes())
        if noted["form"] == FORM and noted.keys() >= {"requirements", "headers"}:
            return {"embedded": False, "version": "?", **noted}
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        pass
    raise pytest.UsageError(
        f"{folder}: holds no run to go on with. Name a report folder that this version "
        f"of `relaycert run` has begun: it holds {RUN_FILE}."
    )
