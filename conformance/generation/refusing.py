"""Fields that a profile refuses: none is drawn, and each has to be refused."""

from dataclasses import replace

from hypothesis import strategies as st

from conformance.generation.change import Put
from conformance.generation.family import BrokenStatement, Family, Field, Json
from conformance.inputs.profile import Profile

# What stands in a refused field of which nothing else is known.
_ANY = 1


def taken(family: Family, profile: Profile) -> tuple[Field, ...]:
    """The optional fields of a family that are not refused."""
    refused = frozenset(profile.refused(family.name))
    every = family.fields(profile)
    if not refused:
        return every

    def without(drawn: Json) -> Json:
        return {name: value for name, value in drawn.items() if name not in refused}

    kept = (one for one in every if one.name not in refused)
    return tuple(replace(one, values=one.values.map(without)) for one in kept)


def broken(family: Family, profile: Profile) -> tuple[BrokenStatement, ...]:
    """The statements of a family: of fields that are taken, and that others are not."""
    refused = profile.refused(family.name)
    kept = (one for one in family.breaks(profile) if one.field not in refused)
    return (*kept, *(_refusal(family, profile, name) for name in refused))


def _refusal(family: Family, profile: Profile, name: str) -> BrokenStatement:
    known = [one for one in family.fields(profile) if one.name == name]
    values = known[0].values if known else st.just({name: _ANY})
    ways = values.map(lambda drawn: Put((name,), drawn.get(name, _ANY)))
    return BrokenStatement(
        f"{name}.refused", f"{name} is not taken", name, ways, rank=0
    )
