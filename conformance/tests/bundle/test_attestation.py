"""The statement on a bundle is one that in-toto's readers know."""

from typing import Any

import pytest

from conformance.bundle.attestation import payload, statement
from conformance.bundle.files import File
from conformance.bundle.manifest import Narrowing, build
from conformance.core.verdict import ExitCode, Outcome
from conformance.reporting.catalogue import Catalogue
from conformance.reporting.report import build as build_report
from conformance.tests.helpers import a_target
from conformance.tests.reports import (
    a_header,
    an_outcome,
    judge,
    lost,
    violated,
)

WRITTEN = File("f" * 64, 9)
FILES = {"report.json": File("a" * 64, 7), "recordings/r/x.json": File("b" * 64, 1)}


def stated(*outcomes: Outcome, code: ExitCode = ExitCode.VIOLATED) -> dict[str, Any]:
    report = build_report(a_header(exit_code=code), [judge(*outcomes)], Catalogue())
    manifest = build(report, [a_target()], Narrowing(), FILES, lambda text, _: text)
    return statement(report, manifest, WRITTEN)


def test_its_types_are_those_of_the_standard() -> None:
    made = stated(violated("chat.id"))
    assert made["_type"] == "https://in-toto.io/Statement/v1"
    assert made["predicateType"] == "https://in-toto.io/attestation/test-result/v0.1"


def test_its_subjects_are_all_files_and_the_manifest() -> None:
    assert stated(violated("chat.id"))["subject"] == [
        {"name": "manifest.json", "digest": {"sha256": "f" * 64}},
        {"name": "recordings/r/x.json", "digest": {"sha256": "b" * 64}},
        {"name": "report.json", "digest": {"sha256": "a" * 64}},
    ]


def test_its_configuration_is_the_requirements_and_the_target() -> None:
    configuration = stated(violated("chat.id"))["predicate"]["configuration"]
    assert configuration[0] == {
        "name": "relaycert 0.1.0 requirements",
        "digest": {"sha256": "0" * 64},
    }
    assert configuration[1]["name"] == "target relay"


def test_requirements_are_told_by_how_they_came_out() -> None:
    made = stated(
        an_outcome("chat.a"),
        violated("chat.b"),
        violated("chat.c", "SHOULD"),
        violated("chat.d", "MAY"),
        an_outcome("chat.e", verdict="waived"),
        an_outcome("chat.f", verdict="inconclusive"),
        an_outcome("chat.g", verdict="not-applicable"),
        lost("chat.h"),
    )["predicate"]
    assert made["passedTests"] == ["relay: chat.a"]
    assert made["failedTests"] == ["relay: chat.b"]
    assert made["warnedTests"] == [f"relay: chat.{letter}" for letter in "cdef"]


@pytest.mark.parametrize(
    ("outcome", "code", "result"),
    [
        (an_outcome("chat.a"), ExitCode.CONFORMANT, "PASSED"),
        (violated("chat.a", "SHOULD"), ExitCode.CONFORMANT, "WARNED"),
        (an_outcome("chat.a", verdict="waived"), ExitCode.CONFORMANT, "WARNED"),
        (violated("chat.a"), ExitCode.VIOLATED, "FAILED"),
        (lost("chat.a"), ExitCode.INCOMPLETE, "FAILED"),
        (an_outcome("chat.a"), ExitCode.DEFECT, "FAILED"),
    ],
)
def test_the_result_follows_the_end_of_the_run(
    outcome: Outcome, code: ExitCode, result: str
) -> None:
    assert stated(outcome, code=code)["predicate"]["result"] == result


def test_it_is_signed_in_one_form() -> None:
    made = stated(violated("chat.id"))
    assert payload(dict(reversed(list(made.items())))) == payload(made)
