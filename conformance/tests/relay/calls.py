"""Calls and answers without a network."""

import json
from dataclasses import asdict, replace
from functools import cache

from conformance.plugin.dialects import dialects
from conformance.relay.answer import Answer
from conformance.relay.call import Call, Credential
from conformance.relay.json_text import Json, NotJson, Object, read
from conformance.relay.plan import read_plan
from conformance.relay.routes import respond
from conformance.relay.wire import pieces
from conformance.tests.packaged import SUITE

DIALECTS = dialects(SUITE)
KEY = "sk-relaycert-reference"
CHAT = "reference-chat"
INSTRUCT = "gpt-3.5-turbo-instruct"
WEATHER: Object = {
    "type": "function",
    "function": {
        "name": "get_weather",
        "description": "The weather in a city",
        "parameters": {
            "type": "object",
            "properties": {"city": {"type": "string"}},
            "required": ["city"],
        },
    },
}
CLOCK: Object = {"type": "function", "function": {"name": "clock"}}


def call(method: str, path: str, body: bytes = b"", dialect: str = "openai") -> Call:
    """A call with a good key; its path is below the base of the dialect."""
    try:
        value, malformed = read(body), ""
    except NotJson as error:
        value, malformed = None, str(error)
    return Call(
        dialect=DIALECTS[dialect],
        method=method,
        path=DIALECTS[dialect].base + path,
        headers={"content-type": "application/json"},
        raw=body,
        json=value,
        malformed=malformed,
        credential=Credential.GOOD,
        request_id="req_1",
        id_seed="req_1",
        received=1_700_000_000.0,
    )


def post(path: str, body: Json, dialect: str = "openai") -> Call:
    """A POST of a JSON body."""
    return call("POST", path, json.dumps(body).encode(), dialect)


def chat(text: str = "Say hi.", dialect: str = "openai", **fields: Json) -> Call:
    """A chat call with one user message."""
    messages = [{"role": "user", "content": text}]
    body = {"model": CHAT, "messages": messages, **fields}
    return post("/chat/completions", body, dialect)


def complete(prompt: Json = "Say hi.", dialect: str = "openai", **fields: Json) -> Call:
    """A completion call."""
    return post(
        "/completions", {"model": INSTRUCT, "prompt": prompt, **fields}, dialect
    )


def ask(sent: Call, *parts: str) -> Answer:
    """The answer of a relay that is bent by these parts."""
    # What an answer does to the tasks is not to be seen by the next one.
    alone = replace(sent, tasks=sent.tasks.copied())
    return read_plan(parts, sent.dialect).answering(respond)(alone)


def sent_bytes(answer: Answer) -> tuple[int, Object, bytes, float]:
    """All that a client can see of an answer."""
    if answer.hangs_up:
        return 0, {}, b"", answer.delay
    if answer.relays is not None:
        return 0, asdict(answer.relays), b"", answer.delay
    writes = list(pieces(answer))
    seconds = answer.delay + sum(delay for delay, _ in writes)
    body = b"".join(piece for _, piece in writes)
    body += b"(the end is missing)" if answer.breaks_off else b""
    return answer.status, dict(answer.headers), body, round(seconds, 6)


def texts(answer: Answer) -> list[str]:
    """The text of each choice of a chat answer, as a document or a stream."""
    if answer.json is not None:
        return [choice["message"]["content"] for choice in answer.json["choices"]]
    said: dict[int, str] = {}
    for chunk in chunks(answer):
        for choice in chunk["choices"]:
            piece = choice["delta"].get("content") or ""
            said[choice["index"]] = said.get(choice["index"], "") + piece
    return [said[index] for index in sorted(said)]


def chunks(answer: Answer) -> list[Object]:
    """The JSON events of a stream."""
    return [event.data for event in answer.events if isinstance(event.data, dict)]


@cache
def history(model: str = CHAT, **thoughts: str) -> Call:
    """A conversation that has called a tool, after the thoughts that come back."""
    made = {
        "id": "call_1",
        "type": "function",
        "function": {"name": "get_weather", "arguments": '{"city":"Paris"}'},
    }
    return post(
        "/chat/completions",
        {
            "model": model,
            "tools": [WEATHER],
            "messages": [
                {"role": "user", "content": "What is the weather in Paris?"},
                {
                    "role": "assistant",
                    "content": None,
                    "tool_calls": [made],
                    **thoughts,
                },
                {"role": "tool", "tool_call_id": "call_1", "content": "19 degrees"},
            ],
        },
    )
