"""Slips of the user, which the first answer of a target shows."""

from pathlib import Path

import pytest

from conformance.core.exceptions import LossReason, NotRecorded
from conformance.tests.helpers import a_case, a_step, a_suite, a_target
from conformance.tests.sending.test_recorder import MANY, NAMES, recording
from conformance.tests.server import Heard, Part, reply, reply_json, serving

CHAT = a_case(
    "chat/minimal",
    steps=(a_step("/chat/completions", json={"model": "gpt-4o-mimi", "messages": []}),),
)
SUITE = a_suite(CHAT, *MANY)
ALL = [CHAT.name, *NAMES]


def lost(recorder_url: str, folder: Path) -> set[tuple[LossReason, str]]:
    """Why nothing could be recorded."""
    reasons = set()
    with recording(a_target(recorder_url), folder, ALL, SUITE) as recorder:
        for name in ALL:
            with pytest.raises(NotRecorded) as loss:
                recorder.get(name)
            reasons.add((loss.value.reason, loss.value.words))
    return reasons


def test_a_base_url_without_its_path_is_a_slip(tmp_path: Path) -> None:
    def script(heard: Heard) -> list[Part]:
        return reply(200 if heard.path.startswith("/v1/") else 404)

    with serving(script) as server:
        url = server.url.removesuffix("/v1")
        ((reason, words),) = lost(url, tmp_path)
        paths = [heard.path for heard in server.heard]
    assert reason is LossReason.SLIP
    assert f"{url}/v1 has" in words
    assert paths == ["/chat/completions", "/v1/chat/completions"]


def test_a_route_that_is_nowhere_is_no_slip(tmp_path: Path) -> None:
    with serving(lambda _: reply(404)) as server:
        url = server.url.removesuffix("/v1")
        with recording(a_target(url), tmp_path, ALL, SUITE) as recorder:
            assert recorder.get(CHAT.name).last.status == 404


def listing(*ids: str) -> list[Part]:
    """The list of these models."""
    return reply_json({"object": "list", "data": [{"id": name} for name in ids]})


@pytest.mark.parametrize("status", [400, 404])
def test_a_model_that_is_refused_and_not_listed_is_a_slip(
    tmp_path: Path, status: int
) -> None:
    def script(heard: Heard) -> list[Part]:
        return listing("gpt-4o-mini") if heard.method == "GET" else reply(status)

    with serving(script) as server:
        ((reason, words),) = lost(server.url, tmp_path)
        assert len(server.heard) == 2
    assert reason is LossReason.SLIP
    assert "Did you mean 'gpt-4o-mini'?" in words


@pytest.mark.parametrize("ids", [(), ("gpt-4o-mimi", "other")])
def test_a_refusal_of_a_model_that_may_be_there_is_no_slip(
    tmp_path: Path, ids: tuple[str, ...]
) -> None:
    def script(heard: Heard) -> list[Part]:
        return listing(*ids) if heard.method == "GET" else reply(400)

    with (
        serving(script) as server,
        recording(a_target(server.url), tmp_path, ALL, SUITE) as recorder,
    ):
        assert recorder.get(CHAT.name).last.status == 400
