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
    yield from _part("gone", _with_statements(difference.gone, statements))


def untraced(newer: Iterable[str], statements: Sequence[PageStatement]) -> list[str]:
    """The places of a document that no statement is about."""
    return uncovered(newer, patterns(statements))


def _counts(new: Sequence[str], statements: Sequence[PageStatement]) -> list[str]:
    """The statements that new places are in, with how many."""
    counts = {one.id: len(matching(new, patterns([one]))) for one in statements}
    return [f"{id} ({count})" for id, count in counts.items() if count]


def _part(title: str, lines: Iterable[str]) -> Iterator[str]:
    every = list(lines)
    yield f"\n{title}: {len(every)}"
    yield from (f"  {line}" for line in every)


def _with_statements(
    gone: Sequence[str], statements: Sequence[PageStatement]
) -> Iterator[str]:
    """The places that have gone, each with the statement that is about it."""
    about = {
        place: one.id for one in statements for place in matching(gone, patterns([one]))
    }
    for place in gone:
        # Where they are one and the same, one name is enough.
        yield " in ".join(dict.fromkeys((place, about.get(place, place))))
