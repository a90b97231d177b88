"""What the vendors' dialects refuse in a way of their own."""

import pytest

from conformance.relay.json_text import Json
from conformance.relay.problem import ProblemKind
from conformance.tests.relay.calls import (
    ask,
    call,
    chat,
    complete,
)

VMWARE_REFUSED: list[tuple[str, Json]] = [
    ("temperature", -0.1),
    ("temperature", 2.1),
    ("n", 0),
    ("max_tokens", 0),
    ("stop", []),
    ("stop", "x"),
    ("prompt", ["a"]),
    ("prompt", None),
    ("stream", "yes"),
    ("seed", 1.5),
]


@pytest.mark.parametrize(("field", "value"), VMWARE_REFUSED)
def test_vmware_refuses_with_422(field: str, value: Json) -> None:
    answer = ask(complete(dialect="vmware-pais", **{field: value}))
    assert answer.status == 422
    assert answer.json["detail"][0]["loc"][:2] == ["body", field]


@pytest.mark.parametrize("field", ["echo", "logprobs", "best_of", "suffix", "top_p"])
def test_vmware_ignores_fields_its_page_does_not_have(field: str) -> None:
    given = ask(complete(dialect="vmware-pais", **{field: "whatever"}))
    assert given == ask(complete(dialect="vmware-pais"))


@pytest.mark.parametrize("dialect", ["aitre", "modellss"])
def test_relays_refuse_in_their_own_envelope(dialect: str) -> None:
    answer = ask(complete(dialect=dialect, n=0), "errors-of-new-api")
    error = answer.json["error"]
    assert answer.status == 400
    assert (error["type"], error["code"]) == ("new_api_error", "invalid_text_request")
    assert error["message"].endswith("(request id: req_1)")
    assert answer.headers["x-oneapi-request-id"] == "req_1"


@pytest.mark.parametrize("dialect", ["aitre", "modellss"])
def test_relays_answer_an_unknown_model_with_503(dialect: str) -> None:
    answer = ask(chat(dialect=dialect, model="gpt-none"), "errors-of-new-api")
    assert answer.status == 503
    assert set(answer.json["error"]) == {"message", "type"}


def test_vmware_answers_an_unknown_model_with_no_body() -> None:
    asked = chat(dialect="vmware-pais", model="gpt-none")
    answer = ask(asked, "unknown-model-without-body")
    assert (answer.status, answer.body) == (404, b"")


def test_a_model_that_is_not_there_is_not_found() -> None:
    answer = ask(call("GET", "/models/gpt-none"))
    assert answer.status == 404
    assert answer.json["error"]["code"] == "model_not_found"


@pytest.mark.parametrize("dialect", ["aitre", "modellss", "vmware-pais"])
def test_a_route_that_a_contract_does_not_name_is_not_there(dialect: str) -> None:
    answer = ask(call("GET", "/models/reference-chat", dialect=dialect))
    assert answer.refuses_as(ProblemKind.NO_ROUTE)
    assert answer.status == 404
