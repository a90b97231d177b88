"""Embeddings: what may be asked for, and what may not."""

from typing import Any

from hypothesis import strategies as st

from conformance.generation.beyond import Beyond
from conformance.generation.bodies import body_breaks, model_breaks
from conformance.generation.change import Literal, one, puts
from conformance.generation.family import BrokenStatement, Family, Field, Json
from conformance.generation.media import has_vectors
from conformance.generation.values import ODD, of, text_of, texts
from conformance.inputs.profile import Profile

AREA = "embeddings"
_NESTED = Literal(("input",), "[" * 500 + "]" * 500)


def _minimal(profile: Profile, model: str) -> Json:
    return {"model": model, "input": "Say hello."}


def _fields(profile: Profile) -> tuple[Field, ...]:
    several = st.lists(texts(), min_size=1, max_size=4)
    lists = [[[1], [2, 3]]] if profile.settings["token_lists"] else []
    tokens = of("input", [1], [464, 2068, 7586], *lists)
    every = (
        Field("input", text_of("input")),
        Field("input", several.map(_input)),
        Field("input", tokens, (f"{AREA}.tokens",)),
        Field("encoding_format", of("encoding_format", "float")),
        Field("encoding_format", of("encoding_format", "base64"), (f"{AREA}.base64",)),
        Field("dimensions", of("dimensions", 1, 2, 256), (f"{AREA}.dimensions",)),
        Field("user", of("user", "relaycert", *ODD[:8], "u" * 512)),
    )
    return tuple(f for f in every if f.capabilities or _is_named(profile, f.name))


def _is_named(profile: Profile, field: str) -> bool:
    return field == "input" or profile.names(AREA, field)


def _input(texts: list[str]) -> Json:
    return {"input": texts}


def _breaks(profile: Profile) -> tuple[BrokenStatement, ...]:
    own = (*_of_the_input(profile), *_typed())
    kept = tuple(b for b in own if b.capability or _is_named(profile, b.field))
    return (*kept, *model_breaks(profile, AREA), *body_breaks("input"))


def _of_the_input(profile: Profile) -> tuple[BrokenStatement, ...]:
    wrong: list[Any] = [{"text": "a"}, [{"text": "a"}], [[{}]]]
    mixed: list[Any] = [["a", {}], [[1], {}]]

    beyond = Beyond(profile, AREA)
    most = int(profile.bound(AREA, "input").most or 0)

    def broken(
        id: str, statement: str, *values: Any, rank: int = 1, loose: bool = False
    ) -> BrokenStatement:
        ways = puts("input", to=list(values))
        return BrokenStatement(id, statement, "input", ways, rank=rank, lenient=loose)

    return (
        broken("input.null", "input is not null", None, rank=0),
        broken("input.type", "input is texts or tokens", *wrong, rank=0),
        broken("input.mixed", "all items are of one kind", *mixed),
        broken("input.tokens", "tokens are integers", [1.5], [[1, 0.5]]),
        BrokenStatement(
            "input.depth",
            "input is nested twice at most",
            "input",
            one(_NESTED),
            rank=0,
        ),
        # A vector of the empty text is a legitimate answer.
        broken("input.blank", "input is not empty", "", loose=True),
        *beyond.least("input", "empty", "of one item at least", []),
        *beyond.most("input", f"at most {most} texts", ["a"] * (most + 1)),
    )


def _typed() -> tuple[BrokenStatement, ...]:
    coded, sized = "encoding_format", "dimensions"

    def broken(
        field: str, part: str, id: str, words: str, *values: Any
    ) -> BrokenStatement:
        ways = puts(field, to=list(values))
        return BrokenStatement(
            f"{field}.{id}",
            f"{field} is {words}",
            field,
            ways,
            f"{AREA}.{part}",
            rank=0,
        )

    return (
        broken(coded, "base64", "known", "float or base64", "relaycert", {}, ["float"]),
        broken(sized, "dimensions", "type", "an integer", "many", {}, 1.5),
        broken(sized, "dimensions", "least", "at least 1", 0, -1),
        BrokenStatement(
            "user.type",
            "user is a text",
            "user",
            puts("user", to=[{"id": "me"}, ["me"]]),
        ),
    )


EMBEDDINGS = Family(
    name=AREA,
    method="POST",
    path="/embeddings",
    needs=AREA,
    kind=AREA,
    minimal=_minimal,
    fields=_fields,
    breaks=_breaks,
    headers={},
    answer="wire/embedding-list",
    checks={"vectors": has_vectors},
)
