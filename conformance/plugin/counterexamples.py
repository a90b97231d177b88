"""Cases that were found: the smallest requests that failed, as files to send again."""

import json
import shutil
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from conformance.core.exceptions import Blocked, NotRecorded, Undecided
from conformance.core.exchange import Exchange, Recording
from conformance.formats.paths import replace
from conformance.inputs.case import Case
from conformance.inputs.stimulus import GeneratedRequests
from conformance.inputs.suite import Suite
from conformance.inputs.target import Target
from conformance.sending.store import Store

_FOLDER, _KEPT = "found", "cases"
_USUAL = ("accept", "authorization", "user-agent")


def keep(files: Iterable[str], folder: Path) -> None:
    """Keep the files beside what is recorded, for whoever judges that again."""
    for name in files:
        (folder / _KEPT).mkdir(exist_ok=True)
        shutil.copy(name, folder / _KEPT)


def case_files(folder: Path) -> list[Path]:
    """The files of cases that a report folder keeps."""
    return sorted((folder / _KEPT).glob("*.json"))


def write(target: Target, store: Store, folder: Path, suite: Suite) -> None:
    """Write a case for each check that a generated request of a target fails."""
    for case in suite.cases.values():
        if not isinstance(case.stimulus, GeneratedRequests):
            continue
        if not store.has(case.name):
            continue
        try:
            recording = store.load(case, target.name)
        except (NotRecorded, Blocked, Undecided):
            continue
        for name, content in _smallest(case, recording, target):
            path = folder / _FOLDER / target.slug / f"{name}.json"
            path.parent.mkdir(parents=True, exist_ok=True)
            replace(path, json.dumps(content, indent=2) + "\n")


def _smallest(
    case: Case, recording: Recording, target: Target
) -> Iterator[tuple[str, dict[str, Any]]]:
    family, _, kind = case.name.partition("/")[2].rpartition("-")
    for check, step in recording.observations.get("smallest", {}).items():
        observed = recording.observations["generated"][step]
        yield (
            f"{family}-{check}-{kind}",
            {
                "summary": f"The smallest request found that fails `{check}`.",
                "needs": list(case.needs),
                "expects": case.expects,
                "about": observed.get("field") or "any field",
                "status": observed.get("status") or case.status,
                "source": case.source,
                "observed": {"generated": {step: observed}},
                "steps": [_step(recording[step], target)],
            },
        )


def _step(exchange: Exchange, target: Target) -> dict[str, Any]:
    request = exchange.request
    root = target.url("/mj").partition("?")[0].removesuffix("/mj")
    base = target.base_url if request.url.startswith(target.base_url) else root
    usual = {*_USUAL, *(form.header.lower() for form in target.profile.key_forms)}
    headers = {n: v for n, v in request.headers if n.lower() not in usual}
    body = request.body.decode("utf-8", "surrogatepass")
    return {
        "name": exchange.step,
        "request": {
            "method": request.method,
            "path": request.url.removeprefix(base),
            "body": body.replace("${", "${dollar}{"),
            "headers": _without(headers, target.headers),
        },
    }


def _without(headers: Mapping[str, str], own: Mapping[str, str]) -> dict[str, str]:
    """The headers of the request itself, not those of its target."""
    known = {name.lower() for name in own}
    return {name: value for name, value in headers.items() if name.lower() not in known}
