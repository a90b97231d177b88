"""Which items there are: requirement × case × target, and which are selected."""

from collections.abc import Collection, Sequence
from fnmatch import fnmatchcase

import pytest

from conformance.core.requirement import Requirement
from conformance.formats.nearest import nearest
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
from conformance.reporting.catalogue import applies, every_entry, is_apart
from conformance.sending.instruments import is_equipped
from conformance.sending.scheduler import schedule


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
        if not _listens(stated) or _asks_target(case, target)
    ]


def _asks_target(case: Case, target: Target) -> bool:
    """Whether a case sends to the target, and can be sent.

    What is at an address that an answer named need not be the target's.
    """
    abroad = case.steps and not any(step.path.startswith("/") for step in case.steps)
    return not abroad and is_equipped(case, target.equipment)


def _listens(stated: Requirement) -> bool:
    """Whether a requirement is about whatever is sent: it needs nothing of its own."""
    return stated.on == ("*",)


def every_item(target: Target, suite: Suite) -> set[tuple[str, str]]:
    """Each requirement of its contract with each case on which a run judges it."""
    return {
        (entry.id, key.case)
        for entry in every_entry(suite)
        if not is_apart(entry.requirement, target.profile)
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
    parts = _parts(settings.select)
    _refuse_unknown(parts, items)
    chosen: list[pytest.Item] = []
    left: list[pytest.Item] = []
    for item in items:
        (chosen if _is_in(item, parts, settings) else left).append(item)
    unsent = _unsent(chosen, _owned(items), settings.suite)
    left += [item for item in chosen if item in unsent]
    return [item for item in chosen if item not in unsent], left


def _unsent(
    chosen: list[pytest.Item], owned: set[tuple[str, str]], suite: Suite
) -> set[pytest.Item]:
    """Where a requirement only listens, and nothing else that was chosen is sent.

    One that would hear nothing at all is sent for after all.
    """
    # By requirement and target: what it hears, and on which case.
    listening: dict[tuple[str, str], list[tuple[pytest.Item, Key]]] = {}
    asked: list[Key] = []
    for item in chosen:
        stated, key = requirement_of(item), key_of(item)
        if stated is None or key is None:
            continue
        own = stated.on != ("*",) and (key.target.name, key.case) not in owned
        if not own and _only_listens(stated, key.case):
            by = (stated.id, key.target.name)
            listening.setdefault(by, []).append((item, key))
        else:
            asked.append(key)
    sent = _sent(asked, suite)
    unsent: set[pytest.Item] = set()
    for heard in listening.values():
        deaf = [item for item, key in heard if (key.target.name, key.case) not in sent]
        unsent.update(deaf if len(deaf) < len(heard) else ())
    return unsent


def _sent(asked: Sequence[Key], suite: Suite) -> set[tuple[str, str]]:
    """The cases that are sent to each target for these keys, by its name."""
    targets = {key.target.name: key.target for key in asked}
    return {
        (name, case.name)
        for name, target in targets.items()
        for case in schedule(
            (key.case for key in asked if key.target.name == name), target, suite
        )
    }


def _owned(items: list[pytest.Item]) -> set[tuple[str, str]]:
    """The cases that any requirement names itself, by the name of the target."""
    return {
        (key.target.name, key.case)
        for item in items
        if (stated := requirement_of(item)) and (key := key_of(item))
        if not _only_listens(stated, key.case)
    }


def _only_listens(stated: Requirement, case: str) -> bool:
    """Whether a requirement names a case only with all others, or all of an area."""
    area = case.split("/", 1)[0]
    others = {"*"} if area == stated.area else {"*", f"{area}/*"}
    return not any(fnmatchcase(case, p) for p in stated.on if p not in others)


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


def _parts(expression: str) -> list[str]:
    return [part.strip() for part in expression.split(",") if part.strip()]


def _refuse_unknown(parts: list[str], items: list[pytest.Item]) -> None:
    known = {r.id: r for item in items if (r := requirement_of(item))}
    _refuse_unknown_of(parts, known.values())


def refuse_unknown_selection(expression: str, suite: Suite) -> None:
    """The same before anything is collected, of all requirements that there are."""
    _refuse_unknown_of(_parts(expression), [e.requirement for e in every_entry(suite)])


def _refuse_unknown_of(parts: list[str], known: Collection[Requirement]) -> None:
    for part in parts:
        if not any(_names(part, stated) for stated in known):
            areas = {stated.area for stated in known}
            every = f"Areas: {', '.join(sorted(areas))}; ids: relaycert list"
            advice = nearest(part, {*areas, *(stated.id for stated in known)}, every)
            raise pytest.UsageError(
                f"--select {part!r} matches no requirement. {advice}"
            )


def refuse_unknown_waivers(targets: Sequence[Target], suite: Suite) -> None:
    """A waiver of nothing is a mistake in the target's file."""
    if not any(target.waivers for target in targets):
        return
    known = {entry.id for entry in every_entry(suite)}
    for target in targets:
        for waiver in target.waivers:
            if waiver.requirement not in known:
                advice = nearest(waiver.requirement, known, "The ids: relaycert list")
                raise pytest.UsageError(
                    f"{target.name}: the waiver names {waiver.requirement!r}, which is "
                    f"no requirement. {advice}"
                )
