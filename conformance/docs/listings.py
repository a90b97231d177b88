"""The pages that list what the suite holds: requirements, capabilities, faults, …"""

from collections.abc import Iterator
from itertools import groupby

from conformance.core.catalogue_entry import CatalogueEntry
from conformance.docs.markdown import code, page, table
from conformance.inputs.profile import Profile
from conformance.inputs.suite import Suite
from conformance.relay import faults, variations
from conformance.reporting.catalogue import Catalogue
from conformance.reporting.clients import Sighting, clients

_REQUIREMENTS = """\
`relaycert explain ID` says all that is known of a requirement: its source, what breaks
without it, how to fix it, the cases it is judged on, and the faults that prove it.
A level followed by names holds under those profiles."""
_CAPABILITIES = """\
A capability is what a target may offer. What a profile *requires* is always judged.
What is *optional* is judged where the target claims it (`claims` in the target file) or
where a cheap request shows that it is there; what costs money, only where claimed."""
_FAULTS = """\
The reference relay keeps all four contracts. A *fault* breaks one thing, mostly as a
real relay once did, and exactly the requirements named here must notice:
`relaycert selftest` proves it. A *variation* is legitimate, and nothing may notice it.
`relaycert serve --fault NAME` serves the relay with a fault, and
`relaycert run --bend NAME` judges it."""
_UNTESTED = """\
Every statement that was read in a vendor's document is judged by a requirement
(`relaycert list --trace`), but for these.
The suite never judges what a model says, only how its responses relate."""
_CLIENTS = """\
A report says how these clients work with the target. Each row was observed: this
version of the client met the fault, in a relay that was otherwise faithful, and did
this.
*breaks* means that a requirement is violated in the way, and on the route, in which the
client was seen to break; *works*, that nothing of the kind is violated, or only in ways
that the client was seen to take, and all was judged; *not-tested*, that nothing is seen
to break it, but not all was judged, or something is violated in a way of its own. A
program may need more than its client does."""


def requirements_page(catalogue: Catalogue) -> str:
    """All requirements: id, level and sentence, area by area."""
    return page("Requirements", _REQUIREMENTS, *_areas(catalogue))


def _areas(catalogue: Catalogue) -> Iterator[str]:
    for area, entries in groupby(catalogue.entries, lambda e: e.requirement.area):
        rows = [(code(e.id), _levels(e, catalogue), e.sentence) for e in entries]
        yield f"## {area}"
        yield table(("id", "level", "sentence"), rows)


def _levels(entry: CatalogueEntry, catalogue: Catalogue) -> str:
    """The level, once if all profiles agree, else with their names."""
    by_level: dict[str, list[str]] = {}
    profiles = catalogue.profiles_of(entry)
    for profile in profiles:
        level = profile.level(entry.requirement)
        by_level.setdefault(level, []).append(profile.name)
    if len(by_level) == 1 and len(profiles) == len(catalogue.suite.profiles):
        return next(iter(by_level))
    return "; ".join(f"{level} {', '.join(names)}" for level, names in by_level.items())


def capabilities_page(suite: Suite) -> str:
    """Which profile requires which capability."""
    known = suite.profiles.values()
    rows = [
        (code(name), offer.summary, *(_stance(profile, name) for profile in known))
        for name, offer in suite.capabilities.items()
    ]
    header = ("capability", "is", *(profile.name for profile in known))
    return page("Capabilities", _CAPABILITIES, table(header, rows))


def _stance(profile: Profile, capability: str) -> str:
    if capability in profile.required:
        return "required"
    return "optional" if capability in profile.optional else ""


def faults_page() -> str:
    """All faults with who must notice them, and all variations."""
    broken = [
        (code(f.name), f.sentence, ", ".join(map(code, (f.caught_by, *f.also))))
        for f in faults()
    ]
    varied = [(code(v.name), v.sentence) for v in variations()]
    return page(
        "Faults and variations",
        _FAULTS,
        f"## {len(broken)} faults",
        table(("fault", "does", "noticed by"), broken),
        f"## {len(varied)} variations",
        table(("variation", "does"), varied),
    )


def untested_page(suite: Suite) -> str:
    """The statements that no requirement judges, with the reasons that they share."""
    ids: dict[tuple[str, str], list[str]] = {}
    for one in suite.statements:
        if one.untested:
            ids.setdefault((one.document, one.untested), []).append(code(one.id))
    rows = [("<br>".join(of), why) for (_, why), of in ids.items()]
    return page("What is not judged", _UNTESTED, table(("statements", "reason"), rows))


def clients_page() -> str:
    """The clients whose breakage is known, and what breaks them."""
    sections = [
        f"## {client.title}\n\nVersion: {client.version}\n\n"
        + table(
            ("violated requirement", "way", "while", "does", "fault"),
            [
                (code(b.requirement), _way(b), b.journey, b.does(client), code(b.fault))
                for b in client.breaks
            ],
        )
        for client in clients()
    ]
    return page("Known clients", _CLIENTS, *sections)


def _way(one: Sighting) -> str:
    """In which way a requirement was violated, and on which cases."""
    kind = "" if one.kind == "*" else code(one.kind)
    return ", ".join([kind] * bool(kind) + [code(c) for c in one.cases if c != "*"])
