"""Tool calls of the pseudo model: when it calls, and what it does with results."""

import json

from conformance.relay.call import Call
from conformance.relay.json_text import Object
from conformance.tests.relay.calls import (
    CLOCK,
    WEATHER,
    ask,
    chat,
    history,
    texts,
)
from conformance.tests.relay.test_pseudo_model import PARIS_AND_TOKYO


def _calls(sent: Call) -> tuple[str, list[Object]]:
    choice = ask(sent).json["choices"][0]
    made = choice["message"].get("tool_calls", [])
    return choice["finish_reason"], [one["function"] for one in made]


def test_it_calls_a_tool_for_each_place() -> None:
    finish, made = _calls(chat(PARIS_AND_TOKYO, tools=[CLOCK, WEATHER]))
    assert finish == "tool_calls"
    assert [one["name"] for one in made] == ["get_weather"] * 2
    cities = [json.loads(one["arguments"])["city"] for one in made]
    assert cities == ["Paris", "Tokyo"]


def test_it_calls_one_tool_where_parallel_calls_are_off() -> None:
    sent = chat(PARIS_AND_TOKYO, tools=[WEATHER], parallel_tool_calls=False)
    assert len(_calls(sent)[1]) == 1


def test_it_calls_no_tool_that_the_question_does_not_need() -> None:
    assert _calls(chat("Say hi.", tools=[WEATHER])) == ("stop", [])


def test_none_forbids_calls() -> None:
    sent = chat(PARIS_AND_TOKYO, tools=[WEATHER], tool_choice="none")
    assert _calls(sent) == ("stop", [])


def test_required_makes_it_call() -> None:
    finish, made = _calls(chat("Say hi.", tools=[WEATHER], tool_choice="required"))
    assert (finish, len(made)) == ("tool_calls", 1)


def test_a_named_call_ends_with_stop() -> None:
    choice = {"type": "function", "function": {"name": "clock"}}
    sent = chat("Say hi.", tools=[WEATHER, CLOCK], tool_choice=choice)
    assert _calls(sent) == ("stop", [{"name": "clock", "arguments": "{}"}])


def test_a_tool_result_is_told() -> None:
    assert "19 degrees" in texts(ask(history()))[0]
