"""A stand-in for vLLM's server, made from what was seen of version 0.32.0.

It stands before the reference relay, serves one of its models, and does otherwise what
vLLM does otherwise: keys, routes, refusals, and what answers carry more.
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

MODEL, COMPLETIONS_MODEL = "reference-chat", "gpt-3.5-turbo-instruct"
KEY = "sk-relaycert-vllm-0123456789"
_ROUTES = {
    "/v1/models": "GET",
    "/v1/chat/completions": "POST",
    "/v1/completions": "POST",
}
_JSON = ("Content-Type", "application/json")
_DROPPED = ("best_of",)
_MOST = 128
_ROLES = ("system", "user", "assistant", "tool", "developer")
_MESSAGE = ("annotations", "audio", "function_call", "reasoning", "refusal")
_CHOICE = ("stop_reason", "token_ids")
_TOP = ("prompt_logprobs", "prompt_token_ids", "kv_transfer_params", "service_tier")

Json: TypeAlias = dict[str, Any]

_MODEL: Json = {
    "root": "/models/m",
    "parent": None,
    "max_model_len": 2048,
    "permission": [],
}


@contextmanager
def vllm(upstream: str, upstream_key: str, key: str = KEY) -> Iterator[Server]:
    """The server before a relay, for the time of a test; any key does without one."""
    with httpx.Client(trust_env=False, timeout=30) as client:
        inner = _Server(client, upstream, upstream_key, key)
        with serving(inner.answer) as server:
            yield server


@dataclass(frozen=True, slots=True)
class _Server:
    client: httpx.Client
    upstream: str
    upstream_key: str
    key: str

    def answer(self, heard: Heard) -> list[Part]:
        """What vLLM answers."""
        path = heard.path.split("?")[0]
        if path.startswith("/v1") and not self._is_let_in(heard):
            return _json(401, {"error": "Unauthorized"})
        if path not in _ROUTES:
            return _json(404, {"detail": "Not Found"})
        if heard.method != _ROUTES[path]:
            allowed = ("Allow", _ROUTES[path])
            return _json(405, {"detail": "Method Not Allowed"}, allowed)
        return self._served(heard, path.removeprefix("/v1"))

    def _is_let_in(self, heard: Heard) -> bool:
        sent = heard.headers.get("authorization", "")
        return not self.key or sent == f"Bearer {self.key}"

    def _served(self, heard: Heard, route: str) -> list[Part]:
        fields = _object(heard.body)
        if fields is not None:
            name = fields.get("model") or self._name(route)
            if name != self._name(route):
                message = f"The model `{name}` does not exist."
                return _refusal(404, message, "NotFoundError", "model")
            if fields.get("max_tokens") == 0:
                message = "max_tokens must be at least 1, got 0."
                return _refusal(400, message, "BadRequestError", "max_tokens")
            fields = _as_taken({**fields, "model": name})
        body = heard.body if fields is None else json.dumps(fields).encode()
        answer = self._relayed(heard.method, route, body)
        if answer.is_error:
            refusal = answer.json().get("error", {})
            message, param = refusal.get("message", ""), refusal.get("param")
            place = param and f"body.{param}"
            return _refusal(400, message, "BadRequestError", place)
        return _passed_on(answer)

    def _name(self, route: str) -> str:
        """The name of the relay's model behind a route; vLLM serves one model."""
        return COMPLETIONS_MODEL if route == "/completions" else MODEL

    def _relayed(self, method: str, route: str, body: bytes) -> httpx.Response:
        return self.client.request(
            method,
            self.upstream + route,
            headers={
                "Authorization": f"Bearer {self.upstream_key}",
                "Content-Type": "application/json",
                "Accept-Encoding": "identity",
            },
            content=body,
        )


def _object(body: bytes) -> Json | None:
    """The object of a body; None where the relay is to say what it is instead."""
    try:
        value = json.loads(body)
    except ValueError:
        return None
    return value if isinstance(value, dict) else None


def _as_taken(fields: Json) -> Json:
    """A request as the relay has to get it to answer what vLLM answers."""
    taken = {k: v for k, v in fields.items() if k not in _DROPPED}
    if isinstance(messages := taken.get("messages"), list):
        taken["messages"] = [_message(one) for one in messages]
    if type(count := taken.get("n")) is int:
        taken["n"] = min(count, _MOST)
    return taken


def _message(message: Any) -> Any:
    """A message of a role that the relay knows, with a content."""
    if not isinstance(message, dict) or not isinstance(message.get("role"), str):
        return message
    known = message["role"] in _ROLES
    said = message if known else {**message, "role": "user"}
    return said if "tool_calls" in said else {"content": "", **said}


def _refusal(status: int, message: str, kind: str, param: str | None) -> list[Part]:
    error = {"message": message, "type": kind, "param": param, "code": status}
    return _json(status, {"error": error})


def _json(status: int, value: object, *more: tuple[str, str]) -> list[Part]:
    return reply(status, json.dumps(value).encode(), (_JSON, *more))


def _passed_on(answer: httpx.Response) -> list[Part]:
    label = answer.headers["content-type"]
    headers: Headers = (("Content-Type", label),)
    if "event-stream" in label:
        events, _ = sse.parse((Piece(0.0, answer.content),))
        body = "".join(f"data: {_event(event.data)}\n\n" for event in events)
        return reply(200, body.encode(), headers)
    return reply(200, json.dumps(_widened(answer.json())).encode(), headers)


def _event(data: str) -> str:
    return data if data == "[DONE]" else json.dumps(_with_more(json.loads(data)))


def _widened(value: Json) -> Json:
    """A document with what vLLM adds to it."""
    if value.get("object") == "list":
        return {**value, "data": [{**one, **_MODEL} for one in value["data"]]}
    return {**value, **dict.fromkeys(_TOP), **_choices(value, _with_nulls)}


def _with_more(chunk: Json) -> Json:
    """A chunk as vLLM sends it: a fingerprint only where the answer ends."""
    ends = any(choice.get("finish_reason") for choice in chunk.get("choices", ()))
    kept = {k: v for k, v in chunk.items() if ends or k != "system_fingerprint"}
    if kept.get("usage", ...) is None:
        del kept["usage"]
    return {**kept, **_choices(chunk, lambda one: {**dict.fromkeys(_CHOICE), **one})}


def _choices(value: Json, change: Callable[[Json], Json]) -> Mapping[str, Any]:
    return {"choices": [change(one) for one in value["choices"]]}


def _with_nulls(choice: Json) -> Json:
    wide = {**dict.fromkeys(_CHOICE), **choice}
    if "message" in wide:
        wide["message"] = {**dict.fromkeys(_MESSAGE), **wide["message"]}
    return wide
