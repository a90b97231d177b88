"""How the models of a target want to be asked: stated, or found out by trials."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from types import MappingProxyType
from typing import Any

from conformance.core.exceptions import Blocked, LossReason, NotOffered, NotRecorded
from conformance.core.exchange import Exchange, Recording
from conformance.inputs.case import Case
from conformance.inputs.manner import ORDINARY, Manner, Wish
from conformance.inputs.step import Auth, Step
from conformance.inputs.stimulus import MannerTrials, WrittenSteps
from conformance.inputs.suite import Suite
from conformance.inputs.target import Target
from conformance.sending import tool_trials
from conformance.sending.asking import (
    PROMPT,
    TRIALS,
    VISIBLE,
    manner_of,
    next_trial,
)
from conformance.sending.models import Get
from conformance.sending.request import outgoing
from conformance.sending.session import TargetSession
from conformance.sending.store import Store
from conformance.sending.tool_trials import manner_with_tools

CHAT = "chat"
MANNER = "chat/manner"
# The same for requests with tools, of a model that thinks.
TOOLS_MANNER = "chat/tools-manner"
PLAIN = "chat/minimal"
_TOOLS = "chat.tools"
_PATH = "/chat/completions"


def asks_in_manner(case: Case) -> bool:
    """Whether the requests of a case are spelled in the manner of the chat model."""
    match case.stimulus:
        case WrittenSteps(steps):
            return any(step.asks == CHAT for step in steps)
        case MannerTrials():
            return False
        case _:
            return CHAT in case.models


def needs_manner(case: Case, target: Target) -> bool:
    """Whether the manner has to be found out before a case can be sent."""
    return asks_in_manner(case) and CHAT not in target.manners


def may_use_tools(case: Case, target: Target) -> bool:
    """Whether a request of a case that asks in the manner may have tools."""
    if _TOOLS not in target.profile.knows:
        return False
    match case.stimulus:
        case WrittenSteps(steps):
            sent = [step.json for step in steps if step.asks == CHAT]
            return any(isinstance(json, dict) and "tools" in json for json in sent)
        case _:
            return asks_in_manner(case)


def manners_for(case: Case, target: Target, get: Get) -> Mapping[str, Manner]:
    """The manners that the requests of a case are spelled in, by kinds of model."""
    known = {CHAT: manner_of_case(case, target, get)} if asks_in_manner(case) else {}
    return MappingProxyType({**target.manners, **known})


def manner_of_case(case: Case, target: Target, get: Get) -> Manner:
    """How the chat model wants to be asked what a case asks."""
    manner = manner_for(target, get)
    if not manner.thinks or not may_use_tools(case, target):
        return manner
    return _with_tools(manner, get)


def _with_tools(manner: Manner, get: Get) -> Manner:
    """The manner for requests with tools; the same where nobody asked for it."""
    try:
        return manner_with_tools(manner, get(TOOLS_MANNER).exchanges)
    except (NotRecorded, NotOffered, Blocked):
        return manner


def manner_for(target: Target, get: Get) -> Manner:
    """How the chat model wants to be asked; like an ordinary one if nobody knows."""
    if CHAT in target.manners:
        return target.manners[CHAT]
    try:
        recording = get(MANNER)
    except (NotRecorded, NotOffered, Blocked):
        return ORDINARY
    manner = manner_of(_plain(get), recording.exchanges)
    return ORDINARY if manner.unknown else manner


def manner_stated(target: Target) -> Manner:
    """How the chat model wants to be asked, as far as the target's file states it."""
    return target.manners.get(CHAT, ORDINARY)


def manners_in(store: Store, target: Target, suite: Suite) -> Mapping[str, Manner]:
    """The manners of a target, as its file states them or its recordings show them."""

    def get(name: str) -> Recording:
        if not store.has(name):
            raise NotRecorded(LossReason.NOT_SCHEDULED)
        return store.load(suite.cases[name], target.name)

    recorded = {CHAT: manner_for(target, get)} if store.has(MANNER) else {}
    known = {**recorded, **target.manners}
    if CHAT in known:
        with_tools = _with_tools(known[CHAT], get)
        if with_tools.effort != known[CHAT].effort:
            known[f"{CHAT} with tools"] = with_tools
    return MappingProxyType(known)


def trials(case: Case, session: TargetSession, model: str, get: Get) -> Recording:
    """Ask until the manner is known."""
    names, next_fields = _asking(case, session.target, get)
    exchanges = list[Exchange]()
    while (fields := next_fields(exchanges)) is not None:
        step = _step(names[len(exchanges)], {"model": model, **fields})
        request = outgoing(step, {}, session.target, session.key)
        exchanges.append(session.send(request))
    return Recording(case.name, session.target.name, tuple(exchanges))


def planned_trials(case: Case, target: Target) -> list[Step]:
    """What is sent at most: one request settles it where a model takes everything."""
    manner = manner_stated(target)
    if case.name == TOOLS_MANNER:
        first, names = tool_trials.next_trial(manner, []), tool_trials.TRIALS
    else:
        first, names = next_trial(None, []), TRIALS
    fields = {**(first or {}), **manner.fields_of(Wish(VISIBLE, steady=True))}
    return [_step(name, fields) for name in (names if manner.thinks else names[:1])]


def _asking(
    case: Case, target: Target, get: Get
) -> tuple[Sequence[str], Callable[[Sequence[Exchange]], dict[str, Any] | None]]:
    """The names of the trials of a case, and what tells the fields of the next."""
    if case.name == TOOLS_MANNER:
        manner = manner_for(target, get)
        return tool_trials.TRIALS, partial(tool_trials.next_trial, manner)
    return TRIALS, partial(next_trial, _plain(get))


def _step(name: str, fields: Mapping[str, object]) -> Step:
    messages = [{"role": "user", "content": PROMPT}]
    json = {**fields, "messages": fields.get("messages", messages)}
    return Step(name, "POST", _PATH, json, None, MappingProxyType({}), Auth.KEY)


def _plain(get: Get) -> Exchange | None:
    """The exchange of the smallest request, if it could be had."""
    with suppress(NotRecorded, NotOffered, Blocked):
        return get(PLAIN).last
    return None
