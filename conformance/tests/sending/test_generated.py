"""Generated cases: drawn, sent in one wave, shrunk within a budget, and kept."""

import json
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from conformance.core.exceptions import Blocked, NotRecorded
from conformance.core.exchange import Recording
from conformance.core.violation import Violation
from conformance.inputs.limits import GenerationSettings
from conformance.inputs.stimulus import GeneratedRequests
from conformance.inputs.suite import Suite
from conformance.inputs.target import Target
from conformance.plugin import counterexamples
from conformance.requirements.generated._judging import all_of
from conformance.sending.generated import GeneratedBatch, drawn
from conformance.sending.session import TargetSession
from conformance.sending.store import Store
from conformance.tests.helpers import KEY, KEY_ENV, a_target, quick, requests_of
from conformance.tests.packaged import SUITE
from conformance.tests.server import Heard, Part, Script, reply_json, serving

ACCEPTED, REFUSED = "generated/chat-accepted", "generated/chat-refused"
NONE = frozenset[str]()


@pytest.fixture(autouse=True)
def _key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(KEY_ENV, KEY)


def answer(heard: Heard) -> list[Part]:
    """A chat answer of few words, or a refusal of what is no such request."""
    try:
        sent = json.loads(heard.body)
        messages = sent["messages"]
        good = isinstance(messages, list) and isinstance(sent["model"], str)
    except (ValueError, KeyError, TypeError):
        good = False
    if not good:
        return refusal()
    usage = {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}
    message = {"role": "assistant", "content": "Hi"}
    choice = {"index": 0, "message": message, "finish_reason": "stop"}
    whole = {"id": "a", "object": "chat.completion", "created": 1, "model": "m"}
    return reply_json({**whole, "choices": [choice], "usage": usage})


def refusal(status: int = 400) -> list[Part]:
    """A refusal in the documented form."""
    return reply_json({"error": {"message": "No.", "type": "t"}}, status)


def fails_on(name: str) -> Script:
    """A relay that fails on requests with a field."""
    return lambda heard: (
        refusal(500) if f'"{name}"'.encode() in heard.body else answer(heard)
    )


def recorded(
    script: Script, case: str, generation: GenerationSettings, **changes: object
) -> tuple[Recording, list[Heard], Target]:
    """What a generated case records against a script, and what that heard."""
    with serving(script) as server:
        target = a_target(
            server.url, profile=SUITE.profiles["openai"], generation=generation
        )
        target = replace(target, limits=quick(**changes))
        post = TargetSession.to(target, threading.Event())
        try:
            made = GeneratedBatch(
                SUITE.cases[case], requests_of(SUITE.cases[case]), post, "m", NONE
            ).record()
        finally:
            post.close()
        return made, server.heard, target


def bodies(heard: list[Heard]) -> set[bytes]:
    """What was sent, in any order."""
    return {one.body for one in heard}


def test_the_same_seed_sends_the_same_requests() -> None:
    _, first, _ = recorded(answer, ACCEPTED, GenerationSettings(12, 0, seed=4))
    _, again, _ = recorded(answer, ACCEPTED, GenerationSettings(12, 0, seed=4))
    _, other, _ = recorded(answer, ACCEPTED, GenerationSettings(12, 0, seed=5))
    assert bodies(first) == bodies(again)
    assert bodies(first) != bodies(other)
    assert len(first) == 12


def test_what_fails_is_made_smaller_until_nothing_can_be_left_out() -> None:
    made, heard, _ = recorded(
        fails_on("frequency_penalty"), ACCEPTED, GenerationSettings(15, 60)
    )
    smallest = made[made.observations["smallest"]["no-5xx"]].request.json
    assert smallest.keys() == {"model", "messages", "max_tokens", "frequency_penalty"}
    assert made.observations["smallest"].keys() == {"no-5xx"}
    assert len(heard) <= 15 + 60


def test_each_field_that_breaks_is_found_with_its_smallest_request() -> None:
    def fails(heard: Heard) -> list[Part]:
        broken = (b'"frequency_penalty"', b'"top_p"')
        return refusal(500) if any(n in heard.body for n in broken) else answer(heard)

    made, heard, _ = recorded(fails, ACCEPTED, GenerationSettings(20, 120))
    with pytest.raises(Violation) as caught:
        all_of(made, SUITE.profiles["openai"], SUITE.cases[ACCEPTED], "no-5xx")
    shown = [caught.value, *caught.value.more]
    assert sorted(one.about or () for one in shown) == [
        ("frequency_penalty",),
        ("top_p",),
    ]
    failed = [exchange for exchange in made if exchange.status == 500]
    assert sum(1 + len(one.alike) for one in shown) == len(failed)
    assert len(heard) <= 20 + 120


def test_nothing_is_made_smaller_where_nothing_may_be_sent_for_it() -> None:
    made, heard, _ = recorded(
        fails_on("frequency_penalty"), ACCEPTED, GenerationSettings(15, 0)
    )
    assert len(heard) == 15
    step = made.observations["smallest"]["no-5xx"]
    assert "frequency_penalty" in made[step].request.json


def test_a_budget_that_is_spent_keeps_what_was_found() -> None:
    made, heard, _ = recorded(
        fails_on("frequency_penalty"),
        ACCEPTED,
        GenerationSettings(15, 60),
        max_requests=18,
    )
    assert len(heard) == 18
    assert made.observations["smallest"]["no-5xx"]


def test_a_budget_that_does_not_reach_for_the_wave_is_told() -> None:
    with pytest.raises(NotRecorded, match="budget is spent"):
        recorded(answer, ACCEPTED, GenerationSettings(15, 0), max_requests=10)


def test_a_refused_family_begins_with_what_was_accepted() -> None:
    made, _, _ = recorded(answer, REFUSED, GenerationSettings(8, 0))
    assert made.exchanges[0].step == "least"
    assert made.exchanges[0].accepted
    told = made.observations["generated"]
    broken = [told[e.step]["statement"] for e in made.exchanges[1:]]
    assert len(set(broken)) == len(broken) == 8


def test_nothing_is_broken_of_what_is_refused_itself() -> None:
    with pytest.raises(Blocked, match="smallest request was refused"):
        recorded(lambda _: refusal(), REFUSED, GenerationSettings(8, 0))


def test_what_was_found_can_be_sent_again(tmp_path: Path) -> None:
    made, _, target = recorded(
        fails_on("frequency_penalty"), ACCEPTED, GenerationSettings(15, 60)
    )
    store = Store(tmp_path / "recordings")
    store.save(SUITE.cases[ACCEPTED], made)
    counterexamples.write(target, store, tmp_path, SUITE)
    path = tmp_path / "found" / target.slug / "chat-no-5xx-accepted.json"
    again = Suite.load(case_files=[path]).cases["generated/chat-no-5xx-accepted"]
    sent = made[made.observations["smallest"]["no-5xx"]].request
    assert again.steps[0].path == "/chat/completions"
    assert json.loads(again.steps[0].body or "") == sent.json
    assert again.observed["generated"].keys() == {again.steps[0].name}


@pytest.mark.parametrize("text", ["no JSON", "{}", '{"summary": 1}'])
def test_a_file_that_is_no_case_is_told(tmp_path: Path, text: str) -> None:
    (tmp_path / "mine.json").write_text(text)
    with pytest.raises(pytest.UsageError, match=r"--case mine\.json"):
        Suite.load(case_files=[tmp_path / "mine.json"])


def test_a_case_is_drawn_without_being_sent() -> None:
    target = a_target(profile=SUITE.profiles["openai"])
    case = SUITE.cases[REFUSED]
    requests = requests_of(case)
    assert len(drawn(case, requests, target, "m", NONE)) == requests.examples


def usual(profile: str) -> int:
    """How many requests are generated if nothing is claimed."""
    known = SUITE.profiles[profile].knows
    costly = ("images", "audio.speech", "midjourney")
    return sum(
        case.stimulus.examples
        for case in SUITE.cases.values()
        if isinstance(case.stimulus, GeneratedRequests)
        and set(case.needs) <= set(known) - set(costly)
    )


@pytest.mark.parametrize("profile", SUITE.profiles)
def test_no_more_than_150_are_usual(profile: str) -> None:
    assert 0 < usual(profile) <= 150
