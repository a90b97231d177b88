"""What is wrong with what a user's profile says of the fields of requests."""

from collections.abc import Iterator

from conformance.inputs.profile import Profile
from conformance.inputs.routes import route_of
from conformance.inputs.suite import Suite

# What requests are made of.
NEEDED = frozenset(
    ("model", "messages", "prompt", "input", "stream", "max_tokens", "temperature")
)
# What requests have a value of their own for wherever it is required.
_CARRIED = ("model", "messages", "prompt", "input", "voice", "file", "image")


def field_faults(own: Profile, suite: Suite) -> Iterator[str]:
    """Fields without which nothing can be asked, or that are promised elsewhere."""
    for route, rows in own.bounds.items():
        for name in rows:
            bound = own.bound(route, name)
            if None not in (bound.least, bound.most) and not bound.allows(bound.least):
                yield f"bounds.{route}.{name}: `least` is above `most`."
    yield from _sent(own)
    yield from _valued(own, suite)
    for route in own.fields:
        yield from _needed(own, route)
        yield from _promised(own, route, suite)


def _needed(own: Profile, route: str) -> Iterator[str]:
    for name in sorted(NEEDED.intersection(own.refused(route))):
        yield (f"fields.{route}.refused: nothing can be judged without {name!r}.")
    for name in own.needed(route):
        if not own.names(route, name):
            yield f"fields.{route}.known: {name!r} is required, and not among them."
        elif name not in (*_CARRIED, *own.sent.get(route, ())):
            advice = f"write [sent.{route}] {name} = … too."
            yield f"fields.{route}.required: no request has {name!r}: {advice}"


def _sent(own: Profile) -> Iterator[str]:
    for route, fields in own.sent.items():
        for name in fields:
            where = f"sent.{route}.{name}"
            if name in (*_CARRIED, "stream"):
                yield f"{where}: requests have a value of their own there."
            if name in own.refused(route):
                yield f"{where}: fields.{route}.refused names it, too."
            if not own.names(route, name):
                yield f"{where}: fields.{route}.known does not name it."


def _valued(own: Profile, suite: Suite) -> Iterator[str]:
    for route, listed in own.values.items():
        for name in listed.get("closed", ()):
            if name not in listed:
                yield f"values.{route}.closed: {name!r} has no list of values."
    for name in own.knows:
        for step in suite.cases[suite.capabilities[name].case].steps:
            route, sent = route_of(step.path), step.json
            if isinstance(sent, dict) and not own.has_values(route, sent):
                advice = f"none of them makes {name}: write it to optional_drop."
                yield f"values.{route}: {advice}"


def _promised(own: Profile, route: str, suite: Suite) -> Iterator[str]:
    """Capabilities that are fields which are not taken."""
    for name in own.knows:
        capability = suite.capabilities[name]
        steps = suite.cases[capability.case].steps
        if route not in {route_of(step.path) for step in steps}:
            continue
        for field in capability.fields[:1]:
            advice = f"{field!r} makes {name}: write it to optional_drop."
            if field in own.refused(route):
                yield f"fields.{route}.refused: {advice}"
            elif not own.names(route, field):
                yield f"fields.{route}.known: {advice}"
