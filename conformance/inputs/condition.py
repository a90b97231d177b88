"""On what of a contract it hangs whether a case is sent."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from conformance.formats.nearest import nearest
from conformance.inputs.profile import TABLES, Profile

_OTHERS = ("knows", "quotes", "states")
_PLACES = ("required", "settings", *TABLES)


@dataclass(frozen=True, slots=True)
class Condition:
    """What a contract has to say; without rows nothing.

    A row names a place (`settings.nulls`, `fields.chat.required`) and the value there,
    or one of several; or it says what the contract `knows`, `states` or `quotes`.
    """

    rows: tuple[tuple[str, Any], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.rows)

    def holds(self, profile: Profile) -> bool:
        """Whether a contract says all of it."""
        return all(_says(profile, place, value) for place, value in self.rows)

    def slips(self, profile: Profile) -> Iterator[str]:
        """Places that no contract has; `profile` is one that says most."""
        for place in (place for place, _ in self.rows if place not in _OTHERS):
            head, _, key = place.partition(".")
            if head not in _PLACES:
                yield f"{place!r} is not a place of a profile. {nearest(head, _PLACES)}"
            elif head == "settings" and key not in profile.settings:
                yield f"{key!r} is not a setting. {nearest(key, profile.settings)}"


ALWAYS = Condition()


def condition_of(raw: Mapping[str, Any]) -> Condition:
    """The condition that a table states."""
    return Condition(tuple(raw.items()))


def _says(profile: Profile, place: str, value: Any) -> bool:
    match place:
        case "states":
            return any(map(profile.asserts, value))
        case "quotes":
            return any(one.source == value for one in profile.statements)
        case "knows":
            return value in profile.knows
    said = _at(profile, place)
    return value in said if isinstance(said, tuple) else bool(said == value)


def _at(profile: Profile, place: str) -> Any:
    head, *keys = place.split(".")
    said = getattr(profile, head, None)
    for key in keys:
        said = said.get(key) if isinstance(said, Mapping) else None
    return said
