"""What models that think take of a request, and what they refuse by name."""

import re
from collections.abc import Iterable

import pytest

from conformance.relay.answer import Answer
from conformance.relay.json_text import Json, Object
from conformance.relay.thinking.families import FAMILIES
from conformance.tests.relay.calls import (
    CLOCK,
    WEATHER,
    ask,
    call,
    chat,
    complete,
    post,
    texts,
)
from conformance.tests.relay.thinkers import (
    COUNTED,
    DEEPSEEK,
    EFFORT,
    FIVE,
    FIVE_SIX,
    KEYS,
    O_SERIES,
    OPENAI,
    SIX,
    TAGS,
    VLLM,
    of,
    spent,
)

SCHEMA = {"type": "json_schema", "json_schema": {"name": "a", "schema": {}}}
DEVELOPER = [{"role": "developer", "content": "Hi"}, {"role": "user", "content": "Hi"}]
PARAMETER, VALUE = "unsupported_parameter", "unsupported_value"


REFUSED: list[tuple[Iterable[str], Object, str, str | None]] = [
    (OPENAI, {"max_tokens": 500}, "max_tokens", PARAMETER),
    ((O_SERIES,), {"temperature": 1}, "temperature", PARAMETER),
    ((FIVE, FIVE_SIX, SIX), {"temperature": 0}, "temperature", VALUE),
    ((FIVE, FIVE_SIX, SIX), {"top_p": 0.5}, "top_p", VALUE),
    ((FIVE, SIX), {"presence_penalty": 1}, "presence_penalty", VALUE),
    ((FIVE, SIX), {"frequency_penalty": 1}, "frequency_penalty", VALUE),
    (OPENAI, {"logprobs": True}, "logprobs", PARAMETER),
    ((DEEPSEEK,), {"logprobs": True}, "logprobs", None),
    (OPENAI, {"logit_bias": {"5": 1}}, "logit_bias", PARAMETER),
    (OPENAI, {"stop": "x"}, "stop", PARAMETER),
    ((FIVE_SIX,), {"stop": "x", EFFORT: "none"}, "stop", PARAMETER),
    ((O_SERIES,), {"parallel_tool_calls": True}, "parallel_tool_calls", PARAMETER),
    ((O_SERIES, FIVE, SIX), {EFFORT: "none"}, EFFORT, VALUE),
    ((O_SERIES, FIVE_SIX, SIX), {EFFORT: "minimal"}, EFFORT, VALUE),
    (OPENAI, {EFFORT: "max"}, EFFORT, VALUE),
    (OPENAI, {EFFORT: 5}, EFFORT, VALUE),
    ((VLLM,), {EFFORT: "none"}, EFFORT, None),
    ((FIVE_SIX, SIX), {"tools": [CLOCK]}, EFFORT, None),
    ((FIVE_SIX, SIX), {"tools": [CLOCK], EFFORT: "low"}, EFFORT, None),
    ((DEEPSEEK,), {"tools": [CLOCK], "tool_choice": "required"}, "tool_choice", None),
    ((DEEPSEEK,), {"messages": DEVELOPER}, "messages[0].role", None),
    ((DEEPSEEK,), {"response_format": SCHEMA}, "response_format", None),
]


@pytest.mark.parametrize(
    ("model", "fields", "param", "code"),
    [(model, *rest) for models, *rest in REFUSED for model in models],
)
@pytest.mark.parametrize("stream", [False, True])
def test_a_field_is_refused_by_its_name(
    model: str, fields: Object, param: str, code: str | None, stream: bool
) -> None:
    answer = of(model, stream=stream, **fields)
    assert answer.status == 400
    error = answer.json["error"]
    assert (error["param"], error["code"]) == (param, code)
    assert error["type"] == "invalid_request_error"


TAKEN: list[tuple[Iterable[str], Object]] = [
    (FAMILIES, {"n": 2, "seed": 5, "max_completion_tokens": 500}),
    ((FIVE, FIVE_SIX, SIX), {"temperature": 1, "top_p": 1.0, "presence_penalty": 0}),
    (COUNTED, {"logprobs": False}),
    ((FIVE_SIX,), {EFFORT: "none", "temperature": 0, "logprobs": True}),
    ((FIVE_SIX,), {EFFORT: "none", "logit_bias": {"5": 1}, "presence_penalty": 1}),
    ((FIVE_SIX,), {EFFORT: "none", "tools": [CLOCK], "tool_choice": "required"}),
    ((O_SERIES, FIVE, VLLM, TAGS), {"tools": [CLOCK], "tool_choice": "required"}),
    ((DEEPSEEK,), {"tools": [CLOCK], "tool_choice": "auto"}),
    ((DEEPSEEK, VLLM, TAGS), {"max_tokens": 500, "temperature": 0, "stop": "x"}),
    ((DEEPSEEK, TAGS), {EFFORT: "no such effort"}),
    ((VLLM, TAGS), {"logprobs": True, "top_logprobs": 2, "logit_bias": {"5": 1}}),
    ((*OPENAI, VLLM, TAGS), {"messages": DEVELOPER}),
    ((*OPENAI, VLLM, TAGS), {"response_format": SCHEMA}),
    (FAMILIES, {"response_format": {"type": "json_object"}}),
    (FAMILIES, {EFFORT: None}),
]


@pytest.mark.parametrize(
    ("model", "fields"),
    [(model, fields) for models, fields in TAKEN for model in models],
)
def test_a_field_is_taken(model: str, fields: Object) -> None:
    answer = of(model, **fields)
    assert answer.status == 200, answer.json


@pytest.mark.parametrize("model", [O_SERIES, FIVE, FIVE_SIX, SIX, VLLM])
def test_each_effort_that_a_refusal_lists_is_taken(model: str) -> None:
    said = of(model, **{EFFORT: "surely"}).json["error"]["message"]
    listed = set(re.findall(r"'(\w+)'", said)) - {EFFORT, "surely"}
    assert listed == set(FAMILIES[model].efforts)
    amounts = [
        spent(of(model, **{EFFORT: name}))[1] for name in FAMILIES[model].efforts
    ]
    assert amounts == sorted(amounts)
    assert amounts[0] < amounts[-1]


@pytest.mark.parametrize(("model", "cap"), [(O_SERIES, 1), (FIVE_SIX, 3)])
def test_a_cap_without_room_for_a_token_is_refused_namelessly(
    model: str, cap: int
) -> None:
    answer = of(model, max_completion_tokens=cap)
    assert answer.status == 400
    error = answer.json["error"]
    assert (error["param"], error["code"]) == (None, None)
    assert of(model, max_completion_tokens=cap + 1).status == 200


def test_void_fields_have_no_effect() -> None:
    plain = of(DEEPSEEK)
    void: Object = {"temperature": 0.3, "top_p": 0.1, "presence_penalty": 1}
    assert of(DEEPSEEK, max_completion_tokens=5, **void).json == plain.json


@pytest.mark.parametrize(
    ("name", "meant"),
    [("none", "low"), ("minimal", "low"), ("medium", "high"), ("ultra", "max")],
)
def test_efforts_are_read_as_others(name: str, meant: str) -> None:
    thought = FAMILIES[DEEPSEEK].efforts[meant]
    assert spent(of(DEEPSEEK, **{EFFORT: name}))[1] == thought


def tool_turn(model: str, **handed_back: Json) -> Answer:
    """The answer to a conversation that has called a tool."""
    function = {"name": "get_weather", "arguments": "{}"}
    tool_call = {"id": "call_1", "type": "function", "function": function}
    assistant = {"role": "assistant", "content": None, "tool_calls": [tool_call]}
    messages = [
        {"role": "user", "content": "What is the weather in Paris?"},
        {**assistant, **handed_back},
        {"role": "tool", "tool_call_id": "call_1", "content": "19 degrees"},
    ]
    return of(model, messages=messages, tools=[WEATHER])


def test_a_tool_turn_may_need_its_thoughts_back() -> None:
    error = tool_turn(DEEPSEEK).json["error"]
    assert error["param"] == "messages[1].reasoning_content"
    assert "19 degrees" in texts(tool_turn(DEEPSEEK, reasoning_content=""))[0]
    assert "19 degrees" in texts(tool_turn(VLLM))[0]


@pytest.mark.parametrize(("model", "key"), KEYS.items())
def test_thoughts_that_come_back_are_read(model: str, key: str) -> None:
    short, long = (
        tool_turn(model, **{key: text}).json["usage"]["prompt_tokens"]
        for text in ("", "one two three")
    )
    assert long == short + 3


@pytest.mark.parametrize("model", FAMILIES)
def test_a_model_is_listed_and_chats_only(model: str) -> None:
    ids = [row["id"] for row in ask(call("GET", "/models")).json["data"]]
    assert ids.count(model) == 1
    assert ask(call("GET", f"/models/{model}")).json["id"] == model
    error = ask(complete(model=model)).json["error"]
    assert error["param"] == "model"


def test_ordinary_models_do_not_look_at_the_effort() -> None:
    efforts: list[Json] = ["none", "surely", 5, ["low"], None]
    for effort in efforts:
        assert ask(chat(reasoning_effort=effort)).body == ask(chat()).body


def test_other_dialects_refuse_in_their_own_form() -> None:
    # Roles are a contract's own: these do not have all of them.
    body = {"model": FIVE, "messages": DEVELOPER[1:], "temperature": 0}
    path = "/chat/completions"
    error = ask(post(path, body, "aitre")).json["error"]
    assert (error["param"], error["code"]) == ("temperature", VALUE)
    answer = ask(post(path, body, "vmware-pais"))
    assert answer.status == 422
    assert answer.json["detail"][0]["loc"] == ["body", "temperature"]


@pytest.mark.parametrize("family", FAMILIES.values())
def test_a_family_knows_its_own_efforts(family: Json) -> None:
    assert family.default_effort in family.efforts
    assert set((family.effort_names or {}).values()) <= set(family.efforts)
    amounts = list(family.efforts.values())
    assert amounts == sorted(amounts)
