"""Tells Allure what an item judged, and on what. Nothing else imports allure.

It is imported only when it is needed: a run without Allure does not pay for it.
"""

from collections.abc import Iterable
from typing import Any

import pytest

from conformance.core.exchange import Exchange
from conformance.core.requirement import Level, Requirement
from conformance.core.verdict import Outcome, Verdict
from conformance.formats.escape import visible
from conformance.inputs.source import Source
from conformance.inputs.target import Target
from conformance.reporting.allure import exchange as allure_exchange
from conformance.reporting.allure.results import Place, Results

RESULTS = pytest.StashKey[Results]()
_SEVERITIES = {Level.MUST: "blocker", Level.SHOULD: "normal", Level.MAY: "minor"}


def prepare(config: pytest.Config) -> None:
    """Listen to Allure, if its results are wanted."""
    if not config.option.allure_report_dir:
        return
    import allure_commons

    listener = Results()
    allure_commons.plugin_manager.register(listener)
    config.add_cleanup(lambda: allure_commons.plugin_manager.unregister(listener))
    config.stash[RESULTS] = listener


def label(
    requirement: Requirement,
    level: Level,
    source: Source | None,
    target: Target,
    sentence: str,
    case: str,
) -> Place:
    """Put the item in its place: target, area, requirement, and where that stands."""
    dynamic, name = _dynamic(), visible(target.name)
    dynamic.epic(target.profile.title)
    dynamic.feature(requirement.area)
    dynamic.story(f"{requirement.id}: {sentence}")
    dynamic.parent_suite(name)
    dynamic.suite(requirement.area)
    dynamic.sub_suite(requirement.id)
    dynamic.severity(_SEVERITIES[level])
    dynamic.tag(str(level))
    if requirement.own:
        dynamic.tag("own")
        dynamic.label("own", "its owner states it")
    for kind, value in (
        ("target", name),
        ("profile", target.profile.name),
        ("area", requirement.area),
        ("requirement", requirement.id),
        ("level", str(level)),
    ):
        dynamic.label(kind, value)
    dynamic.title(f"{requirement.id} on {name}: {case}")
    dynamic.description(_description(requirement, source, sentence))
    if source is not None and source.url:
        dynamic.link(source.url, name=f"{source.title} ({source.key})")
    return Place(target.name, requirement.id, case)


def evidence(exchanges: Iterable[Exchange]) -> None:
    """Attach request and response of each exchange as text."""
    for exchange in exchanges:
        _text(allure_exchange.request(exchange), f"{exchange.step}: request")
        _text(allure_exchange.response(exchange), f"{exchange.step}: response")


def verdict(outcome: Outcome) -> None:
    """Label the item with its verdict, and attach how to see it oneself."""
    dynamic = _dynamic()
    dynamic.label("verdict", str(outcome.verdict))
    if outcome.verdict is not Verdict.PASS:
        dynamic.tag(str(outcome.verdict))
    if outcome.curl:
        _text(allure_exchange.harmless(outcome.curl), "curl")


def _description(requirement: Requirement, source: Source | None, says: str) -> str:
    """The sentence, where it stands, what breaks without it, and what mends it."""
    rows = [("impact", requirement.breaks), ("fix", requirement.fix)]
    if source is not None:
        said = f": {source.says}" if source.says else ""
        rows.insert(0, ("source", f"{source.title}{said} ({source.standing})"))
    paragraphs = [f"**{name}**: {text}" for name, text in rows if text]
    return "\n\n".join([says, *paragraphs])


def _dynamic() -> Any:
    """What labels the item that is under way; Allure has no types for it."""
    import allure

    return allure.dynamic


def _text(body: str, name: str) -> None:
    import allure

    safe = body.encode("utf-8", "backslashreplace").decode()
    allure.attach(safe, visible(name), allure.attachment_type.TEXT)
