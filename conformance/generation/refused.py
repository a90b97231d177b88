"""The refused family: a request that was accepted, with one statement broken."""

import random
from collections.abc import Iterator

from hypothesis import strategies as st

from conformance.generation.change import Change
from conformance.generation.draw import draw
from conformance.generation.family import BrokenStatement, Family, Json
from conformance.generation.refusing import broken
from conformance.generation.request import Generated, Purpose
from conformance.generation.turns import SHARED, SHARING, WRITTEN
from conformance.inputs.profile import Profile

# Ways are drawn for all statements at once, so that some come twice.
_SPARE = 3
_LATER, _LAST = 3, 9


def refused(
    family: Family,
    profile: Profile,
    accepted_json: Json,
    offered: frozenset[str],
    seed: int,
    count: int,
) -> list[Generated]:
    """At most `count` requests, each statement once before any is broken again.

    What is cheap and telling goes first. `accepted_json` is best the smallest
    request that this target has accepted.
    """
    due = _due(family, profile, offered, seed)
    requests: list[Generated] = []
    for statement, change in _rounds(due, seed, -(-count // max(1, len(due)))):
        if len(requests) >= count:
            break
        place = len(requests) + 1
        request = _broken(
            family, f"refused-{place:02}", accepted_json, statement, change
        )
        if request.json != accepted_json or request.headers != family.headers:
            requests.append(request)
    return requests


def _due(
    family: Family, profile: Profile, offered: frozenset[str], seed: int
) -> list[BrokenStatement]:
    """The breaks of what is offered, by rank; the seed decides within a rank."""
    due = [
        statement
        for statement in broken(family, profile)
        if not statement.capability or statement.capability in offered
    ]
    random.Random(seed).shuffle(due)
    return sorted(due, key=lambda statement: _turn(family.name, statement, seed))


def _turn(family: str, statement: BrokenStatement, seed: int) -> int:
    """When a statement's turn comes: late, if it is sent somewhere else anyway.

    What two routes share is broken early on one of them, which the seed decides.
    """
    if statement.id in WRITTEN.get(family, ()):
        return _LAST
    shared = statement.id in SHARED and family in SHARING
    elsewhere = SHARING[random.Random(f"{seed} {statement.statement}").getrandbits(1)]
    return statement.rank + (_LATER if shared and family != elsewhere else 0)


def _rounds(
    due: list[BrokenStatement], seed: int, rounds: int
) -> Iterator[tuple[BrokenStatement, Change]]:
    """Each statement once in every round, each time in another way if there is one."""
    ways = draw(
        st.tuples(*(statement.changes for statement in due)), seed, _SPARE * rounds
    )
    random.Random(seed).shuffle(ways)  # the first is the simplest for each seed
    seen: set[str] = set()
    for turn in range(_SPARE * rounds):
        for place, statement in enumerate(due):
            change = ways[turn % len(ways)][place]
            key = f"{statement.id} {change!r}"
            if key not in seen:
                seen.add(key)
                yield statement, change


def _broken(
    family: Family,
    name: str,
    accepted_json: Json,
    statement: BrokenStatement,
    change: Change,
) -> Generated:
    altered = change(accepted_json)
    return Generated(
        name=name,
        method=family.method,
        path=family.path,
        json=altered.json,
        body=altered.body,
        headers={**family.headers, **altered.headers},
        purpose=Purpose(
            family.name,
            statement.statement,
            statement.field,
            statement.status,
            statement.lenient,
            statement.unsent,
        ),
    )
