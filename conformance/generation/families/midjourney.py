"""Midjourney: what may be drawn from a text, and what may not."""

from typing import Any

from conformance.generation.bodies import body_breaks
from conformance.generation.change import puts
from conformance.generation.family import BrokenStatement, Family, Field, Json
from conformance.generation.values import ODD, of, rich_texts
from conformance.inputs.profile import Profile

AREA = "midjourney"
_LONGEST_STATE = 255


def _minimal(profile: Profile, model: str) -> Json:
    return {"prompt": "A red square."}


def _fields(profile: Profile) -> tuple[Field, ...]:
    drawn = rich_texts().map(lambda text: {"prompt": f"A red square. {text}"})
    filters: tuple[Json, ...] = (
        {},
        {"modes": ["FAST"]},
        {"remix": False, "modes": ["RELAX", "FAST"]},
    )
    fields: tuple[Field, ...] = (
        Field("prompt", drawn),
        Field("botType", of("botType", "MID_JOURNEY", "NIJI_JOURNEY")),
        Field("state", of("state", "", *ODD, "s" * _LONGEST_STATE)),
        Field("base64Array", of("base64Array", [])),
    )
    if profile.settings["account_filter"]:
        fields += (Field("accountFilter", of("accountFilter", *filters)),)
    return fields


def _breaks(profile: Profile) -> tuple[BrokenStatement, ...]:
    def broken(
        field: str, id: str, words: str, *values: Any, rank: int = 0
    ) -> BrokenStatement:
        ways = puts(field, to=list(values))
        return BrokenStatement(
            f"{field}.{id}", f"{field} is {words}", field, ways, rank=rank
        )

    pictures: list[Any] = [["no picture"], ["data:image/png;base64,%%%"]]
    return (
        broken("prompt", "blank", "not blank", "", "   "),
        broken("prompt", "null", "not null", None),
        broken("prompt", "type", "a text", {"text": "Cat"}, [["Cat"]]),
        broken(
            "botType", "known", "one of the documented ones", "relaycert", {}, ["A"]
        ),
        broken("base64Array", "type", "a list", "no list", {"0": "a"}),
        broken("base64Array", "urls", "made of data URLs", *pictures),
        broken("state", "type", "a text", {"id": 1}, [["a"]], rank=1),
        *body_breaks("prompt"),
    )


MIDJOURNEY = Family(
    name=AREA,
    method="POST",
    path="/mj/submit/imagine",
    needs=AREA,
    kind="",
    minimal=_minimal,
    fields=_fields,
    breaks=_breaks,
    headers={},
    answer="wire/mj-submit-result",
)
