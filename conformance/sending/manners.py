"""How the models of a target want to be asked: stated, or found out by trials."""

from collections.abc import Mapping
from contextlib import suppress
from types import MappingProxyType

from conformance.core.exceptions import Blocked, LossReason, NotOffered, NotRecorded
from conformance.core.exchange import Exchange, Recording
from conformance.inputs.case import Case
from conformance.inputs.manner import ORDINARY, Manner
from conformance.inputs.step import Auth, Step
from conformance.inputs.stimulus import MannerTrials, WrittenSteps
from conformance.inputs.suite import Suite
from conformance.inputs.target import Target
from conformance.sending.asking import (
    PROMPT,
    TRIALS,
    manner_of,
    next_trial,
)
from conformance.sending.models import Get
from conformance.sending.request import outgoing
from conformance.sending.session import TargetSession
from conformance.sending.store import Store

CHAT = "chat"
MANNER = "chat/manner"
PLAIN = "chat/minimal"
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


def manners_for(case: Case, target: Target, get: Get) -> Mapping[str, Manner]:
    """The manners that the requests of a case are spelled in, by kinds of model."""
    found = {CHAT: manner_for(target, get)} if asks_in_manner(case) else {}
    return MappingProxyType({**target.manners, **found})


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
    return MappingProxyType({**recorded, **target.manners})


def trials(case: Case, session: TargetSession, model: str, get: Get) -> Recording:
    """Ask until the manner is known."""
    plain, exchanges = _plain(get), list[Exchange]()
    while (fields := next_trial(plain, exchanges)) is not None:
        step = _step(TRIALS[len(exchanges)], {"model": model, **fields})
        request = outgoing(step, {}, session.target, session.key)
        exchanges.append(session.send(request))
    return Recording(case.name, session.target.name, tuple(exchanges))


def planned_trials() -> list[Step]:
    """What is sent to a model that takes everything: one request settles it."""
    fields = next_trial(None, [])
    return [_step(TRIALS[0], fields)] if fields else []


def _step(name: str, fields: Mapping[str, object]) -> Step:
    messages = [{"role": "user", "content": PROMPT}]
    json = {**fields, "messages": messages}
    return Step(name, "POST", _PATH, json, None, MappingProxyType({}), Auth.KEY)


def _plain(get: Get) -> Exchange | None:
    """The exchange of the smallest request, if it could be had."""
    with suppress(NotRecorded, NotOffered, Blocked):
        return get(PLAIN).last
    return None
