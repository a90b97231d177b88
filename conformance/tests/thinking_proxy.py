"""A proxy that makes each model behind it one that thinks, without showing it.

It stands before the reference relay and shares nothing with its models that think. It
refuses the fields that such models refuse, in the words of whoever is asked, and spends
80 tokens of each cap before the answer.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeAlias

import httpx

from conformance.core.message import Headers, Piece
from conformance.formats import sse
from conformance.tests.server import Heard, Part, Server, reply, serving

HIDDEN = 80
REFUSED = (
    "max_tokens",
    "temperature",
    "top_p",
    "presence_penalty",
    "frequency_penalty",
    "logprobs",
    "top_logprobs",
    "logit_bias",
    "stop",
)
_CHAT = "/chat/completions"
_CAP = "max_completion_tokens"
_OF_THE_WAY = ("content-length", "transfer-encoding", "connection", "date", "server")

Json: TypeAlias = Any
# How a refusal of a field is put: its status and its body.
Wording: TypeAlias = Callable[[str], tuple[int, Json]]


def _sentence(field: str) -> str:
    advice = " Use 'max_completion_tokens' instead." if field == "max_tokens" else ""
    return f"Unsupported parameter: '{field}' is not supported with this model.{advice}"


def of_openai(field: str, message: str = "") -> tuple[int, Json]:
    """The envelope of the document, with the field and a code."""
    error = {
        "message": message or _sentence(field),
        "type": "invalid_request_error",
        "param": field,
        "code": "unsupported_parameter",
    }
    return 400, {"error": error}


def _with_an_id(field: str) -> tuple[int, Json]:
    return of_openai(field, f"{_sentence(field)} (request id: 2026112812)")


def _without_param(field: str) -> tuple[int, Json]:
    error = {"message": _sentence(field), "code": "invalid_request_body"}
    return 400, {"error": error}


def _as_detail(field: str) -> tuple[int, Json]:
    return 400, {"detail": f"Unsupported parameter: {field}"}


def _as_exception(field: str) -> tuple[int, Json]:
    message = f"gateway.BadRequestError: UpstreamException - {_sentence(field)}"
    error = {"message": message, "type": None, "param": None, "code": "400"}
    return 400, {"error": error}


def _in_metadata(field: str) -> tuple[int, Json]:
    raw = json.dumps(of_openai(field)[1])
    metadata = {"raw": raw, "provider_name": "OpenAI"}
    error = {"message": "Provider returned error", "code": 400, "metadata": metadata}
    return 400, {"error": error}


def _escaped_twice(field: str) -> tuple[int, Json]:
    inner = json.dumps(json.dumps(of_openai(field)[1]))
    error = {"message": f"Error from provider: {inner}", "type": "api_error"}
    return 400, {"error": error}


def _as_loc(field: str) -> tuple[int, Json]:
    refusal = {
        "type": "extra_forbidden",
        "loc": ["body", field],
        "msg": "Not permitted",
    }
    return 422, {"detail": [refusal]}


def _flat(field: str) -> tuple[int, Json]:
    message = f"{field} is not supported by the model."
    kind = "BadRequestError"
    return 400, {"object": "error", "message": message, "type": kind, "code": 400}


def _flat_with_another_param(field: str) -> tuple[int, Json]:
    kind, code = "invalid_request_error", "wrong_api_format"
    message = f"property '{field}' is unsupported"
    return 400, {
        "message": message,
        "type": kind,
        "param": "validation_error",
        "code": code,
    }


WORDINGS: Mapping[str, Wording] = {
    "openai": of_openai,
    "with an id": _with_an_id,
    "without param": _without_param,
    "as detail": _as_detail,
    "as an exception": _as_exception,
    "in metadata": _in_metadata,
    "escaped twice": _escaped_twice,
    "as loc": _as_loc,
    "flat": _flat,
    "flat, another param": _flat_with_another_param,
}


@contextmanager
def thinking(upstream: str, wording: Wording = of_openai) -> Iterator[Server]:
    """The proxy before a relay, for the time of a test."""
    with httpx.Client(trust_env=False, timeout=30) as client:
        proxy = _Proxy(client, upstream, wording)
        with serving(proxy.answer) as server:
            yield server


@dataclass(frozen=True, slots=True)
class _Proxy:
    client: httpx.Client
    upstream: str
    wording: Wording

    def answer(self, heard: Heard) -> list[Part]:
        """What the relay answers, or a refusal, or an answer after some thinking."""
        asked = _object(heard.body) if heard.path.endswith(_CHAT) else {}
        answer = self._relayed(heard, heard.body)
        if answer.is_error or not asked:
            return _passed_on(answer, answer.content)
        if field := next((n for n in REFUSED if _is_refused(n, asked)), ""):
            status, body = self.wording(field)
            return reply(status, json.dumps(body).encode())
        cap = asked.get(_CAP)
        if cap is not None:
            rest = {**asked, _CAP: max(cap - HIDDEN, 1)}
            answer = self._relayed(heard, json.dumps(rest).encode())
        return _passed_on(answer, _considered(answer, cap))

    def _relayed(self, heard: Heard, body: bytes) -> httpx.Response:
        own = ("host", "content-length", "connection", "accept-encoding")
        headers = {k: v for k, v in heard.headers.items() if k not in own}
        url = self.upstream + heard.path.removeprefix("/v1")
        plain = headers | {"accept-encoding": "identity"}
        return self.client.request(heard.method, url, headers=plain, content=body)


def _object(body: bytes) -> dict[str, Json]:
    try:
        value = json.loads(body)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def _is_refused(name: str, asked: Mapping[str, Json]) -> bool:
    value = asked.get(name)
    return value is not None and not (name == "temperature" and value == 1)


def _considered(answer: httpx.Response, cap: int | None) -> bytes:
    """The body after some thinking, which may have left no room for an answer."""
    if "event-stream" not in answer.headers.get("content-type", ""):
        return json.dumps(_thought_of(answer.json(), cap)).encode()
    events, _ = sse.parse((Piece(0.0, answer.content),))
    return b"".join(_event(event.data, cap) for event in events)


def _event(data: str, cap: int | None) -> bytes:
    if data != "[DONE]":
        data = json.dumps(_thought_of(json.loads(data), cap))
    return f"data: {data}\n\n".encode()


def _thought_of(body: dict[str, Json], cap: int | None) -> dict[str, Json]:
    spent = cap is not None and cap <= HIDDEN
    choices = [_emptied(c) if spent else c for c in body.get("choices", [])]
    usage = body.get("usage")
    if not usage:
        return {**body, "choices": choices}
    # One token was generated behind it, where none is left.
    more = (cap - 1 if cap is not None and spent else HIDDEN) * max(1, len(choices))
    # It counts them, and says nothing of what they were.
    counted = {
        **{k: v for k, v in usage.items() if k != "completion_tokens_details"},
        "completion_tokens": usage["completion_tokens"] + more,
        "total_tokens": usage["total_tokens"] + more,
    }
    return {**body, "choices": choices, "usage": counted}


def _emptied(choice: dict[str, Json]) -> dict[str, Json]:
    """A choice, or a piece of one, whose cap was spent before its first word."""
    emptied = dict(choice)
    for key in ("message", "delta"):
        if key in emptied:
            said = {k: v for k, v in emptied[key].items() if k != "tool_calls"}
            emptied[key] = {**said, **({"content": ""} if "content" in said else {})}
    if emptied.get("finish_reason"):
        emptied["finish_reason"] = "length"
    return emptied


def _passed_on(answer: httpx.Response, body: bytes) -> list[Part]:
    headers: Headers = tuple(
        (k, v) for k, v in answer.headers.items() if k.lower() not in _OF_THE_WAY
    )
    return reply(answer.status_code, body, headers)
