"""What a signer states of a bundle: an in-toto Statement on the result of tests."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from conformance.bundle.files import MANIFEST, File
from conformance.bundle.own import KEY
from conformance.core.requirement import Level
from conformance.core.verdict import ExitCode, Verdict
from conformance.reporting.document import Report

STATEMENT = "https://in-toto.io/Statement/v1"
TEST_RESULT = "https://in-toto.io/attestation/test-result/v0.1"
PAYLOAD_TYPE = "application/vnd.in-toto+json"

_WARNED = (Verdict.VIOLATED, Verdict.WAIVED, Verdict.INCONCLUSIVE)


def statement(
    report: Report, manifest: Mapping[str, Any], written: File
) -> dict[str, Any]:
    """The statement on a bundle whose manifest was `written` so."""
    digests = {name: file["sha256"] for name, file in manifest["files"].items()}
    digests[MANIFEST] = written.sha256
    return {
        "_type": STATEMENT,
        "subject": [
            {"name": name, "digest": {"sha256": digests[name]}}
            for name in sorted(digests)
        ],
        "predicateType": TEST_RESULT,
        "predicate": {
            "result": _result(report),
            "configuration": list(_configuration(manifest)),
            **_tests(report),
        },
    }


def payload(stated: Mapping[str, Any]) -> bytes:
    """A statement as it is signed."""
    return json.dumps(stated, sort_keys=True, separators=(",", ":")).encode()


def _result(report: Report) -> str:
    if report["run"]["exit_code"] != ExitCode.CONFORMANT:
        return "FAILED"
    if any(target["scope"]["partial"] for target in report["targets"]):
        return "WARNED"
    missed = any(
        verdict["verdict"] == Verdict.WAIVED
        or (verdict["verdict"] == Verdict.VIOLATED and verdict["level"] != Level.MAY)
        for verdict in report["verdicts"]
    )
    return "WARNED" if missed else "PASSED"


def _configuration(manifest: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """What the run was made with: the set of requirements, and each target."""
    suite = manifest["suite"]
    yield _resource(
        f"{suite['name']} {suite['version']} requirements", suite["requirements"]
    )
    for target in manifest["targets"]:
        yield _resource(f"target {target['name']}", target["digest"])
    for folder in manifest.get(KEY, ()):
        yield _resource(f"own requirements {folder['name']}", folder["digest"])


def _resource(name: str, digest: str) -> dict[str, Any]:
    algorithm, _, value = digest.partition(":")
    return {"name": name, "digest": {algorithm: value}}


def _tests(report: Report) -> dict[str, list[str]]:
    """The requirements that were judged, as `target: id`, by how they came out."""
    tests: dict[str, list[str]] = {
        "passedTests": [],
        "warnedTests": [],
        "failedTests": [],
    }
    for verdict in report["verdicts"]:
        kind = _kind(verdict["level"], verdict["verdict"])
        if kind:
            tests[kind].append(f"{verdict['target']}: {verdict['requirement']}")
    return tests


def _kind(level: str, verdict: str) -> str:
    if verdict == Verdict.PASS:
        return "passedTests"
    if verdict == Verdict.VIOLATED and level == "MUST":
        return "failedTests"
    return "warnedTests" if verdict in _WARNED else ""
