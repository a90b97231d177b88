"""What Allure is told, through its own hooks."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import allure_commons
import pytest

from conformance.core.exchange import Exchange
from conformance.core.message import Attempt
from conformance.core.requirement import Level
from conformance.inputs.source import Source
from conformance.reporting.allure import attach
from conformance.reporting.allure.results import Place
from conformance.tests.helpers import a_profile, a_stream, a_target, an_exchange
from conformance.tests.processes import python
from conformance.tests.reports import CURL, an_entry, an_outcome, violated

SOURCE = Source("openai/chat#object", "Chat", "https://docs.test/chat", "vendor", "So.")


class _Heard:
    """Listens to Allure's hooks in place of its own reporter."""

    def __init__(self) -> None:
        self.labels: dict[str, list[str]] = {}
        self.links: list[tuple[str, str]] = []
        self.texts: dict[str, str] = {}
        self.title = ""
        self.description = ""

    @allure_commons.hookimpl
    def add_label(self, label_type: str, labels: tuple[str, ...]) -> None:
        self.labels.setdefault(str(label_type), []).extend(labels)

    @allure_commons.hookimpl
    def add_link(self, url: str, link_type: str, name: str) -> None:
        self.links.append((url, name))

    @allure_commons.hookimpl
    def add_title(self, test_title: str) -> None:
        self.title = test_title

    @allure_commons.hookimpl
    def add_description(self, test_description: str) -> None:
        self.description = test_description

    @allure_commons.hookimpl
    def attach_data(self, body: str, name: str, attachment_type: Any) -> None:
        assert attachment_type.mime_type == "text/plain"
        self.texts[name] = body


@pytest.fixture
def heard() -> Iterator[_Heard]:
    listener = _Heard()
    # A run with --alluredir has a reporter of its own, which is none of this test's.
    others = [p for p in allure_commons.plugin_manager.get_plugins() if p]
    for other in others:
        allure_commons.plugin_manager.unregister(other)
    allure_commons.plugin_manager.register(listener)
    yield listener
    allure_commons.plugin_manager.unregister(listener)
    for other in others:
        allure_commons.plugin_manager.register(other)


@pytest.mark.parametrize(
    ("level", "severity"),
    [("MUST", "blocker"), ("SHOULD", "normal"), ("MAY", "minor")],
)
def test_an_item_stands_under_target_area_and_requirement(
    heard: _Heard, level: str, severity: str
) -> None:
    target = a_target(profile=a_profile(title="The contract"))
    stated = an_entry("chat.id").requirement
    place = attach.label(
        stated, Level(level), SOURCE, target, "It has an id.", "chat/minimal"
    )
    assert place == Place("relay", "chat.id", "chat/minimal")
    assert heard.labels == {
        "epic": ["The contract"],
        "feature": ["chat"],
        "story": ["chat.id: It has an id."],
        "parentSuite": ["relay"],
        "suite": ["chat"],
        "subSuite": ["chat.id"],
        "severity": [severity],
        "tag": [level],
        "target": ["relay"],
        "profile": [target.profile.name],
        "area": ["chat"],
        "requirement": ["chat.id"],
        "level": [level],
    }
    assert heard.links == [(SOURCE.url, "Chat (openai/chat#object)")]
    assert heard.title == "chat.id on relay: chat/minimal"


def test_an_item_says_where_it_stands_what_it_breaks_and_how_to_mend_it(
    heard: _Heard,
) -> None:
    stated = an_entry("chat.id").requirement
    attach.label(stated, Level.MUST, SOURCE, a_target(), "It has an id.", "chat/a")
    assert heard.description.split("\n\n") == [
        "It has an id.",
        "**source**: Chat: So. (vendor)",
        "**impact**: Clients cannot tell answers apart.",
        "**fix**: Send an id.",
    ]


def test_a_targets_name_does_nothing(heard: _Heard) -> None:
    target = a_target(name="a\u202eb\x1b[2J")
    stated = an_entry("chat.id").requirement
    attach.label(stated, Level.MUST, None, target, "It has an id.", "chat/a")
    assert heard.labels["parentSuite"] == ["a\\u202eb\\x1b[2J"]
    assert heard.title == "chat.id on a\\u202eb\\x1b[2J: chat/a"


def test_a_requirement_without_a_known_passage_has_no_link(heard: _Heard) -> None:
    stated = an_entry().requirement
    attach.label(stated, Level.MUST, None, a_target(), "It has an id.", "chat/a")
    assert heard.links == []


def _attached(heard: _Heard, exchange: Exchange) -> tuple[str, str]:
    attach.evidence([exchange])
    return heard.texts["create: request"], heard.texts["create: response"]


def test_request_and_response_are_attached_as_they_went(heard: _Heard) -> None:
    request, response = _attached(heard, an_exchange(404, b'{"a": 1}'))
    assert request.startswith("POST http://relay.test/v1/chat/completions\n")
    assert request.endswith("\n\n{}")
    assert response == ('HTTP/1.1 404\nContent-Type: application/json\n\n{"a": 1}')


def test_events_are_attached_with_the_time_of_their_arrival(heard: _Heard) -> None:
    _, response = _attached(heard, a_stream('{"n": 1}', "[DONE]"))
    assert response.endswith(
        '   0.100 s  message: {"n": 1}\n   0.100 s  message: [DONE]'
    )


def test_waits_before_the_answer_are_told(heard: _Heard) -> None:
    usual = an_exchange()
    waited = Exchange(
        "create", usual.request, usual.response, attempts=(Attempt(429, (), b"", 2.0),)
    )
    assert _attached(heard, waited)[1].startswith("(after 429, waited 2.0 s)\n")


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        (b"ID3\0\0", "(5 bytes that are no text)"),
        (b"\xff", "\\xff"),
        (b"x" * 300_000, "(300000 characters; the recording has them all)"),
    ],
)
def test_bodies_that_are_no_short_text_are_told_of(
    heard: _Heard, body: bytes, shown: str
) -> None:
    response = _attached(heard, an_exchange(body=body))[1]
    assert response.endswith(shown)
    assert len(response) < 210_000


@pytest.mark.parametrize(
    "verdict", ["violated", "waived", "inconclusive", "not-tested", "not-applicable"]
)
def test_a_verdict_is_a_label_and_a_tag(heard: _Heard, verdict: str) -> None:
    attach.verdict(an_outcome(level="SHOULD", verdict=verdict))
    assert heard.labels == {"verdict": [verdict], "tag": [verdict]}


def test_a_pass_is_not_tagged_and_a_violation_has_its_curl_line(heard: _Heard) -> None:
    attach.verdict(an_outcome())
    assert heard.labels == {"verdict": ["pass"]}
    attach.verdict(violated("chat.id"))
    assert heard.texts == {"curl": CURL}


def test_nothing_that_came_acts_on_who_reads_it(heard: _Heard) -> None:
    body = '{"a": "\x1b[31m", "b": "\u202e"}\n\tend\r\n'.encode()
    response = _attached(heard, an_exchange(body=body))[1]
    shown = response.split("\n\n")[1]
    assert shown == '{"a": "\\x1b[31m", "b": "\\u202e"}\n\\tend\\r\n'


@pytest.mark.process
def test_allure_is_imported_only_when_it_is_needed(tmp_path: Path) -> None:
    module = "conformance.reporting.allure.attach"
    code = f"import sys, {module}; sys.exit('allure' in sys.modules)"
    ended = python(tmp_path, "-c", code)
    assert ended.returncode == 0
