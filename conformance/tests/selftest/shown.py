"""What shows a fault: whether its exchange differs from the faithful relay's answer."""

import re
from dataclasses import dataclass, replace
from functools import cache

import httpx

from conformance.core.exchange import Exchange, Recording
from conformance.core.message import Headers
from conformance.core.violation import Violation
from conformance.relay import faults
from conformance.selftest.findings import Judgement
from conformance.selftest.results import work_of
from conformance.selftest.worker import Work, judgements, relay_key

# They differ each time, or follow from the body.
_PASSING = ("date", "content-length", "transfer-encoding", "connection")
_ADDRESS = re.compile(r"127\.0\.0\.1:\d+(?:/~[\w.-]+(?:\+[\w.+-]+)?)?")
# Ids, numbers of tasks, and the words that a case draws for each of its requests.
_DRAWN = re.compile(
    r"(?<![\da-z])[\da-f]{24,32}(?![\da-z])"
    r"|(?<!\d)\d{16}(?!\d)"
    r"|(?<![\da-z])[\da-f]{12}(?=\d\d(?!\d))"
)
_SECONDS, _MOMENTS = re.compile(r"\b\d{10}\b"), re.compile(r"\b\d{13}\b")
# How far a task has come depends on the moment of the question.
_PROGRESS = re.compile(
    r'("status":"(?:IN_PROGRESS|CANCEL|FAILURE)".*?"progress":)"\d+%"'
)


@dataclass(frozen=True, slots=True)
class Shown:
    """A violation on a recording of several exchanges, and whether the fault shows."""

    case: str
    step: str
    message: str
    differs: bool
    steady: bool  # the faithful relay answers at that step as it did before


def shown(fault: str, profile: str) -> list[Shown]:
    """What the requirement that catches a fault shows of it, in a process of a pool."""
    bend = next(bend for bend in faults() if bend.name == fault)
    work = work_of(bend, profile)
    usual = replace(work, bend="")
    faithful, again = (_faithful(usual, bend.caught_by, run) for run in (1, 2))
    return [
        _shown(judgement, judgement.error, recording, faithful, again)
        for judgement in judgements(work, [bend.caught_by])
        if (recording := judgement.recording) and len(recording.exchanges) > 1
        if isinstance(judgement.error, Violation)
    ]


@cache
def _faithful(work: Work, requirement: str, run: int) -> dict[str, Recording]:
    """What the faithful relay answers to the cases of a requirement, in one run."""
    return {
        judgement.case: judgement.recording
        for judgement in judgements(work, [requirement])
        if judgement.recording
    }


def _shown(
    judgement: Judgement,
    violation: Violation,
    recording: Recording,
    *faithful: dict[str, Recording],
) -> Shown:
    exchange = violation.exchange or recording.exchanges[-1]
    # Of a step that is polled, what is met depends on the moment.
    usual, again = (
        {_normal(e) for e in recordings[judgement.case].polls(exchange.step)}
        for recordings in faithful
    )
    return Shown(
        judgement.case,
        exchange.step,
        str(violation),
        differs=_normal(exchange) not in (usual | again or {_resent(exchange)}),
        steady=bool(usual & again) or not usual | again,
    )


def _normal(exchange: Exchange) -> str:
    """An exchange as a text that is the same whenever the relay answers the same."""
    got = exchange.response
    attempts = [_response(a.status, a.headers, a.body) for a in exchange.attempts]
    answer = _response(exchange.status, got.headers, exchange.body, got.cut)
    return _without_chance("\n".join([exchange.request.url, *attempts, answer]))


def _response(status: int, headers: Headers, body: bytes, cut: str = "") -> str:
    kept = [f"{n.lower()}: {v}" for n, v in headers if n.lower() not in _PASSING]
    return "\n".join([f"{status} {cut}", *sorted(kept), body.decode("latin-1")])


def _without_chance(text: str) -> str:
    """A text in which addresses, ids and times are named by their order."""
    text = _PROGRESS.sub(r"\1", _ADDRESS.sub("relay", text))
    drawn = list(dict.fromkeys(_DRAWN.findall(text)))
    text = _DRAWN.sub(lambda m: f"drawn-{drawn.index(m[0])}", text)
    seconds = sorted(set(_SECONDS.findall(text)))
    text = _SECONDS.sub(lambda m: f"second-{seconds.index(m[0])}", text)
    moments = _MOMENTS.findall(text)  # some of a task are the same, or nearly
    return _MOMENTS.sub("moment", text) + f"in order: {moments == sorted(moments)}"


def _resent(exchange: Exchange) -> str:
    """The faithful relay's answer to a request that only the bent one was sent."""
    sent = exchange.request
    url = re.sub(r"(/~[\w.-]+?)\+[\w.+-]+", r"\1", sent.url)
    headers = {
        "content-type": "application/json",
        "authorization": f"Bearer {relay_key()}",
    }
    got = httpx.request(sent.method, url, content=sent.body, headers=headers)
    answer = _response(got.status_code, tuple(got.headers.items()), got.content)
    return _without_chance(f"{sent.url}\n{answer}")
