"""The manifest says what made a report, and holds no secret."""

import json
from typing import Any

from conformance.bundle.files import File
from conformance.bundle.manifest import Narrowing, as_text, build, digest
from conformance.formats.schema import first_error
from conformance.inputs.target import Target
from conformance.tests.helpers import KEY, a_target
from conformance.tests.reports import a_report, judge, violated

FILES = {
    "report.json": File("a" * 64, 7),
    "manifest.json": File("b" * 64, 7),
    "junit.xml": File("c" * 64, 0),
}


def shown(text: str, _: Target) -> str:
    return text


def made(target: Target, narrowing: Narrowing | None = None) -> dict[str, Any]:
    report = a_report(judge(violated("chat.id"), target=target))
    return build(report, [target], narrowing or Narrowing(), FILES, shown)


def test_it_matches_its_schema() -> None:
    narrowing = Narrowing("chat", "not real", ("a::b",))
    manifest = json.loads(as_text(made(a_target(), narrowing)))
    assert first_error(manifest, "own/manifest") is None


def test_it_names_suite_run_and_selection_as_the_report_does() -> None:
    target = a_target()
    report = a_report(judge(violated("chat.id"), target=target))
    manifest = build(report, [target], Narrowing("k"), FILES, shown)
    assert manifest["suite"] == report["suite"]
    for name in ("id", "started", "finished", "seed", "mode"):
        assert manifest["run"][name] == report["run"][name]
    assert manifest["run"]["selection"]["keyword"] == "k"
    assert manifest["targets"][0]["models"] == report["targets"][0]["models"]


def test_it_names_every_file_but_itself() -> None:
    assert list(made(a_target())["files"]) == ["junit.xml", "report.json"]


def test_it_is_written_in_one_form() -> None:
    manifest = made(a_target())
    turned = dict(reversed(list(manifest.items())))
    assert as_text(turned) == as_text(manifest)


def test_headers_that_may_hold_a_secret_are_named_alone() -> None:
    headers = {"X-Api-Key": KEY, "Cookie": KEY, "X-Team": "quality"}
    (target,) = made(a_target(headers=headers))["targets"]
    assert target["file"]["headers"] == {"X-Team": "quality"}
    assert target["withheld"] == ["Cookie", "X-Api-Key"]


def test_a_secret_in_any_other_place_is_taken_out() -> None:
    target = a_target(headers={"X-Team": f"a {KEY} b"}, models={"chat": KEY})
    report = a_report(judge(violated("chat.id")))

    def clean(text: str, _: Target) -> str:
        return text.replace(KEY, "[redacted-key]")

    manifest = build(report, [target], Narrowing(), FILES, clean)
    assert manifest["targets"][0]["file"]["headers"] == {"X-Team": "a [redacted-key] b"}
    assert manifest["targets"][0]["file"]["models"] == {"chat": "[redacted-key]"}


def test_the_digest_is_that_of_what_is_shown() -> None:
    (one,) = made(a_target(headers={"X-Api-Key": "one"}))["targets"]
    (two,) = made(a_target(headers={"X-Api-Key": "two"}))["targets"]
    (other,) = made(a_target(headers={"X-Team": "two"}))["targets"]
    assert one["digest"] == two["digest"] == digest(one["file"])
    assert other["digest"] != one["digest"]
