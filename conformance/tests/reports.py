"""Makers for the tests of what people read: outcomes, verdicts, whole reports."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from conformance.core.catalogue_entry import CatalogueEntry
from conformance.core.requirement import Level, Requirement
from conformance.core.target_verdict import Scope
from conformance.core.verdict import ExitCode, NotTestedReason, Outcome, Verdict
from conformance.inputs.target import Target
from conformance.inputs.waiver import target_verdict
from conformance.reporting.catalogue import Catalogue
from conformance.reporting.report import Header, JudgedTarget, build
from conformance.reporting.usage import Usage
from conformance.tests.helpers import a_suite, a_target

TODAY = date(2026, 11, 22)
MOMENT = datetime(2026, 11, 22, 20, 5, 7, tzinfo=UTC)
CURL = 'curl -sS -i -N http://127.0.0.1:9/v1/models -H "authorization: ${RELAY_KEY}"'
# What a hostile relay may answer: each must be shown, and do nothing.
HOSTILE = (
    "\x1b[31mred\x1b[0m \x1b]0;title\x07 \x9b2J",
    "</code></details><script>alert(1)</script><img src=x onerror=alert(1)>",
    "safe\u202etxt.exe\u2066 \u200b \u2028 next",
    "\ud800 lone",
    "[bold]no[/bold] [link=https://evil.example]here[/link] :smile:",
    "one\r\ntwo\n\n# three\n- four | five\t`six` ```seven``` $x$ ![a](b) @user #12",
    "www.evil.example https://evil.example/ **b** _i_ ~~s~~ &lt; &amp;",
    "漢字" * 300,
    "x" * 5000,
)


def an_outcome(
    id: str = "chat.id", level: str = "MUST", verdict: str = "pass", **changes: Any
) -> Outcome:
    """An outcome; it passed unless it is told otherwise."""
    usual: dict[str, Any] = {"target": "relay", "case": "chat/minimal"}
    return Outcome(
        requirement=id,
        level=Level(level),
        verdict=Verdict(verdict),
        **(usual | changes),
    )


def lost(id: str, **changes: Any) -> Outcome:
    """An outcome whose exchange could not be had."""
    usual: dict[str, Any] = {
        "message": "the host is dead",
        "lack": NotTestedReason.LOST,
    }
    return an_outcome(id, verdict="not-tested", **(usual | changes))


def violated(id: str, level: str = "MUST", **changes: Any) -> Outcome:
    """An outcome with all that a violation tells."""
    usual: dict[str, Any] = {
        "message": "expected a text, got 7, at /id",
        "expected": "a text",
        "got": "7",
        "at": "/id",
        "recording": "recordings/relay/chat/minimal.json",
        "curl": CURL,
    }
    return an_outcome(id, level, "violated", **(usual | changes))


def an_entry(
    id: str = "chat.id", level: str = "MUST", **changes: Any
) -> CatalogueEntry:
    """A requirement with its sentence."""
    usual: dict[str, Any] = {
        "on": ("chat/*",),
        "source": "openai/chat#object",
        "fix": "Send an id.",
        "breaks": "Clients cannot tell answers apart.",
    }
    stated = Requirement(id, Level(level), **(usual | changes))
    return CatalogueEntry(stated, f"An answer has what {id} says.", "m", _holds)


def judge(
    *outcomes: Outcome, target: Target | None = None, scope: Scope | None = None
) -> JudgedTarget:
    """A target with these outcomes; they are on all there is, unless it is told."""
    usage = Usage(3, 1, 20, 10, 999, 1.25)
    target = target or a_target()
    verdict = target_verdict(outcomes, target.waivers, TODAY, scope)
    return JudgedTarget(target, verdict, usage)


def a_header(**changes: Any) -> Header:
    """The header of a run."""
    usual: dict[str, Any] = {
        "version": "0.1.0",
        "digest": "sha256:" + "0" * 64,
        "id": "run-1",
        "started": MOMENT,
        "finished": MOMENT,
        "mode": "live",
        "exit_code": ExitCode.VIOLATED,
    }
    return Header(**(usual | changes))


def a_catalogue(*entries: CatalogueEntry, **parts: Any) -> Catalogue:
    """A catalogue of these requirements, with a suite of these parts."""
    return Catalogue(a_suite(**parts), entries)


def a_report(*judged: JudgedTarget, entries: Sequence[CatalogueEntry] = ()) -> Any:
    """The report on these targets: JSON, which a test may change as it likes."""
    return build(a_header(), judged, a_catalogue(*entries))


def hostile() -> Any:
    """A report on four targets with names, values and messages that mean harm."""
    return a_report(*(_attacked(place) for place in range(4)))


def _attacked(place: int) -> JudgedTarget:
    name = f"relay {place} {HOSTILE[place]}"
    told = [
        violated(
            f"chat.{kind}.{number}",
            level,
            target=name,
            message=f"expected it, got {text}",
            expected=text,
            got=text,
            at=text,
            step=text,
            curl=f"curl -sS '{text}'",
        )
        for kind, level in (("a", "MUST"), ("b", "SHOULD"), ("c", "MAY"))
        for number, text in enumerate(HOSTILE)
    ]
    told += [
        lost(f"chat.lost.{n}", target=name, message=text)
        for n, text in enumerate(HOSTILE)
    ]
    return judge(*told, target=a_target(name=name, base_url="http://relay.test/v1"))


def _holds() -> None:
    """Judges nothing."""
