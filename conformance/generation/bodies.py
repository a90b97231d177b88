"""What every endpoint that takes a JSON object cannot take."""

from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from conformance.generation.change import (
    Change,
    Labelled,
    Listed,
    Literal,
    Place,
    Put,
    Truncation,
    Twice,
    Whole,
    one,
    puts,
)
from conformance.generation.family import BrokenStatement
from conformance.inputs.profile import Profile

# As deep as a rich schema of a tool; common parsers stop at 128 by intention.
_DEEPEST = 40
_LONGEST = 100_000
_UNKNOWN = "x_relaycert"
_LONG = Put((_UNKNOWN,), "x" * _LONGEST)


def body_breaks(*place: str | int, number: str = "") -> tuple[BrokenStatement, ...]:
    """Bodies that are no JSON object, or a strange one.

    At `place` the smallest request has a text; `number` is a field for a number.
    """
    return (*_unreadable(), *_strained(place), *_numbers(number))


def _unreadable() -> tuple[BrokenStatement, ...]:
    def broken(
        id: str, statement: str, *changes: Change, rank: int = 0
    ) -> BrokenStatement:
        return BrokenStatement(
            f"body.{id}", statement, "", one(*changes), rank=rank, status="malformed"
        )

    def unsent(
        id: str, statement: str, *changes: Change, rank: int = 1
    ) -> BrokenStatement:
        return replace(broken(id, statement, *changes, rank=rank), unsent=True)

    return (
        broken(
            "json",
            "the body is JSON",
            *[Truncation(by) for by in (1, 2, 9)],
            Whole("{]"),
        ),
        unsent("empty", "the body is not empty", Whole(""), rank=0),
        unsent("list", "the body is an object, not a list", Listed(), Whole("[]")),
        unsent("text", "the body is an object, not a text", Whole('"hello"')),
        unsent("scalar", "the body is an object, not a number or null", *_scalars()),
        broken(
            "form", "the body is JSON, not a form", Whole("model=relaycert&n=1"), rank=1
        ),
    )


def _scalars() -> list[Change]:
    return [Whole(text) for text in ("null", "7", "true")]


def _strained(place: Place) -> tuple[BrokenStatement, ...]:
    """What a relay may take: it is to answer, and not to fall over."""

    def odd(
        id: str, statement: str, field: str, *changes: Change, rank: int = 1
    ) -> BrokenStatement:
        ways = st.sampled_from(changes)
        return BrokenStatement(
            id, statement, field, ways, rank=rank, status="malformed", lenient=True
        )

    def spelled(text: str) -> Change:
        return Literal(place, text)

    main = str(place[0])
    nested = "[" * _DEEPEST + "]" * _DEEPEST
    halves = [spelled(f'"{half}"') for half in ("\\ud800", "a\\udc00b")]
    return (
        odd("body.twice", "a name stands once in an object", "", Twice(main)),
        odd("text.whole", "a text is made of whole characters", main, *halves, rank=0),
        odd("text.nul", "a text has no NUL in it", main, spelled('"a\\u0000b"')),
        odd(
            "body.depth",
            "values are nested a few levels deep",
            _UNKNOWN,
            Literal((_UNKNOWN,), nested),
            rank=0,
        ),
        odd("text.length", "a value is of a usual length", _UNKNOWN, _LONG, rank=2),
        odd("body.label", "the body is labelled as JSON", "", *_labels(), rank=2),
    )


def _labels() -> list[Change]:
    kinds = ("application/xml", "application/x-www-form-urlencoded")
    return [Labelled(kind) for kind in kinds]


def _numbers(field: str) -> tuple[BrokenStatement, ...]:
    if not field:
        return ()
    numbers = [Literal((field,), text) for text in ("NaN", "Infinity", "-Infinity")]
    huge = [Literal((field,), text) for text in ("1e400", "-1e400")]
    return (
        BrokenStatement(
            "number.json",
            "NaN and Infinity are not JSON",
            field,
            st.sampled_from(numbers),
            rank=0,
            status="malformed",
            lenient=True,
        ),
        BrokenStatement(
            f"{field}.finite",
            f"{field} is a finite number",
            field,
            st.sampled_from(huge),
            rank=0,
        ),
    )


def model_breaks(profile: Profile, route: str) -> tuple[BrokenStatement, ...]:
    """What the name of a model cannot be."""
    every = _of_the_model()
    if "model" in profile.needed(route):
        return every
    # Who need not be told of a model may take no name for none.
    return tuple(one for one in every if one.id not in ("model.null", "model.empty"))


def _of_the_model() -> tuple[BrokenStatement, ...]:
    unknown = "unknown-model"
    return (
        BrokenStatement(
            "model.type",
            "model is a text",
            "model",
            puts("model", to=[["m"], {"id": "m"}]),
            status=unknown,
        ),
        BrokenStatement(
            "model.null",
            "model is not null",
            "model",
            puts("model", to=[None]),
            status=unknown,
        ),
        BrokenStatement(
            "model.empty",
            "model is not empty",
            "model",
            puts("model", to=[""]),
            status=unknown,
        ),
        BrokenStatement(
            "model.known",
            "model is one of the target's",
            "model",
            puts("model", to=["relaycert-none", "m" * _LONGEST, "../" * 9]),
            rank=2,
            status=unknown,
        ),
    )


def value_break(
    field: str,
    id: str,
    words: str,
    *values: Any,
    rank: int = 0,
    loose: bool = False,
) -> BrokenStatement:
    """What is broken by each of these values in a field."""
    return BrokenStatement(
        f"{field}.{id}",
        f"{field} is {words}",
        field,
        puts(field, to=list(values)),
        rank=rank,
        lenient=loose,
    )
