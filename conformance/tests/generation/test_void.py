"""Fields that a contract takes without any effect, in generated requests."""

import json
from dataclasses import replace

import pytest

from conformance.core.exceptions import NotOffered
from conformance.core.violation import Violation
from conformance.generation.checks import judge
from conformance.generation.request import Purpose
from conformance.inputs.profile import Profile
from conformance.tests.helpers import an_exchange
from conformance.tests.packaged import SUITE

PLAIN = SUITE.profiles["openai"]
PURPOSE = Purpose("chat")


def idle(*fields: str) -> Profile:
    """OpenAI's contract, in which these fields of a chat have no effect."""
    route = {**PLAIN.fields["chat"], "void": fields}
    return replace(PLAIN, fields={**PLAIN.fields, "chat": route})


def test_an_effect_that_is_not_promised_is_not_judged() -> None:
    choice = {"index": 0, "message": {"role": "assistant", "content": "Hi"}}
    plain = an_exchange(body=json.dumps({"choices": [choice]}).encode())
    sent = json.dumps({"n": 2, "stop": "x"}).encode()
    one = replace(plain, request=replace(plain.request, body=sent))
    with pytest.raises(Violation):
        judge("choices", PURPOSE, one, PLAIN)
    with pytest.raises(NotOffered, match="gives n no effect"):
        judge("choices", PURPOSE, one, idle("n"))
    judge("stop", PURPOSE, one, idle("n"))
