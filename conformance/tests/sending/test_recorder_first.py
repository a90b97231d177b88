"""The first exchanges: a wrong key, a dead host, what is not offered."""

from pathlib import Path

import pytest

from conformance.core.exceptions import NotOffered, NotRecorded
from conformance.inputs.case import Case
from conformance.inputs.step import Auth
from conformance.sending.scheduler import schedule
from conformance.sending.store import Store
from conformance.tests.helpers import a_case, a_step, a_suite, a_target, quick
from conformance.tests.sending.test_client import refused_port
from conformance.tests.sending.test_recorder import (
    IMAGES,
    MANY,
    NAMES,
    fine,
    losses,
    recording,
)
from conformance.tests.server import Heard, Part, reply, serving


def test_a_wrong_key_costs_one_request(tmp_path: Path) -> None:
    suite = a_suite(a_case(), *MANY)
    names = [*NAMES, "chat/minimal"]
    with serving(lambda _: reply(401)) as server:
        with recording(a_target(server.url), tmp_path, names, suite) as recorder:
            (reason,) = losses(recorder, names)
        assert [heard.path for heard in server.heard] == ["/v1/chat/minimal"]
    assert "refuses the key (401): check what RELAYCERT_TEST_KEY holds" in reason


def test_a_case_that_shows_no_key_says_nothing_of_the_key(tmp_path: Path) -> None:
    steps = (a_step("/chat/no-key", auth=Auth.NONE),)
    header = (a_step("/chat/basic", headers={"authorization": "Basic x"}),)
    suite = a_suite(
        a_case("chat/no-key", steps=steps),
        a_case("chat/basic", steps=header),
        MANY[0],
    )

    def script(heard: Heard) -> list[Part]:
        keyed = heard.headers.get("authorization", "").startswith("Bearer")
        return reply(200 if keyed else 401)

    names = ["chat/no-key", "chat/basic", NAMES[0]]
    with (
        serving(script) as server,
        recording(a_target(server.url), tmp_path, names, suite) as recorder,
    ):
        statuses = [recorder.get(name).last.status for name in names]
    assert statuses == [401, 401, 200]


def test_a_wrong_key_costs_one_request_behind_a_case_that_shows_none(
    tmp_path: Path,
) -> None:
    steps = (a_step("/chat/no-key", auth=Auth.NONE),)
    suite = a_suite(a_case("chat/no-key", steps=steps), *MANY)
    names = ["chat/no-key", *NAMES]
    with serving(lambda _: reply(401)) as server:
        with recording(a_target(server.url), tmp_path, names, suite):
            pass
        assert len(server.heard) == 2


def test_a_server_that_wants_a_key_where_none_is_given_is_told(tmp_path: Path) -> None:
    suite = a_suite(*MANY)
    with (
        serving(lambda _: reply(401)) as server,
        recording(a_target(server.url, key_env=""), tmp_path, NAMES, suite) as recorder,
    ):
        (reason,) = losses(recorder, NAMES[1:])
    assert "name its variable with --key-env" in reason


def test_a_dead_host_is_told_once(tmp_path: Path) -> None:
    suite = a_suite(*MANY)
    target = a_target(f"http://127.0.0.1:{refused_port()}/v1")
    with recording(target, tmp_path, NAMES, suite) as recorder:
        (reason,) = losses(recorder, NAMES)
        assert "no connection" in reason
        assert recorder.session.budget.requests == 1
    with pytest.raises(NotRecorded, match="no connection"):
        Store(tmp_path).load(MANY[5], "relay")


def test_what_is_not_offered_is_not_sent(tmp_path: Path) -> None:
    suite = a_suite(a_case(), *IMAGES)

    def script(heard: Heard) -> list[Part]:
        return reply(404 if "images" in heard.path else 200)

    names = ["chat/minimal", "images/n"]
    with serving(script) as server:
        with (
            recording(a_target(server.url), tmp_path, names, suite) as recorder,
            pytest.raises(NotOffered, match=r"images is not offered \(404\)"),
        ):
            recorder.get("images/n")
        paths = [heard.path for heard in server.heard]
    assert paths == ["/v1/chat/minimal", "/v1/images/minimal"]


def test_a_claimed_capability_is_sent_whatever_the_target_says(tmp_path: Path) -> None:
    suite = a_suite(*IMAGES)
    target = a_target(claims=("images",))
    assert [case.name for case in schedule(["images/n"], target, suite)] == ["images/n"]


def test_the_cheap_exchange_goes_first() -> None:
    suite = a_suite(a_case(), a_case("completions/minimal"), *MANY)
    names = [*NAMES, "completions/minimal", "chat/minimal"]
    order = [case.name for case in schedule(names, a_target(), suite)]
    assert order[0] == "chat/minimal"
    assert sorted(order) == sorted(names)


def test_dependent_cases_wait_for_each_other_with_one_in_flight(tmp_path: Path) -> None:
    suite = a_suite(*IMAGES, *MANY)
    limits = quick(concurrency=1)
    names = [*NAMES[:3], "images/n"]
    with (
        serving(fine) as server,
        recording(
            a_target(server.url, limits=limits), tmp_path, names, suite
        ) as recorder,
    ):
        assert recorder.get("images/n").last.status == 200


def test_schedule_puts_a_case_behind_what_decides_about_it() -> None:
    suite = a_suite(*IMAGES)
    order: list[Case] = schedule(["images/n"], a_target(), suite)
    assert [case.name for case in order] == ["images/minimal", "images/n"]
