"""Which items there are: requirement × case × target, and which are selected."""

from collections.abc import Sequence
from fnmatch import fnmatchcase

import pytest

from conformance.core.requirement import Requirement
from conformance.inputs.case import Case
from conformance.inputs.stimulus import (
    ClientJourney,
    GeneratedRequests,
    MannerTrials,
    WrittenSteps,
)
from conformance.inputs.suite import Suite
from conformance.inputs.target import Target
from conformance.plugin.options import Settings
from conformance.plugin.run import Key
from conformance.reporting.catalogue import applies, entries
from conformance.sending.instruments import is_equipped


def requirement_of(node: pytest.Item | pytest.Function) -> Requirement | None:
    """The requirement that an item judges; None for any other test."""
    marker = node.get_closest_marker("requirement")
    return marker.args[0] if marker else None


def key_of(item: pytest.Item) -> Key | None:
    """What an item is judged on; None if nothing applies to it."""
    callspec = getattr(item, "callspec", None)
    key = callspec.params.get("recording") if callspec else None
    return key if isinstance(key, Key) else None


def keys_for(
    stated: Requirement, targets: tuple[Target, ...], suite: Suite
) -> list[Key]:
    """The cases on which a requirement is judged, for each target."""
    return [
        Key(target, case.name)
        for target in targets
        for case in suite.cases.values()
        if applies(case, stated, target.profile) and is_wanted(case, target)
        if not _listens(stated) or is_equipped(case, target.equipment)
    ]


def _listens(stated: Requirement) -> bool:
    """Whether a requirement is about whatever is sent: it needs nothing of its own."""
    return stated.on == ("*",)


def every_item(target: Target, suite: Suite) -> set[tuple[str, str]]:
    """Each requirement with each case on which a whole run judges it."""
    return {
        (entry.id, key.case)
        for entry in entries()
        for key in keys_for(entry.requirement, (target,), suite)
    }


def is_wanted(case: Case, target: Target) -> bool:
    """Whether the options let a case be sent."""
    match case.stimulus:
        case ClientJourney():
            return target.generation.client
        case GeneratedRequests() as requests:
            return target.generation.count(requests.examples) > 0
        case WrittenSteps() | MannerTrials():
            return True


def select(
    items: list[pytest.Item], settings: Settings
) -> tuple[list[pytest.Item], list[pytest.Item]]:
    """The items that are in, and those that are out."""
    parts = [part.strip() for part in settings.select.split(",") if part.strip()]
    _refuse_unknown(parts, items)
    chosen: list[pytest.Item] = []
    left: list[pytest.Item] = []
    for item in items:
        (chosen if _is_in(item, parts, settings) else left).append(item)
    return chosen, left


def _is_in(item: pytest.Item, parts: list[str], settings: Settings) -> bool:
    stated = requirement_of(item)
    if stated is None:
        return True
    key = key_of(item)
    if key is None:
        return False
    level = key.target.profile.level(stated)
    chosen = not parts or any(_names(part, stated) for part in parts)
    return chosen and level.reaches(settings.level)


def _names(part: str, stated: Requirement) -> bool:
    return fnmatchcase(stated.id, part) or stated.id.startswith(f"{part}.")


def _refuse_unknown(parts: list[str], items: list[pytest.Item]) -> None:
    known = {r.id: r for item in items if (r := requirement_of(item))}
    for part in parts:
        if not any(_names(part, stated) for stated in known.values()):
            areas = ", ".join(sorted({stated.area for stated in known.values()}))
            raise pytest.UsageError(
                f"--select {part!r} matches no requirement. Areas: {areas}; "
                "ids: relaycert list"
            )


def refuse_unknown_waivers(targets: Sequence[Target]) -> None:
    """A waiver of nothing is a mistake in the target's file."""
    if not any(target.waivers for target in targets):
        return
    known = {entry.requirement.id for entry in entries()}
    for target in targets:
        for waiver in target.waivers:
            if waiver.requirement not in known:
                raise pytest.UsageError(
                    f"{target.name}: the waiver names {waiver.requirement!r}, which is "
                    "no requirement. The ids: relaycert list"
                )
