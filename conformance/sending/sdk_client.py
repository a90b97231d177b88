"""Records a basic journey of an ordinary client: OpenAI's own, for Python."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, cast
from urllib.parse import urlsplit

import httpx
import openai

from conformance.core.exceptions import Undecided
from conformance.core.exchange import Exchange, Recording
from conformance.core.marks import WRONG_KEY
from conformance.formats.payload import of_json
from conformance.inputs.case import Case
from conformance.inputs.manner import ORDINARY, Manner
from conformance.inputs.profile import Profile
from conformance.inputs.routes import route_of
from conformance.inputs.step import Auth, Step
from conformance.inputs.target import Target
from conformance.sending.request import PreparedRequest, changed, headers_for
from conformance.sending.sender import UNKNOWN_MODEL
from conformance.sending.session import TargetSession

OBSERVED = "client"
_CHAT, _EMBEDDINGS = "/chat/completions", "/embeddings"
_HELLO = MappingProxyType(
    {"messages": [{"role": "user", "content": "Say hello."}], "max_tokens": 20}
)
_TOOL = {
    "type": "function",
    "function": {
        "name": "get_weather",
        "description": "Returns the weather in a city.",
        "parameters": {
            "type": "object",
            "properties": {"city": {"type": "string"}},
            "required": ["city"],
        },
    },
}
_WEATHER = MappingProxyType(
    {
        "messages": [{"role": "user", "content": "What is the weather in Paris?"}],
        "max_tokens": 100,
        "tools": [_TOOL],
    }
)
# What the client says of itself; what the machine's variables add stays here.
_OF_THE_CLIENT = ("accept", "content-type", "user-agent")
# The body is given as it was read: whole, and no longer compressed.
_OF_THE_WAY = ("content-encoding", "content-length", "transfer-encoding")
_LONGEST = 200


def journey_steps(
    target: Target, models: Mapping[str, str], offered: frozenset[str]
) -> tuple[Step, ...]:
    """What the client sends, in its order: of what is optional only what is offered."""
    chat = {"model": models["chat"]}
    steps = [_step("chat", _CHAT, {**chat, **_HELLO})]
    if "chat.stream" in offered:
        steps.append(_step("stream", _CHAT, {**chat, **_HELLO, "stream": True}))
    if "chat.tools" in offered:
        steps.append(_step("tools", _CHAT, {**chat, **_WEATHER}))
    if "embeddings" in offered and "embeddings" in models:
        texts = {"model": models["embeddings"], "input": ["one", "two words"]}
        steps.append(_step("embeddings", _EMBEDDINGS, texts))
    steps.append(_step("unknown-model", _CHAT, {"model": UNKNOWN_MODEL, **_HELLO}))
    if target.key_env and not target.profile.auth.get("optional"):
        steps.append(_step("wrong-key", _CHAT, {**chat, **_HELLO}, Auth.WRONG))
    return tuple(steps)


def _step(name: str, path: str, sent: Any, auth: Auth = Auth.KEY) -> Step:
    return Step(name, "POST", path, sent, None, MappingProxyType({}), auth)


@dataclass(slots=True)
class RecordingTransport(httpx.BaseTransport):
    """Sends the client's requests by the suite's session, and keeps the exchanges."""

    session: TargetSession
    step: Step
    exchanges: list[Exchange] = field(default_factory=list)
    # Why nothing could be sent: the client would make an error of its own of it.
    lost: Exception | None = None

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """The answer to one request of the client, as it was recorded."""
        try:
            exchange = self.session.send(self._outgoing(request))
        except Exception as reason:
            self.lost = reason
            raise
        self.exchanges.append(exchange)
        if not exchange.status:
            raise httpx.RemoteProtocolError(exchange.response.cut, request=request)
        return httpx.Response(
            exchange.status, headers=_headers(exchange), stream=_Body(exchange)
        )

    def _outgoing(self, request: httpx.Request) -> PreparedRequest:
        target, url = self.session.target, str(request.url)
        if urlsplit(url)[:2] != urlsplit(target.base_url)[:2]:
            raise Undecided("the client was led to another host: nothing is sent there")
        headers = headers_for(self.step, target, self.session.key, "application/json")
        headers = changed(headers, dict(_own(request.headers)))
        path = url.removeprefix(target.base_url)
        url, tokens = target.queried(url, path), self.step.tokens
        sent = _completed(request.read(), path, target.profile)
        return PreparedRequest(
            self.step.name, request.method, url, headers, sent, tokens
        )


def _completed(body: bytes, path: str, profile: Profile) -> bytes:
    """A body with what every request of the route carries."""
    route = route_of(path)
    if not body or not profile.sent.get(route):
        return body
    sent = json.loads(body)
    return of_json(profile.completed(route, sent)).data


def _own(headers: httpx.Headers) -> Iterator[tuple[str, str]]:
    for name, value in headers.items():
        if name in _OF_THE_CLIENT or name.startswith("x-stainless-"):
            yield name, value


def _headers(exchange: Exchange) -> list[tuple[bytes, bytes]]:
    return [
        (name.encode("latin-1", "replace"), value.encode("latin-1", "replace"))
        for name, value in exchange.response.headers
        if name.lower() not in _OF_THE_WAY
    ]


@dataclass(frozen=True, slots=True)
class _Body(httpx.SyncByteStream):
    exchange: Exchange

    def __iter__(self) -> Iterator[bytes]:
        """The pieces as they came; a body that broke off breaks off here, too."""
        for piece in self.exchange.response.pieces:
            yield piece.data
        if self.exchange.response.cut:
            raise httpx.RemoteProtocolError(self.exchange.response.cut)


@dataclass(frozen=True, slots=True)
class SdkSession:
    """The ordinary requests of the client to one target."""

    case: Case
    session: TargetSession
    # By their kinds: the one for chat, and that for embeddings if there is one.
    models: Mapping[str, str]
    offered: frozenset[str]
    manners: Mapping[str, Manner] = field(default_factory=dict)

    def record(self) -> Recording:
        """Let the client send its requests, and note how it took each answer."""
        exchanges: list[Exchange] = []
        results: dict[str, dict[str, str]] = {}
        manner = self.manners.get("chat", ORDINARY)
        for drafted in journey_steps(self.session.target, self.models, self.offered):
            step = replace(drafted, json=manner.recapped(drafted.json))
            transport = RecordingTransport(self.session, step, exchanges)
            results[step.name] = self._result(step, transport)
            if transport.lost is not None:
                raise transport.lost
        seen = {OBSERVED: {"version": openai.__version__, "steps": results}}
        target = self.session.target.name
        return Recording(self.case.name, target, tuple(exchanges), seen)

    def _result(self, step: Step, transport: RecordingTransport) -> dict[str, str]:
        """What came of a step: what the client gave, or what it raised."""
        key = WRONG_KEY if step.auth is Auth.WRONG else self.session.key
        # A proxy of the machine's variables would go before the transport.
        with httpx.Client(
            transport=transport, follow_redirects=True, trust_env=False
        ) as way:
            client = openai.OpenAI(
                base_url=self.session.target.base_url,
                api_key=key or "none",
                max_retries=0,  # the session sends again where a target asks for it
                http_client=cast(Any, way),  # later versions declare httpx2's
            )
            try:
                profile = self.session.target.profile
                return {"gave": _READ.get(step.name, _chat)(client, step.json, profile)}
            except Exception as error:  # whatever a program would meet
                words = self.session.redacted(str(error))[:_LONGEST]
                return {"raised": type(error).__name__, "words": words}


def _chat(client: openai.OpenAI, sent: Any, _: Profile) -> str:
    answer = client.chat.completions.create(**sent)
    said = answer.choices[0].message.content
    return f"a {type(answer).__name__} with {_kind(said)}"


def _stream(client: openai.OpenAI, sent: Any, profile: Profile) -> str:
    said, chunks = "", 0
    # Who reads the document looks whether there is a choice where it says so.
    looks = profile.stream.get("preamble") or profile.stream.get("annotations")
    looks = looks or profile.stream.get("usage_unasked", "never") != "never"
    for chunk in client.chat.completions.create(**sent):
        if not looks or (chunk.choices and chunk.choices[0].delta):
            said += chunk.choices[0].delta.content or ""
        chunks += 1
    return f"chunks with {_kind(said)}" if chunks else "no chunk"


def _tools(client: openai.OpenAI, sent: Any, _: Profile) -> str:
    answer = client.chat.completions.create(**sent)
    calls = answer.choices[0].message.tool_calls or ()
    for call in calls:
        json.loads(call.function.arguments)
    if not all(call.id for call in calls):
        return "a call without an id"
    return "calls of tools" if calls else "no call"


def _embeddings(client: openai.OpenAI, sent: Any, _: Profile) -> str:
    vectors = [row.embedding for row in client.embeddings.create(**sent).data]
    numbers = all(isinstance(n, float | int) for vector in vectors for n in vector)
    if len(vectors) != len(sent["input"]):
        return f"{len(vectors)} vectors for {len(sent['input'])} texts"
    return "vectors" if numbers and all(vectors) else "vectors without numbers"


def _kind(said: object) -> str:
    return "a text" if isinstance(said, str) and said else "no text"


_READ: Mapping[str, Callable[[openai.OpenAI, Any, Profile], str]] = {
    "stream": _stream,
    "tools": _tools,
    "embeddings": _embeddings,
}
