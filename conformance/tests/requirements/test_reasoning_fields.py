"""Where reasoning stands, as a contract names its fields."""

from dataclasses import replace
from functools import partial

import pytest

from conformance.requirements.chat.test_reasoning_answers import (
    test_reasoning_is_not_repeated_in_the_content as is_apart,
)
from conformance.requirements.chat.test_reasoning_answers import (
    test_reasoning_stands_in_a_documented_field as has_its_field,
)
from conformance.sending.as_documented import as_documented
from conformance.tests.packaged import SUITE
from conformance.tests.requirements.small_servers import (
    chat_answer,
    events,
    recorded,
    verdict,
)
from conformance.tests.server import Heard, Part, Script, reply_json

OPENAI = SUITE.profiles["openai"]
THOUGHT = "Let me think about this for quite a while before I say a word of it."


def thinking(**message: str) -> Script:
    """A server whose answers have these fields in their messages."""

    def script(heard: Heard) -> list[Part]:
        answer = chat_answer()
        if b'"stream": true' in heard.body or b'"stream":true' in heard.body:
            said = {"role": "assistant", "content": "hi", **message}
            choice = {"index": 0, "delta": said, "finish_reason": "stop"}
        else:
            choice = answer["choices"][0]
            choice = {**choice, "message": {**choice["message"], **message}}
            return reply_json({**answer, "choices": [choice]})
        return events({**answer, "choices": [choice]})

    return script


@pytest.mark.parametrize("case", ["chat/minimal", "chat/stream"])
@pytest.mark.parametrize(
    ("fields", "message", "how"),
    [
        (["reasoning"], {"reasoning": THOUGHT}, "held"),
        (["reasoning"], {"reasoning_content": THOUGHT}, "violated"),
        (["reasoning"], {"reasoning_content": THOUGHT, "reasoning": "x"}, "held"),
        (["reasoning", "reasoning_content"], {"reasoning_content": "x"}, "held"),
        (["thinking_text"], {"thinking_text": THOUGHT}, "held"),
        (["thinking_text"], {"reasoning": THOUGHT}, "violated"),
        (["reasoning"], {}, "not applicable"),
        ([], {"reasoning_content": THOUGHT}, "not applicable"),
    ],
)
def test_reasoning_stands_where_the_contract_has_it(
    case: str, fields: list[str], message: dict[str, str], how: str
) -> None:
    profile = replace(OPENAI, reasoning={"fields": fields})
    read = as_documented(recorded(thinking(**message), case), profile)
    assert verdict(partial(has_its_field, read)) == how


@pytest.mark.parametrize(
    ("fields", "how"), [(["thinking_text"], "violated"), ([], "not applicable")]
)
def test_a_field_of_the_contract_is_looked_at(fields: list[str], how: str) -> None:
    profile = replace(OPENAI, reasoning={"fields": fields})
    script = thinking(thinking_text=THOUGHT, content=f"{THOUGHT} So: hi.")
    read = as_documented(recorded(script, "chat/minimal"), profile)
    assert verdict(partial(is_apart, read)) == how
