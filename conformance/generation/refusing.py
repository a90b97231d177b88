"""Fields that a profile refuses or requires: the statements that they come to."""

from collections.abc import Iterator
from dataclasses import replace

from hypothesis import strategies as st

from conformance.generation.change import Drop, Put, one
from conformance.generation.closed import foreign
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

    kept = (field for field in every if field.name not in refused)
    return tuple(replace(field, values=field.values.map(without)) for field in kept)


def broken(family: Family, profile: Profile) -> tuple[BrokenStatement, ...]:
    """The statements of a family: of fields that are taken, and that others are not."""
    refused = profile.refused(family.name)
    every = (
        *_absences(family, profile),
        *foreign(profile, family.name),
        *family.breaks(profile),
    )
    kept = (broken for broken in every if broken.field not in refused)
    return (*kept, *(_refusal(family, profile, name) for name in refused))


def _absences(family: Family, profile: Profile) -> Iterator[BrokenStatement]:
    """What is broken by leaving out one of the fields that are required."""
    needed = profile.needed(family.name)
    # What every request carries is in this one, too.
    carried = profile.sent.get(family.name, {})
    for name in (name for name in needed if name not in carried):
        words = f"{name} is required"
        yield BrokenStatement(f"{name}.required", words, name, one(Drop(name)), rank=0)


def _refusal(family: Family, profile: Profile, name: str) -> BrokenStatement:
    known = [field for field in family.fields(profile) if field.name == name]
    values = known[0].values if known else st.just({name: _ANY})
    ways = values.map(lambda drawn: Put((name,), drawn.get(name, _ANY)))
    return BrokenStatement(
        f"{name}.refused", f"{name} is not taken", name, ways, rank=0
    )
