"""Decides whether a case may be sent to a target, and its recording be judged."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace

from conformance.core.exceptions import (
    Blocked,
    LimitReached,
    LossReason,
    NotEquipped,
    NotOffered,
    NotRecorded,
    Undecided,
)
from conformance.core.exchange import Exchange, Recording
from conformance.core.refusal import is_refused, named_fields, other_endpoint
from conformance.core.requirement import Requirement
from conformance.inputs.capability import Capability
from conformance.inputs.case import Case, Instrument
from conformance.inputs.step import Auth
from conformance.inputs.stimulus import ClientJourney, GeneratedRequests
from conformance.inputs.suite import Suite
from conformance.inputs.target import Target
from conformance.sending.excuses import with_excuses
from conformance.sending.instruments import check_equipped, is_equipped
from conformance.sending.manners import (
    manner_for,
    manner_stated,
)
from conformance.sending.models import Get, may_have_model, models_for

LIMITS = "limits"
RATE_LIMIT = "rate-limit"  # the kind of refusal of a case that provokes one
# Areas that judge also what came of an answer that a time limit of ours has ended, and
# a requirement that is about such limits.
_OF_EVERY_BYTE, _OF_TIME = ("auth", "http", "security"), ("chat.reasoning.patience",)
_NO_ROUTE = (404, 405, 501)
_NO_FEATURE = (400, 404, 405, 415, 422, 501)
_PLAIN_NO = ("not support", "unsupported", "not implemented", "not available")
# What an ordinary client asks for where it is offered, beside what its case needs.
_OF_CLIENTS = ("chat.stream", "chat.tools", "embeddings")


def is_sent(case: Case, target: Target, suite: Suite) -> bool:
    """Whether a case is sent at all, as far as the target's file tells."""
    if not is_equipped(case, target.equipment):
        return False
    if wants_thinking(case, suite) and not manner_stated(target).thinks:
        return False
    if not all(may_have_model(kind, target) for kind in case.models):
        return False
    return not any(c.costly for c in open_questions(case, target, suite))


def wants_thinking(case: Case, suite: Suite) -> bool:
    """Whether a case is about what only models that think have."""
    parts = (part for need in case.needs for part in suite.chain(need))
    return any(suite.capabilities[part].thinks for part in parts)


def check_applicable(case: Case, target: Target, suite: Suite, get: Get) -> None:
    """Raise what keeps a case from being sent; asks for what has to be known first.

    NotOffered if the target lacks, cleanly, what the case needs, or a model for it;
    else what became of the case whose answers this one begins with.
    """
    if any(step.auth is not Auth.KEY for step in case.steps):
        if not target.key_env:
            raise NotOffered("the target is judged without a key")
        if target.profile.auth.get("optional"):
            raise NotOffered("the contract has servers without a key")
    check_equipped(case, target.equipment)
    if wants_thinking(case, suite) and not manner_for(target, get).thinks:
        raise NotOffered("the model does not think, as far as its answers show")
    for capability in open_questions(case, target, suite):
        if capability.costly:
            raise NotOffered(f"costly: claim it (--claim {capability.name})")
        probe = _probe(capability, target, get)
        if probe == case.name:
            continue
        _check_offered(capability, get(probe))
    if case.after:
        get(case.after)
    _check_scope(case, target, _models(case, target, get))


def _models(case: Case, target: Target, get: Get) -> Mapping[str, str]:
    """The models of a case; NotRecorded if one lacks for what is claimed.

    What nobody claims is not applicable without a model. Who claims it asks for a
    judgement that would never be made.
    """
    try:
        return models_for(case.models, target, get)
    except NotOffered as lack:
        claimed = [name for name in case.needs if name in target.claims]
        if not claimed:
            raise
        words = f"{max(claimed, key=len)} is claimed, but there is {lack}"
        raise NotRecorded(LossReason.NO_MODEL, words) from None


def _check_scope(case: Case, target: Target, models: Mapping[str, str]) -> None:
    """NotOffered if the second key is meant to open what it is to be refused for."""
    own = set(target.equipment.second_key_models)
    for model in models.values():
        if case.instrument is Instrument.SECOND_KEY and model in own:
            raise NotOffered(f"the second key is for {model}, too: name another for it")


def offered(case: Case, target: Target, suite: Suite, get: Get) -> frozenset[str]:
    """What the target offers of the capabilities that no step of a case names."""
    optional = optional_capabilities(case, target, suite)
    names = {each.name for each in optional if target.must_offer(each.name)}
    for each in optional:
        if is_probed(each, target):
            with suppress(NotRecorded, NotOffered, Blocked, Undecided):
                if get(_probe(each, target, get)).exchanges[-1].accepted:
                    names.add(each.name)
    return frozenset(names)


def optional_capabilities(case: Case, target: Target, suite: Suite) -> list[Capability]:
    """What a case whose requests are not written down uses where it is offered."""
    if isinstance(case.stimulus, ClientJourney):
        return [suite.capabilities[n] for n in _OF_CLIENTS if n in target.profile.knows]
    roots = tuple(f"{need}." for need in case.needs)
    return [
        suite.capabilities[name]
        for name in target.profile.knows
        if f"{name}.".startswith(roots)
    ]


def is_probed(capability: Capability, target: Target) -> bool:
    """Whether one cheap request tells if the target offers a capability."""
    known = capability.costly or capability.thinks
    return not known and not target.must_offer(capability.name)


def companion(case: Case, target: Target, suite: Suite, get: Get) -> Recording | None:
    """What was recorded of the cases beside this one, as one; None if nothing was."""
    recordings = []
    for name in case.beside:
        with suppress(NotRecorded, NotOffered, NotEquipped, Blocked, Undecided):
            beside = suite.cases[name]
            recordings.append(with_excuses(beside, target, get(name), get))
    if len(recordings) < 2:
        return recordings[0] if recordings else None
    exchanges = tuple(exchange for recording in recordings for exchange in recording)
    return replace(recordings[0], exchanges=exchanges)


def check_recording(
    case: Case,
    target: Target,
    suite: Suite,
    recording: Recording,
    stated: Requirement,
    get: Get,
) -> None:
    """Raise if this very recording is nothing to judge the requirement on.

    NotOffered if it is a clean refusal of a capability; NotRecorded if the target's
    rate limit stands before the answer, which only the area `limits` is about;
    LimitReached if a limit of ours ended an answer.
    """
    limited = any(e.status == 429 for e in recording)
    if limited and stated.area != LIMITS and case.status != RATE_LIMIT:
        raise NotRecorded(
            LossReason.RATE_LIMITED,
            "the target's rate limit (429) stands before it: lower --rate or "
            "--concurrency",
        )
    late = next((e.own_limit for e in recording if e.own_limit), "")
    generated = isinstance(case.stimulus, GeneratedRequests)
    if late and not generated and not _looks_at_time(stated):
        raise LimitReached(late)
    broken = any(e.response.cut for e in recording)
    if broken and case.may_break and stated.area != case.area:
        raise NotOffered("the answer may end before its end here")
    for capability in suite.capabilities.values():
        if capability.thinking == case.name and not target.must_offer(capability.name):
            _check_offered(capability, recording)
    for capability in open_questions(case, target, suite):
        if case.name == capability.case == _probe(capability, target, get):
            _check_offered(capability, recording)


def _looks_at_time(stated: Requirement) -> bool:
    """Whether a requirement itself tells what our time limits ended from the rest."""
    return stated.area in _OF_EVERY_BYTE or stated.id in _OF_TIME


def _probe(capability: Capability, target: Target, get: Get) -> str:
    """The case that tells whether this target's model offers a capability."""
    thinks = capability.thinking and manner_for(target, get).thinks
    return capability.thinking if thinks else capability.case


def _check_offered(capability: Capability, recording: Recording) -> None:
    answer = recording.exchanges[-1]
    if not refuses(answer, capability):
        return
    ways = [way for e in recording if (way := other_endpoint(e))]
    if ways:
        words = f"the refusal sends to {ways[0]}"
        raise NotOffered(f"{capability.name} is not offered here: {words}")
    raise NotOffered(f"{capability.name} is not offered ({answer.status})")


def refuses(exchange: Exchange, capability: Capability) -> bool:
    """Whether an answer says cleanly that a capability is not offered."""
    if not capability.words and is_refused(exchange) and other_endpoint(exchange):
        return True
    if exchange.status in _NO_ROUTE and not capability.words:
        return True
    if exchange.status not in _NO_FEATURE or not capability.words:
        return False
    named = set(named_fields(exchange))
    if named and capability.fields and named.isdisjoint(capability.fields):
        return False
    text = exchange.body.decode("utf-8", "replace").lower()
    return any(word in text for word in (*capability.words, *_PLAIN_NO))


def open_questions(case: Case, target: Target, suite: Suite) -> list[Capability]:
    """The capabilities of a case that the target may lack, widest first.

    Not the one that the case itself finds out about in place of another.
    """
    names = dict.fromkeys(part for need in case.needs for part in suite.chain(need))
    capabilities = [suite.capabilities[name] for name in names]
    return [
        c
        for c in capabilities
        if not (c.thinks or c.thinking == case.name or target.must_offer(c.name))
    ]
