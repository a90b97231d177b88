"""What a newer document states otherwise than the one that is installed."""

from collections.abc import Iterable, Iterator, Sequence

from conformance.inputs.statement import PageStatement
from conformance.tests.trace.coverage import patterns
from conformance.tests.trace.places import compare, matching, uncovered


def report(
    installed: Sequence[str], newer: Sequence[str], statements: Sequence[PageStatement]
) -> Iterator[str]:
    """Lines on what has changed, is new, and has gone; each with its places."""
    difference = compare(installed, newer)
    traced = list(patterns(statements))
    missing = uncovered(difference.new, traced)
    moved = [f"{old} -> {new}" for old, new in difference.changed]
    yield f"{len(newer)} places, {len(installed)} in the installed document"
    yield from _part("changed", moved)
    yield from _part("new, neither traced nor untested", missing)
    yield from _part("new, in a statement", _counts(difference.new, statements))
    yield from _part("gone", [_with_statement(p, statements) for p in difference.gone])


def untraced(newer: Iterable[str], statements: Sequence[PageStatement]) -> list[str]:
    """The places of a document that no statement is about."""
    return uncovered(newer, patterns(statements))


def _counts(new: Sequence[str], statements: Sequence[PageStatement]) -> list[str]:
    """The statements that new places are in, with how many."""
    counts = {one.id: len(matching(new, patterns([one]))) for one in statements}
    return [f"{id} ({count})" for id, count in counts.items() if count]


def _part(title: str, places: Sequence[str]) -> Iterator[str]:
    yield f"\n{title}: {len(places)}"
    yield from (f"  {place}" for place in places)


def _with_statement(place: str, statements: Sequence[PageStatement]) -> str:
    """A place that has gone, with the statement that is about it."""
    about = [one.id for one in statements if matching([place], patterns([one]))]
    return " in ".join(dict.fromkeys((place, *about)))
