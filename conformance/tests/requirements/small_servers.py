"""Small servers that are lenient, lacking or odd, and what is recorded of them."""

import json
from collections.abc import Callable, Iterator, Mapping
from itertools import count
from typing import Any

from conformance.core.exceptions import Blocked, NotOffered, Undecided
from conformance.core.exchange import Recording
from conformance.core.violation import Violation
from conformance.tests.helpers import a_target, recorded_by, sending_to
from conformance.tests.packaged import SUITE
from conformance.tests.server import Heard, Part, Script, reply, reply_json, serving

MODELS = dict.fromkeys(("chat", "completions", "embeddings", "context", "images"), "m")
PROFILE = SUITE.profiles["openai"]
EVENTS = (("Content-Type", "text/event-stream"),)
TEXT = "1 2 3 4 5 6 7 8 9 10 11 12"


def recorded(script: Script, name: str, **changes: Any) -> Recording:
    """What the suite's own case records of a server that answers so."""
    with serving(script) as server, sending_to(a_target(server.url, **changes)) as to:
        return recorded_by(to, SUITE.cases[name], MODELS)


def verdict(judge: Callable[[], None]) -> str:
    """How a judgement ends, in a word."""
    try:
        judge()
    except Violation:
        return "violated"
    except Blocked:
        return "blocked"
    except Undecided:
        return "inconclusive"
    except NotOffered:
        return "not applicable"
    return "held"


def chat_answer(text: str = TEXT, id: object = "chatcmpl-1") -> dict[str, Any]:
    """A chat completion with this text."""
    return {
        "id": id,
        "object": "chat.completion",
        "created": 1,
        "model": "m",
        "choices": [
            {
                "index": 0,
                "message": {"role": "assistant", "content": text},
                "finish_reason": "stop",
            }
        ],
        "usage": {"prompt_tokens": 9, "completion_tokens": 9, "total_tokens": 18},
    }


def events(*values: object) -> list[Part]:
    """A stream of these values."""
    text = "".join(f"data: {json.dumps(value)}\n\n" for value in values)
    return reply(200, f"{text}data: [DONE]\n\n".encode(), EVENTS)


def sent_fields(heard: Heard) -> Mapping[str, Any]:
    """The JSON object of a request; empty if it is none."""
    try:
        body = json.loads(heard.body)
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


def lenient(ids: Callable[[], Iterator[object]] = lambda: count(1)) -> Script:
    """A mock that answers whatever it is sent with one text, and ignores limits."""
    numbers = ids()

    def script(heard: Heard) -> list[Part]:
        answer = chat_answer(id=f"chatcmpl-{next(numbers)}")
        if not sent_fields(heard).get("stream"):
            return reply_json(answer)
        delta = {"index": 0, "delta": {"content": TEXT}, "finish_reason": "stop"}
        return events(answer | {"choices": [delta]})

    return script


def refusing(status: int = 404, message: str = "no") -> Script:
    """A server that refuses everything."""
    return lambda _: reply_json({"error": {"message": message}}, status)
