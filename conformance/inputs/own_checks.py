"""What is wrong with an owner's requirements and cases, a line for each slip."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from fnmatch import fnmatchcase
from inspect import signature

from conformance.core.catalogue_entry import CatalogueEntry
from conformance.core.requirement import MUST, Requirement
from conformance.formats.nearest import nearest
from conformance.inputs.case import Case
from conformance.inputs.own_folder import CASES, OWNER, OwnFolder, place_of
from conformance.inputs.profile import REFERENCE
from conformance.inputs.stimulus import WrittenSteps
from conformance.inputs.suite import Suite

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)+")
_CASE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*(/[a-z0-9]+(-[a-z0-9]+)*)+")
# What a requirement's function can be given.
GIVEN = ("exchange", "recording", "beside", "case", "profile", "models")


def slips(
    folder: OwnFolder, suite: Suite, packaged: Collection[Requirement]
) -> Iterator[str]:
    """What is wrong with a folder whose cases and sources a suite has.

    `packaged` are the requirements of relaycert itself.
    """
    known = {stated.id for stated in packaged}
    areas = {stated.area for stated in packaged}
    places: dict[str, str] = {}
    for other in suite.own:
        if other is not folder:
            places |= {entry.id: place_of(entry) for entry in other.entries}
    for entry in folder.entries:
        first = places.setdefault(entry.id, place_of(entry))
        wrong = [*_of_id(entry, known, areas), *_of_function(entry)]
        wrong += [*_of_words(entry), *_of_source(entry, suite)]
        wrong += [*_of_cases(entry, suite)]
        if first != place_of(entry):
            wrong.append(f"{entry.id} is stated in {first}, too: an id has one place.")
        yield from (f"{place_of(entry)}: {why}" for why in wrong)
    reserved = {case.area for case in suite.cases.values() if not case.own}
    for case in folder.cases:
        where = f"{folder.path / CASES}: the case {case.name}"
        yield from (f"{where}: {why}" for why in _of_case(case, suite, reserved))


def _of_id(
    entry: CatalogueEntry, known: Collection[str], areas: Collection[str]
) -> Iterator[str]:
    id = entry.id
    if not isinstance(id, str) or not _ID.fullmatch(id):
        yield (
            f"the id {id!r} has to be words in lower case, joined by dots, such as "
            "acme.region.header."
        )
    elif entry.requirement.area in areas:
        yield (
            f"{id}: ids that begin with {entry.requirement.area!r} are relaycert's "
            f"own. {nearest(id, known, 'Begin with a name of your own.')} Taken are: "
            f"{', '.join(sorted(areas))}."
        )


def _of_function(entry: CatalogueEntry) -> Iterator[str]:
    name, takes = entry.function.__name__, list(signature(entry.function).parameters)
    if not name.startswith("test_"):
        yield f"{entry.id}: {name} is not judged: call it test_{name}."
    for argument in takes:
        if argument not in GIVEN:
            advice = nearest(argument, GIVEN)
            yield f"{entry.id}: nothing is given as {argument!r}. {advice}"
    if not {"exchange", "recording"}.intersection(takes):
        yield f"{entry.id}: it looks at nothing: take `exchange`, or `recording`."


def _of_words(entry: CatalogueEntry) -> Iterator[str]:
    """What a report says of it, and has to be said."""
    stated = entry.requirement
    if not entry.sentence:
        yield f"{entry.id}: give its function a docstring: the sentence that it judges."
    for name in ("fix", "breaks", "source"):
        if not isinstance(getattr(stated, name), str):
            yield f"{entry.id}: `{name}` is not text."
            return
    if not stated.fix.strip():
        yield f"{entry.id}: `fix` is empty: say what the server's owner can do."
    if stated.level is MUST and not stated.breaks.strip():
        yield f"{entry.id}: a MUST says what it `breaks` where it is violated."


def _of_source(entry: CatalogueEntry, suite: Suite) -> Iterator[str]:
    stated = entry.requirement
    source = suite.sources.get(stated.source)
    if not str(stated.source).strip():
        yield f"{entry.id}: `source` is empty: name the section that states it."
    elif source is None or stated.level is not MUST:
        return
    elif source.mark in ("seen", "inferred"):
        yield f"{entry.id}: what is only {source.mark} cannot be a MUST: write SHOULD."
    elif source.mark == OWNER and source.title == source.url:
        yield (
            f"{entry.id}: the source of a MUST has words beside its address: what "
            "document it is, and where in it."
        )


def _of_cases(entry: CatalogueEntry, suite: Suite) -> Iterator[str]:
    stated = entry.requirement
    if not stated.on:
        yield f"{entry.id}: `on` names no case."
    for pattern in stated.on:
        if not any(fnmatchcase(name, pattern) for name in suite.cases):
            advice = nearest(pattern, suite.cases, "See docs: cases/AREA/NAME.json.")
            yield f"{entry.id}: `on`: there is no case {pattern!r}. {advice}"


def _of_case(case: Case, suite: Suite, reserved: Collection[str]) -> Iterator[str]:
    if not _CASE.fullmatch(case.name):
        yield "names of files and folders are words in lower case, joined by hyphens."
    if case.area in reserved:
        yield (
            f"the folder {case.area!r} is relaycert's: give it another name. Taken "
            f"are: {', '.join(sorted(reserved))}."
        )
    if not isinstance(case.stimulus, WrittenSteps):
        yield "a case of your own says its steps: it cannot be generated."
    yield from _unknown({"needs": case.needs}, suite.capabilities, "capability")
    for condition in (case.when, case.unless):
        yield from condition.slips(suite.profiles[REFERENCE])
    others = {"after": [case.after] if case.after else [], "beside": case.beside}
    yield from _unknown(others, suite.cases, "case")
    kinds = {kind for profile in suite.profiles.values() for kind in profile.statuses}
    yield from _unknown({"status": [case.status]}, kinds, "kind of refusal")


def _unknown(
    named: Mapping[str, Iterable[str]], known: Iterable[str], what: str
) -> Iterator[str]:
    names = list(known)
    for key, values in named.items():
        for name in values:
            if name not in names:
                yield f"`{key}`: {name!r} is not a {what}. {nearest(name, names)}"
