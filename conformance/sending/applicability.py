"""Decides before judging: does the target offer it, and with which model."""

from collections.abc import Callable, Mapping
from contextlib import suppress

from conformance.core.exceptions import (
    Blocked,
    LossReason,
    NotEquipped,
    NotOffered,
    NotRecorded,
    Undecided,
)
from conformance.core.exchange import Exchange, Recording
from conformance.core.requirement import Requirement
from conformance.inputs.capability import Capability
from conformance.inputs.case import Case
from conformance.inputs.step import Auth
from conformance.inputs.stimulus import ClientJourney, WrittenSteps
from conformance.inputs.suite import Suite
from conformance.inputs.target import BARE, Target
from conformance.sending.instruments import check_equipped

Get = Callable[[str], Recording]

LIMITS = "limits"
RATE_LIMIT = "rate-limit"  # the kind of refusal of a case that provokes one
MODELS_LIST = "models/list"
_NO_ROUTE = (404, 405, 501)
_NO_FEATURE = (400, 404, 405, 415, 422, 501)
_PLAIN_NO = ("not support", "unsupported", "not implemented", "not available")
# What a model of a kind can serve when only one is named, without a kind.
_TEXT = ("chat", "completions")
# What an ordinary client asks for where it is offered, beside what its case needs.
_OF_CLIENTS = ("chat.stream", "chat.tools", "embeddings")


def is_sent(case: Case, target: Target, suite: Suite) -> bool:
    """Whether a case is sent at all, as far as the target's file tells."""
    try:
        check_equipped(case, target.equipment)
    except NotEquipped:
        return False
    return not any(c.costly for c in _open_questions(case, target, suite))


def needed(case: Case, target: Target, suite: Suite) -> tuple[str, ...]:
    """The cases that have to be recorded before `case` can be, in order."""
    first = [c.case for c in _open_questions(case, target, suite) if not c.costly]
    if any(not _named(kind, target) for kind in case.models):
        first.append(MODELS_LIST)
    first += [name for name in (case.after, case.beside) if name]
    if isinstance(case.stimulus, ClientJourney):
        first.append(MODELS_LIST)
    if not isinstance(case.stimulus, WrittenSteps):
        parts = _parts(case, target, suite)
        first += [part.case for part in parts if _is_looked_for(part, target)]
    names: dict[str, None] = {}
    for name in first:
        if name != case.name:
            before = needed(suite.cases[name], target, suite)
            names |= dict.fromkeys((*before, name))
    return tuple(names)


def check_applicable(case: Case, target: Target, suite: Suite, get: Get) -> None:
    """Raise NotOffered if the target lacks, cleanly, what the case needs."""
    if not target.key_env and any(step.auth is not Auth.KEY for step in case.steps):
        raise NotOffered("the target is judged without a key")
    check_equipped(case, target.equipment)
    for capability in _open_questions(case, target, suite):
        if capability.costly:
            raise NotOffered(f"costly: claim it (--claim {capability.name})")
        if capability.case == case.name:
            continue
        recording = get(capability.case)
        if refuses(recording.exchanges[-1], capability):
            raise NotOffered(
                f"{capability.name} is not offered ({recording.exchanges[-1].status})"
            )


def offered(case: Case, target: Target, suite: Suite, get: Get) -> frozenset[str]:
    """What the target offers of the capabilities that no step of a case names."""
    parts = _parts(case, target, suite)
    names = {part.name for part in parts if target.must_offer(part.name)}
    for part in parts:
        if _is_looked_for(part, target):
            with suppress(NotRecorded, NotOffered, Blocked, Undecided):
                if get(part.case).exchanges[-1].accepted:
                    names.add(part.name)
    return frozenset(names)


def _parts(case: Case, target: Target, suite: Suite) -> list[Capability]:
    """The capabilities of which those that a case needs are the widest."""
    if isinstance(case.stimulus, ClientJourney):
        return [suite.capabilities[n] for n in _OF_CLIENTS if n in target.profile.knows]
    roots = tuple(f"{need}." for need in case.needs)
    return [
        suite.capabilities[name]
        for name in target.profile.knows
        if f"{name}.".startswith(roots)
    ]


def _is_looked_for(capability: Capability, target: Target) -> bool:
    return not capability.costly and not target.must_offer(capability.name)


def models_for(case: Case, target: Target, suite: Suite, get: Get) -> Mapping[str, str]:
    """The models of a case by their kinds, once nothing keeps it from being sent.

    Raises what does: NotOffered, or what became of the case before it.
    """
    check_applicable(case, target, suite, get)
    if case.after:
        get(case.after)
    return {kind: model_for(kind, target, get) for kind in case.models}


def companion(case: Case, get: Get) -> Recording | None:
    """What was recorded of the case beside this one; None if nothing was."""
    if not case.beside:
        return None
    try:
        return get(case.beside)
    except (NotRecorded, NotOffered, NotEquipped, Blocked, Undecided):
        return None


def check_recording(
    case: Case,
    target: Target,
    suite: Suite,
    recording: Recording,
    stated: Requirement,
) -> None:
    """Raise if this very recording is nothing to judge the requirement on.

    NotOffered if it is a clean refusal of a capability; NotRecorded if the target's
    rate limit stands before the answer, which only the area `limits` is about.
    """
    limited = any(e.status == 429 for e in recording)
    if limited and stated.area != LIMITS and case.status != RATE_LIMIT:
        raise NotRecorded(
            LossReason.RATE_LIMITED,
            "the target's rate limit (429) stands before it: lower --rate or "
            "--concurrency",
        )
    broken = any(e.response.cut for e in recording)
    if broken and case.may_break and stated.area != case.area:
        raise NotOffered("the answer may end before its end here")
    for capability in _open_questions(case, target, suite):
        if capability.case == case.name and refuses(
            recording.exchanges[-1], capability
        ):
            status = recording.exchanges[-1].status
            raise NotOffered(f"{capability.name} is not offered ({status})")


def refuses(exchange: Exchange, capability: Capability) -> bool:
    """Whether an answer says cleanly that a capability is not offered."""
    if exchange.status in _NO_ROUTE and not capability.words:
        return True
    if exchange.status not in _NO_FEATURE or not capability.words:
        return False
    text = exchange.body.decode("utf-8", "replace").lower()
    return any(word in text for word in (*capability.words, *_PLAIN_NO))


def model_for(kind: str, target: Target, get: Get) -> str:
    """The model that stands for `${models.<kind>}`; NotOffered says what to name."""
    named = _named(kind, target)
    if named:
        return named
    documented = target.profile.models.get(kind, "")
    if documented and documented in _listed(get):
        return documented
    bare = target.models.get(BARE, "")
    if bare and kind in _TEXT:
        return bare
    raise NotOffered(f"no model for {kind}: name one with --model {kind}=…")


def with_embeddings(
    models: Mapping[str, str], target: Target, get: Get
) -> Mapping[str, str]:
    """The same with the model for embeddings, if there is one."""
    with suppress(NotOffered):
        return {**models, "embeddings": model_for("embeddings", target, get)}
    return models


def model_choice(kind: str, target: Target) -> str:
    """In words: which model stands for a kind, as far as it is known beforehand."""
    named = _named(kind, target)
    if named:
        return named
    documented = target.profile.models.get(kind, "")
    bare = target.models.get(BARE, "") if kind in _TEXT else ""
    otherwise = bare or f"not applicable (name one: --model {kind}=…)"
    return (
        f"{documented} if it is listed, else {otherwise}" if documented else otherwise
    )


def _named(kind: str, target: Target) -> str:
    """The model that the target's owner names for a kind."""
    explicit = target.models.get(kind, "")
    only = target.models.get(BARE, "") if kind == "chat" else ""
    return explicit or only


def _open_questions(case: Case, target: Target, suite: Suite) -> list[Capability]:
    """The capabilities of a case that the target may lack, widest first."""
    names = dict.fromkeys(part for need in case.needs for part in suite.chain(need))
    return [suite.capabilities[name] for name in names if not target.must_offer(name)]


def _listed(get: Get) -> frozenset[str]:
    """The ids that the target lists; none if it has no list."""
    try:
        rows = get(MODELS_LIST).last.answer.get("data")
    except (NotRecorded, NotOffered, Blocked):
        return frozenset()
    if not isinstance(rows, list):
        return frozenset()
    known = [row.get("id") for row in rows if isinstance(row, dict)]
    return frozenset(id for id in known if isinstance(id, str))
