"""Records a generated case: one wave of requests, then smaller ones of what failed."""

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from functools import lru_cache
from typing import Any

from conformance.core.exceptions import Blocked, NotRecorded
from conformance.core.exchange import Exchange, Recording
from conformance.formats.payload import of_json
from conformance.generation.accepted import accepted
from conformance.generation.checks import CHECKS, fails
from conformance.generation.families import FAMILIES
from conformance.generation.family import Family, Json
from conformance.generation.refused import refused
from conformance.generation.request import OBSERVED, Generated
from conformance.generation.shrink import shrink
from conformance.inputs.case import Case, Expects
from conformance.inputs.manner import CAPS, ORDINARY, Manner
from conformance.inputs.profile import Profile
from conformance.inputs.routes import route_of
from conformance.inputs.stimulus import GeneratedRequests
from conformance.inputs.target import Target
from conformance.sending.request import PreparedRequest, headers_for
from conformance.sending.session import TargetSession

SMALLEST = "smallest"


def drawn(
    case: Case,
    requests: GeneratedRequests,
    target: Target,
    model: str,
    offered: frozenset[str],
) -> list[Generated]:
    """The requests of a generated case: the same whenever the seed is the same."""
    settings, kind = target.generation, _kind(case)
    drawing = kind, requests.family, model, offered, settings.seed
    contract = _Contract(target.profile)
    return list(_drawn(*drawing, settings.count(requests.examples), contract))


@dataclass(frozen=True, slots=True, eq=False)
class _Contract:
    """A profile, equal to itself alone: what it holds can be no key."""

    profile: Profile

    def __hash__(self) -> int:
        return id(self.profile)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Contract) and self.profile is other.profile


# The self-test sends the same requests to many relays: drawing them takes longest.
@lru_cache(maxsize=64)
def _drawn(
    kind: str,
    name: str,
    model: str,
    offered: frozenset[str],
    seed: int,
    count: int,
    contract: _Contract,
) -> tuple[Generated, ...]:
    family, profile = FAMILIES[name], contract.profile
    if kind == "accepted":
        return tuple(accepted(family, profile, model, offered, seed, count))
    least = family.minimal(profile, model)
    return tuple(refused(family, profile, least, offered, seed, count))


def _kind(case: Case) -> str:
    return "accepted" if case.expects is Expects.SUCCESS else "refused"


@dataclass(slots=True)
class GeneratedBatch:
    """The generated requests of one case on one target, with their exchanges."""

    case: Case
    requests: GeneratedRequests
    session: TargetSession
    model: str
    # What the target offers, as far as the family asks for it.
    offered: frozenset[str]
    manner: Manner = ORDINARY
    _sent: dict[str, tuple[Generated, Exchange]] = field(default_factory=dict)
    _purposes: dict[str, Any] = field(default_factory=dict)
    _smallest: dict[str, str] = field(default_factory=dict)

    def record(self) -> Recording:
        """Draw, send all at once, and look for a smaller request of what failed."""
        wave = self._drawn()
        crew = max(1, min(len(wave), self.session.target.limits.concurrency))
        with ThreadPoolExecutor(crew) as pool:
            for request, exchange in zip(wave, pool.map(self._send, wave), strict=True):
                self._keep(request, exchange)
        for check in CHECKS[self._kind]:
            self._shrink(check, wave)
        return Recording(
            self.case.name,
            self.session.target.name,
            tuple(exchange for _, exchange in self._sent.values()),
            {OBSERVED: self._purposes, SMALLEST: self._smallest},
        )

    @property
    def _family(self) -> Family:
        return FAMILIES[self.requests.family]

    @property
    def _kind(self) -> str:
        return _kind(self.case)

    @property
    def _least(self) -> Json:
        least = self._family.minimal(self.session.target.profile, self.model)
        return self.manner.adapted(least)

    def _drawn(self) -> list[Generated]:
        """The requests of the wave; refused ones begin with one that was accepted."""
        if self._kind == "refused":
            self._check_least()
        target = self.session.target
        wave = drawn(self.case, self.requests, target, self.model, self.offered)
        return [self._adapted(request) for request in wave]

    def _adapted(self, request: Generated) -> Generated:
        """A request in the model's manner; what it breaks stays as it was drawn."""
        if not isinstance(request.json, dict) or request.body is not None:
            return request
        if self._kind == "accepted":
            return replace(request, json=self.manner.adapted(request.json))
        if request.purpose.field in CAPS:
            return request
        return replace(request, json=self.manner.recapped(request.json))

    def _check_least(self) -> None:
        family = self._family
        least = Generated(
            "least", family.method, family.path, self._least, headers=family.headers
        )
        exchange = self._send(least)
        if not exchange.accepted:
            raise Blocked(f"the smallest request was refused ({exchange.status})")
        self._keep(least, exchange)

    def _send(self, request: Generated) -> Exchange:
        target = self.session.target
        data = self._body(request)
        headers = headers_for(
            request.step, target, self.session.key, "application/json"
        )
        url = target.url(request.path)
        return self.session.send(
            PreparedRequest(
                request.name,
                request.method,
                url,
                headers,
                data,
                request.tokens,
                request.step.close_after,
            )
        )

    def _body(self, request: Generated) -> bytes:
        if request.body is not None:
            return request.body.encode("utf-8", "surrogatepass")
        if not isinstance(request.json, dict):
            return of_json(request.json).data
        completed = self.session.target.profile.completed
        return of_json(completed(route_of(request.path), request.json)).data

    def _keep(self, request: Generated, exchange: Exchange, of: str = "") -> None:
        self._sent[request.name] = (request, exchange)
        self._purposes[request.name] = asdict(replace(request.purpose, of=of))

    def _shrink(self, check: str, wave: Iterable[Generated]) -> None:
        """Find the smallest request that fails a check, for all that may be to blame.

        One budget is for all of them. Those that break a statement are drawn small:
        of these one alone is looked for.
        """
        failed = [request for request in wave if self._fails(check, request)]
        left = iter(range(1, self.session.target.generation.shrink + 1))
        smallest: list[Generated] = []
        for request in sorted(failed, key=_size):
            if smallest and request.purpose.statement:
                break
            if not any(self._holds(request, one) for one in smallest):
                smallest.append(self._smaller(check, request, left))
                self._smallest.setdefault(check, smallest[0].name)

    def _smaller(self, check: str, first: Generated, left: Iterator[int]) -> Generated:
        """The smallest form of a request that fails a check, within what is left."""
        current = first

        def still_fails(candidate: Generated) -> bool:
            nonlocal current
            if (number := next(left, None)) is None:
                return False
            smaller = replace(candidate, name=f"{first.name}-{check}-{number}")
            self._keep(smaller, self._send(smaller), first.name)
            fails = self._fails(check, smaller)
            if fails:  # the next candidates are smaller forms of it
                current = smaller
            return fails

        with suppress(NotRecorded):  # a budget is spent: the smallest so far stays
            most = self.session.target.generation.shrink
            shrink(first, self._least, still_fails, most)
        return current

    def _holds(self, request: Generated, small: Generated) -> bool:
        """Whether a request has all the options of a smaller one."""
        options, fewer = (
            set(self._sent[one.name][1].request.options) for one in (request, small)
        )
        return fewer <= options

    def _fails(self, check: str, request: Generated) -> bool:
        _, exchange = self._sent[request.name]
        return fails(check, request.purpose, exchange, self.session.target.profile)


def _size(request: Generated) -> int:
    return request.size
