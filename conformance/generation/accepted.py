"""The accepted family: any request that the profile's document allows."""

import random
from itertools import cycle, islice, repeat, zip_longest

from hypothesis import strategies as st

from conformance.generation.draw import draw
from conformance.generation.family import Family, Field, Json
from conformance.generation.refusing import taken
from conformance.generation.request import Generated, Purpose
from conformance.inputs.profile import Profile

# An optional field is in two of five requests, or in three so that each of its values
# is in one: two fields are then often together, and no request is full.
_LEAST, _MOST = 0.4, 0.6
# What no request goes without is mostly something else than the smallest value.
_RICH = 0.75
# More than there are requests, so that few values of a field are missed.
_SPARE = 3
# Beyond these, more requests are other combinations of the same values.
_ENOUGH = 100
Value = tuple[Field, Json]


def accepted(
    family: Family,
    profile: Profile,
    model: str,
    offered: frozenset[str],
    seed: int,
    count: int,
) -> list[Generated]:
    """At most `count` requests; the first is the smallest one that there is."""
    if not count:
        return []
    least = family.minimal(profile, model)
    pools = _pools(taken(family, profile), offered, seed, count)
    columns = [_column(name, pool, least, seed, count) for name, pool in pools.items()]
    order = random.Random(seed)
    bodies = [_composed(least, row, order) for row in zip(*columns, strict=True)]
    distinct = {repr(body): body for body in (least, *bodies)}
    return [
        _generated(family, place, body)
        for place, body in enumerate(islice(distinct.values(), count), 1)
    ]


def _generated(family: Family, place: int, body: Json) -> Generated:
    return Generated(
        name=f"accepted-{place:02}",
        method=family.method,
        path=family.path,
        json=body,
        headers=family.headers,
        purpose=Purpose(family.name),
    )


def _pools(
    fields: tuple[Field, ...], offered: frozenset[str], seed: int, count: int
) -> dict[str, list[Value]]:
    """The distinct values of each name, its forms in turn."""
    known = [one for one in fields if set(one.capabilities) <= offered]
    # All at once: a run of Hypothesis costs more than what it draws.
    rows = draw(
        st.tuples(*(one.values for one in known)), seed, min(_SPARE * count, _ENOUGH)
    )
    forms: dict[str, list[list[Value]]] = {}
    for one, values in zip(known, zip(*rows, strict=True), strict=True):
        distinct = {repr(value): (one, value) for value in values}
        forms.setdefault(one.name, []).append(list(distinct.values()))
    return {name: _in_turn(several) for name, several in forms.items()}


def _in_turn(several: list[list[Value]]) -> list[Value]:
    return [one for row in zip_longest(*several) for one in row if one is not None]


def _column(
    name: str, pool: list[Value], least: Json, seed: int, count: int
) -> list[Value | None]:
    """For each request one value of a field, or none; every value has its turn.

    Dealt out rather than drawn for each request anew: so few requests would else
    leave out many of the values that are at a bound.
    """
    share = _RICH if name in least else min(max(_LEAST, len(pool) / count), _MOST)
    there = round(share * count)
    column = [*islice(cycle(pool), there), *repeat(None, count - there)]
    random.Random(f"{seed} {name}").shuffle(column)
    return column


def _composed(least: Json, row: tuple[Value | None, ...], order: random.Random) -> Json:
    """The smallest request with a row of values; one of a conflict stays."""
    body, taken = dict(least), list[Field]()
    for drawn, values in order.sample(
        list(filter(None, row)), len(row) - row.count(None)
    ):
        if not any(_conflict(drawn, other) for other in taken):
            taken.append(drawn)
            body = {k: v for k, v in body.items() if k not in drawn.replaces} | values
    return body


def _conflict(one: Field, other: Field) -> bool:
    return one.name in other.excludes or other.name in one.excludes
