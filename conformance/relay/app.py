"""The ASGI application: reads a request, has it answered, and sends the answer."""

import asyncio
import time
from asyncio import sleep
from collections import Counter, deque
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from uuid import uuid4

from starlette.requests import ClientDisconnect, Request
from starlette.types import ASGIApp, Receive, Scope, Send

from conformance.relay.answer import Answer
from conformance.relay.bend import Answering, Bend
from conformance.relay.call import Call
from conformance.relay.credentials import credential, is_same, key_in
from conformance.relay.dialect import DIALECTS, REFERENCE, Dialect
from conformance.relay.json_text import Json, NotJson, read
from conformance.relay.multipart import FORM, FormPart, NotForm, read_form
from conformance.relay.plan import RelayPlan, UnknownPart, read_plan, unknown_part
from conformance.relay.raw import break_off
from conformance.relay.routes import respond
from conformance.relay.tasks import Tasks
from conformance.relay.upstream import relay
from conformance.relay.webhook import send_callbacks
from conformance.relay.wire import hang_up, response

LARGEST_BODY = 16 * 2**20
_REMEMBERED = 64  # as many as a run has in flight, and some more
# A body up to here is read to its end, so that the caller can read the refusal.
_LARGEST_DRAINED = 4 * LARGEST_BODY


@dataclass(frozen=True, slots=True)
class RelaySettings:
    """The options with which a relay is started."""

    key: str = field(default="sk-relaycert-reference", repr=False)
    profile: str = REFERENCE
    # The contracts that it speaks, by name.
    dialects: Mapping[str, Dialect] = field(default_factory=lambda: DIALECTS)
    # Bends that it knows beside those of this package.
    own: tuple[Bend, ...] = ()
    # Faults, variations and timing, as in a path prefix, for calls without one.
    bends: tuple[str, ...] = ()
    seed: int = 0
    # Who answers for the model `relayed`, and the key for it.
    upstream: str = ""
    upstream_key: str = field(default="", repr=False)
    # A key that is for some models only.
    second_key: str = field(default="", repr=False)
    second_models: tuple[str, ...] = ()
    # What answers a call before bends change that; whoever listens stands here.
    faithful: Answering = field(default=respond, repr=False)


@dataclass(slots=True)
class _Past:
    """The state of a running relay: earlier calls and tasks, by path prefix.

    Only the event loop's thread uses it, so it needs no lock.
    """

    counts: Counter[str] = field(default_factory=Counter)
    latest: dict[str, deque[Call]] = field(default_factory=dict)
    tasks: dict[str, Tasks] = field(default_factory=dict)
    # The event loop itself keeps no hold on what runs in the background.
    callbacks: set[asyncio.Task[None]] = field(default_factory=set)

    def before(self, prefix: str, call: Call) -> Call:
        """The call with those before it attached; later calls will have it attached."""
        latest = self.latest.setdefault(prefix, deque(maxlen=_REMEMBERED))
        informed = replace(
            call,
            nth=self.counts[prefix],
            earlier=tuple(latest),
            tasks=self.tasks.setdefault(prefix, Tasks()),
        )
        latest.append(call)
        self.counts.update([prefix])
        return informed

    def start_callbacks(self, call: Call, answer: Answer, answering: Answering) -> None:
        """Starts the callbacks that the task of an answer wants, if it wants any."""
        if answer.notice is None:
            return
        task = asyncio.create_task(send_callbacks(answer.notice, call, answering))
        self.callbacks.add(task)
        task.add_done_callback(self.callbacks.discard)


def application(settings: RelaySettings) -> ASGIApp:
    """The application for these settings."""
    spoken = settings.dialects
    default = read_plan(settings.bends, spoken[settings.profile], spoken, settings.own)
    past = _Past()

    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        await _serve(settings, default, past, Request(scope, receive), send)

    return serve


async def _serve(
    settings: RelaySettings,
    default: RelayPlan,
    past: _Past,
    request: Request,
    send: Send,
) -> None:
    try:
        body = await _body(request)
    except ClientDisconnect:
        return
    prefix, path = _parted(request.scope["path"])
    try:
        plan = _plan(prefix, settings, default)
    except UnknownPart as part:
        answer = unknown_part(str(part))
    else:
        call = past.before(prefix, _call(settings, plan, request, path, body))
        answering = plan.answering(settings.faithful)
        answer = answering(call)
        past.start_callbacks(call, answer, answering)
        if answer.relays is not None:
            await relay(answer.relays, call, request.receive, send)
            return
    if answer.delay:
        await sleep(answer.delay)
    if answer.hangs_up:
        await hang_up(request.receive, send)
        return
    if answer.breaks_off:
        await break_off(answer, send)
        return
    await response(answer)(request.scope, request.receive, send)


def _plan(prefix: str, settings: RelaySettings, default: RelayPlan) -> RelayPlan:
    """What a path prefix asks for; without one, the default."""
    if not prefix:
        return default
    parts = prefix[1:].split("+")
    return read_plan(parts, default.dialect, settings.dialects, settings.own)


def _parted(path: str) -> tuple[str, str]:
    """The prefix that asks for faults, such as `~crlf`, or nothing; and the rest."""
    if not path.startswith("/~"):
        return "", path
    prefix, slash, rest = path[1:].partition("/")
    return prefix, slash + rest


async def _body(request: Request) -> bytes | None:
    """The body, or None where it is too large."""
    body, size = bytearray(), 0
    async for piece in request.stream():
        size += len(piece)
        if size <= LARGEST_BODY:
            body += piece
        elif size > _LARGEST_DRAINED:
            break
    return bytes(body) if size <= LARGEST_BODY else None


def _call(
    settings: RelaySettings,
    plan: RelayPlan,
    request: Request,
    path: str,
    body: bytes | None,
) -> Call:
    headers = {name.lower(): value for name, value in request.headers.items()}
    request_id = f"req_{uuid4().hex}"
    key = key_in(plan.dialect, headers)
    value, form, malformed = _read(body or b"", headers.get("content-type", ""))
    return Call(
        dialect=plan.dialect,
        method=request.method,
        path=path,
        headers=headers,
        raw=body or b"",
        json=value,
        form=form,
        malformed=malformed,
        oversized=body is None,
        credential=credential(plan.dialect, key, settings.key, settings.second_key),
        scope=settings.second_models if is_same(key, settings.second_key) else (),
        upstream=settings.upstream,
        upstream_key=settings.upstream_key,
        request_id=request_id,
        id_seed=request_id,
        received=time.time(),
        seed=settings.seed,
        caller=sha256(key.encode()).hexdigest(),
        home=_home(request, path),
        task_seconds=plan.task,
    )


def _home(request: Request, path: str) -> str:
    """The relay's URL as the caller wrote it, prefix included, without the path."""
    whole = str(request.scope["path"])
    return f"http://{request.headers.get('host', '')}{whole.removesuffix(path)}"


def _read(body: bytes, content_type: str) -> tuple[Json, tuple[FormPart, ...], str]:
    """The body parsed as JSON or as a form, or the reason why it is neither."""
    try:
        if content_type.lower().startswith(FORM):
            return None, read_form(body, content_type), ""
        if content_type and "json" not in content_type:
            return None, (), ""
        return read(body), (), ""
    except (NotForm, NotJson) as error:
        return None, (), str(error)
