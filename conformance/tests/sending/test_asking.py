"""How a model wants to be asked, found out on models of every family."""

import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from conformance.core.exchange import Exchange
from conformance.core.message import Piece, Request, Response
from conformance.inputs.manner import ORDINARY, Manner, Wish
from conformance.sending.asking import PROMPT, TRIALS, manner_of, next_trial

Fields = Mapping[str, Any]
Answer = tuple[int, Any]
Model = Callable[[Fields], Answer]


def refusal(param: str | None, message: str, status: int = 400) -> Answer:
    """A refusal in OpenAI's envelope."""
    error = {"message": message, "type": "invalid_request_error", "param": param}
    return status, {"error": error}


def completion(text: str = "3648", hidden: int = 0, **message: Any) -> Answer:
    """An answer whose hidden tokens are counted as OpenAI counts them."""
    counted = len(text) // 2 + hidden
    usage: dict[str, Any] = {"prompt_tokens": 20, "completion_tokens": counted}
    if hidden:
        usage["completion_tokens_details"] = {"reasoning_tokens": hidden}
    message = {"role": "assistant", "content": text, **message}
    choice = {"index": 0, "message": message, "finish_reason": "stop"}
    return 200, {"choices": [choice], "usage": usage}


def ordinary(sent: Fields) -> Answer:
    """Takes everything and does not think."""
    return completion()


def like_o(sent: Fields) -> Answer:
    """Always thinks; takes neither the old cap nor a temperature nor effort none."""
    if "max_tokens" in sent:
        return refusal(
            "max_tokens", "Unsupported parameter: use 'max_completion_tokens' instead."
        )
    if "temperature" in sent:
        return refusal("temperature", "Unsupported value: only 1 is supported.")
    if sent.get("reasoning_effort") == "none":
        return refusal(
            "reasoning_effort",
            "Unsupported value: 'none'. Supported values are: 'low', 'medium', 'high'.",
        )
    return completion(hidden=192)


def like_5_1(sent: Fields) -> Answer:
    """Does not think with effort none, and takes a temperature then."""
    if "max_tokens" in sent:
        return refusal("max_tokens", "Unsupported parameter: 'max_tokens'.")
    return completion()


def like_5_6(sent: Fields) -> Answer:
    """Thinks unless told not to; takes a temperature only with effort none."""
    if "max_tokens" in sent:
        return refusal("max_tokens", "Unsupported parameter: 'max_tokens'.")
    off = sent.get("reasoning_effort") == "none"
    if "temperature" in sent and not off:
        return refusal("temperature", "Unsupported value: 'temperature'.")
    return completion(hidden=0 if off else 64)


def like_deepseek(sent: Fields) -> Answer:
    """Takes everything, has no effort that switches thinking off, and shows it."""
    return completion(hidden=40, reasoning_content="48 times 76 is 48 times 75 ...")


def like_vllm_without_counts(sent: Fields) -> Answer:
    """Shows its thinking under another name, and does not count it apart."""
    status, body = completion(reasoning="Let me see: 48 * 76 = 3648.")
    body["usage"]["completion_tokens"] = 24
    return status, body


def with_tags(sent: Fields) -> Answer:
    """Thinks in the content itself; the opening tag is part of the template."""
    return completion("48 * 76 = 3648, I think.\n</think>\n3648")


def behind_a_string(sent: Fields) -> Answer:
    """Refuses in words only, in a body that was put into a string twice."""
    for name in ("max_tokens", "temperature", "reasoning_effort"):
        if name in sent:
            inner = json.dumps({"error": {"message": f'"{name}" is not supported'}})
            return 400, {"message": json.dumps(inner), "code": 400}
    return completion(hidden=80)


def by_loc(sent: Fields) -> Answer:
    """Refuses by a list of places, with 422."""
    refused = [n for n in ("temperature", "reasoning_effort") if n in sent]
    if refused:
        detail = [{"loc": ["body", name], "msg": "extra"} for name in refused]
        return 422, {"detail": detail}
    return completion(hidden=80)


def one_at_a_time(sent: Fields) -> Answer:
    """Names one field in each refusal, the temperature first."""
    for name in ("temperature", "max_tokens", "reasoning_effort"):
        if name in sent:
            return refusal(name, f"Unsupported parameter: '{name}'.")
    return completion(hidden=80)


def without_names(sent: Fields) -> Answer:
    """Refuses effort and temperature without naming either."""
    if {"temperature", "reasoning_effort"} & sent.keys():
        return 400, {"error": {"message": "Provider returned error", "code": 400}}
    return completion(hidden=80)


def without_cap(sent: Fields) -> Answer:
    """Takes the smallest request and nothing else."""
    extra = sorted(sent.keys() - {"model", "messages"})
    return refusal(extra[0], "No.") if extra else completion(hidden=10)


def hides_from_a_small_cap(sent: Fields) -> Answer:
    """Counts nothing apart; a small cap is used up before a word is written."""
    cap = sent.get("max_tokens", 10_000)
    status, body = completion("3648" if cap > 300 else "")
    body["usage"]["completion_tokens"] = min(cap, 302)
    return status, body


FOUND: list[tuple[Model, Manner, int]] = [
    (ordinary, ORDINARY, 1),
    (
        like_o,
        Manner(
            "max_completion_tokens",
            temperature=False,
            effort="low",
            hidden=192,
            thinks=True,
            refused=("max_tokens", "reasoning_effort"),
        ),
        3,
    ),
    (
        like_5_1,
        Manner(
            "max_completion_tokens",
            effort="none",
            thinks=True,
            refused=("max_tokens",),
        ),
        3,
    ),
    (
        like_5_6,
        Manner(
            "max_completion_tokens",
            effort="none",
            thinks=True,
            refused=("max_tokens",),
        ),
        3,
    ),
    (like_deepseek, Manner(hidden=40, thinks=True), 2),
    (like_vllm_without_counts, Manner(hidden=20, thinks=True), 2),
    (with_tags, Manner(hidden=14, thinks=True), 2),
    (
        behind_a_string,
        Manner(
            "max_completion_tokens",
            temperature=False,
            hidden=80,
            thinks=True,
            refused=("max_tokens", "reasoning_effort"),
        ),
        3,
    ),
    (
        by_loc,
        Manner(
            "max_completion_tokens",
            temperature=False,
            hidden=80,
            thinks=True,
            refused=("temperature", "reasoning_effort"),
        ),
        3,
    ),
    (
        one_at_a_time,
        Manner(
            "max_completion_tokens",
            temperature=False,
            hidden=80,
            thinks=True,
            refused=("temperature", "reasoning_effort"),
        ),
        3,
    ),
    (
        without_names,
        Manner("max_completion_tokens", temperature=False, hidden=80, thinks=True),
        3,
    ),
    (hides_from_a_small_cap, Manner(hidden=298, thinks=True), 2),
]


@pytest.mark.parametrize(
    ("model", "manner", "asked"), FOUND, ids=[row[0].__name__ for row in FOUND]
)
def test_each_family_is_asked_as_it_wants_to_be(
    model: Model, manner: Manner, asked: int
) -> None:
    shown, trials = asked_of(model)
    assert len(trials) == asked
    assert shown == manner


@pytest.mark.parametrize("model", [row[0] for row in FOUND])
def test_what_is_asked_in_the_manner_is_taken(model: Model) -> None:
    manner, _ = asked_of(model)
    status, _ = model(manner.spelled(smallest(), Wish(20, steady=True)))
    assert status == 200


def test_a_model_that_takes_no_cap_gets_none() -> None:
    manner, _ = asked_of(without_cap)
    assert (manner.cap, manner.temperature, manner.thinks) == ("", False, True)


@pytest.mark.parametrize("status", [401, 402, 403, 404, 408, 409, 429])
def test_what_is_no_answer_to_the_question_ends_it(status: int) -> None:
    manner, trials = asked_of(lambda sent: (status, {"error": {"message": "no"}}))
    assert len(trials) == 1
    assert str(status) in manner.unknown


def test_nothing_is_known_of_a_server_that_always_fails() -> None:
    manner, trials = asked_of(lambda sent: (502, {"error": {"message": "no"}}))
    assert len(trials) == 3
    assert "502" in manner.unknown


def failing(model: Model) -> Model:
    """The model behind a relay that hands each refusal on as a server error."""

    def relay(sent: Fields) -> Answer:
        status, body = model(sent)
        return (200, body) if status == 200 else (500, {"detail": f"{status}: {body}"})

    return relay


# What follows from the difference alone: a field is left out, whatever it was.
FAILING: list[tuple[Model, Manner]] = [
    (like_o, Manner("max_completion_tokens", False, "", 192, thinks=True)),
    (like_5_1, Manner("max_completion_tokens", False, "none", thinks=True)),
    (like_5_6, Manner("max_completion_tokens", False, "none", thinks=True)),
    (without_names, Manner("max_completion_tokens", False, "", 80, thinks=True)),
    (like_deepseek, Manner(hidden=40, thinks=True)),
    (ordinary, ORDINARY),
]


@pytest.mark.parametrize(
    ("model", "manner"), FAILING, ids=[row[0].__name__ for row in FAILING]
)
def test_a_server_error_is_a_refusal_that_names_nothing(
    model: Model, manner: Manner
) -> None:
    shown, trials = asked_of(failing(model))
    assert len(trials) <= 3
    assert shown == manner


@pytest.mark.parametrize(
    ("model", "manner"),
    [(ordinary, ORDINARY), (like_deepseek, Manner(hidden=40, thinks=True))],
    ids=["ordinary", "like_deepseek"],
)
def test_a_fault_that_passes_is_no_refusal(model: Model, manner: Manner) -> None:
    fails = iter([False, True])  # the second request: the first trial

    def once(sent: Fields) -> Answer:
        return (502, {}) if next(fails, False) else model(sent)

    assert asked_of(once)[0] == manner


def test_an_effort_that_is_refused_as_a_server_error_is_left_out() -> None:
    def without_effort(sent: Fields) -> Answer:
        return (500, {}) if "reasoning_effort" in sent else like_deepseek(sent)

    manner, trials = asked_of(without_effort)
    assert len(trials) == 2
    assert manner == Manner(hidden=40, thinks=True)


def test_nothing_counts_as_refused_if_nothing_was_taken() -> None:
    manner, _ = asked_of(lambda sent: refusal("max_tokens", "never"))
    assert manner.refused == ()


def test_an_ordinary_text_in_another_script_is_not_taken_for_thinking() -> None:
    def chinese(sent: Fields) -> Answer:
        status, body = completion("四十八乘以七十六等于三千六百四十八。")
        body["usage"]["completion_tokens"] = 40
        return status, body

    assert asked_of(chinese)[0] == ORDINARY


@pytest.mark.parametrize(
    ("manner", "excused"),
    [
        (Manner(thinks=True), "role"),
        (Manner("max_completion_tokens", thinks=True), ""),
        (Manner("", thinks=True), ""),
        (ORDINARY, ""),
    ],
)
def test_a_role_may_be_refused_where_the_older_cap_is_taken(
    manner: Manner, excused: str
) -> None:
    assert manner.may_refuse(["messages", "role"]) == excused


def asked_of(model: Model) -> tuple[Manner, list[Exchange]]:
    """What the trials show on a model, and the trials."""
    plain = exchange("create", smallest(), model)
    trials: list[Exchange] = []
    while (fields := next_trial(plain, trials)) is not None:
        sent = {**smallest(), **fields}
        trials.append(exchange(TRIALS[len(trials)], sent, model))
    return manner_of(plain, trials), trials


def smallest() -> dict[str, Any]:
    """The fields that every request has."""
    return {"model": "m", "messages": [{"role": "user", "content": PROMPT}]}


def exchange(step: str, sent: Fields, model: Model) -> Exchange:
    """The exchange of a request with a model."""
    status, body = model(sent)
    request = Request("POST", "http://relay/v1", (), json.dumps(sent).encode())
    kind = (("content-type", "application/json"),)
    pieces = (Piece(0.1, json.dumps(body).encode()),)
    return Exchange(step, request, Response(status, kind, pieces))
