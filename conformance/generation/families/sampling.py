"""What completions and chat completions have in common: the choice of tokens."""

from collections.abc import Iterator
from itertools import chain, islice
from typing import Any

from hypothesis import strategies as st

from conformance.generation.beyond import Beyond, inside
from conformance.generation.change import Put, one, puts
from conformance.generation.family import BrokenStatement, Field, Json, inherits
from conformance.generation.values import ODD, of
from conformance.inputs.profile import Profile

# So few that twenty requests cost less than one answer of usual length.
CAP = 4
_CAPS = (1, 2, 7, 8)
_STOPS = ("\n", "e", "a", "\U0001f600", "{", "END", "e\u0301", "שלום", ".", '"', " ")
# So many stop texts are drawn where the document has no maximum.
_FEW = 4
_LETTERS = "789xyzabcdefghij"
# The fields whose bounds are judged by a statement of their own.
_JUDGED = (
    "temperature",
    "top_p",
    "presence_penalty",
    "frequency_penalty",
    "stop",
    "n",
    "seed",
    "best_of",
    "logprobs",
    "top_logprobs",
)
_SEEDS = (0, 1, -1, 2**31, 2**53 + 1, 2**63 - 1, -(2**63))


def fields(profile: Profile, area: str) -> tuple[Field, ...]:
    """The optional fields of both endpoints, where the profile names them."""
    every = (
        *_numbers(profile, area),
        *_others(profile, area),
        *_streams(area),
        *_nulls(profile),
    )
    return tuple(f for f in every if f.capabilities or profile.names(area, f.name))


def _numbers(profile: Profile, area: str) -> tuple[Field, ...]:
    def within(field: str, *usual: float) -> Field:
        return Field(field, of(field, *inside(profile.bound(area, field), *usual)))

    return (
        within("temperature", 0.7, 1),
        within("top_p", 0.5),
        Field("max_tokens", of("max_tokens", *_caps(profile, area))),
        within("presence_penalty", 0),
        within("frequency_penalty", 0),
        # Numbers of tokens that every vocabulary has.
        Field("logit_bias", of("logit_bias", {}, {"17": -100}, {"1": 100, "2": 0})),
        Field("user", of("user", "relaycert", *ODD[:8], "u" * 64, "u" * 60_000)),
    )


def cap(profile: Profile, area: str) -> int:
    """The usual cap, or the lowest that the contract allows."""
    return max(CAP, int(profile.bound(area, "max_tokens").least or 0))


def _caps(profile: Profile, area: str) -> list[int]:
    """Small caps that the contract allows."""
    bound = profile.bound(area, "max_tokens")
    return [one for one in _CAPS if bound.allows(one)] or [cap(profile, area)]


def _others(profile: Profile, area: str) -> tuple[Field, ...]:
    count = int(profile.bound(area, "stop").most or _FEW)
    few = st.lists(
        st.sampled_from(_STOPS), min_size=1, max_size=max(count - 1, 1), unique=True
    )
    most = st.permutations(_STOPS).map(lambda stops: stops[:count])
    counts = [n for n in (1, 2, 3) if profile.bound(area, "n").allows(n)] or [1]
    return (
        Field("stop", most.map(_stop)),
        Field("stop", few.map(_stop)),
        Field("stop", of("stop", *_STOPS), (f"{area}.stop-string",)),
        Field("seed", of("seed", *_seeds(profile, area)), (f"{area}.seed",)),
        Field("n", of("n", *counts), (f"{area}.n",)),
    )


def _seeds(profile: Profile, area: str) -> list[int]:
    bound = profile.bound(area, "seed")
    return [seed for seed in _SEEDS if bound.allows(seed)]


def _stop(stops: list[str]) -> Json:
    return {"stop": stops}


def _streams(area: str) -> tuple[Field, ...]:
    usage = [
        {"stream": True, "stream_options": {"include_usage": wanted}}
        for wanted in (True, False)
    ]
    return (
        Field("stream", of("stream", True, False), (f"{area}.stream",)),
        Field(
            "stream",
            st.sampled_from(usage),
            (f"{area}.stream", f"{area}.stream-usage"),
        ),
    )


def _nulls(profile: Profile) -> tuple[Field, ...]:
    """Optional fields that are there, and null, where the document allows it."""
    if not profile.settings["nulls"]:
        return ()
    names = ("temperature", "top_p", "stop", "stream", "logit_bias")
    return tuple(Field(name, of(name, None)) for name in names)


def breaks(profile: Profile, area: str) -> tuple[BrokenStatement, ...]:
    """The statements about those fields that the profile names."""
    every = (*_types(area), *_impossible(profile, area), *_bounds(profile, area))
    return tuple(b for b in every if b.capability or profile.names(area, b.field))


def _types(area: str) -> tuple[BrokenStatement, ...]:
    """Types; what a server may read as one (`"1"`, 1.0, true, 0) is left aside."""

    def typed(
        field: str, kind: str, *values: Any, capability: str = ""
    ) -> BrokenStatement:
        ways = puts(field, to=list(values))
        return BrokenStatement(
            f"{field}.type", f"{field} is {kind}", field, ways, capability, rank=0
        )

    streaming = [Put(("stream_options",), v, {"stream": True}) for v in ("usage", [7])]
    options = ("stream_options", "include_usage")
    return (
        typed("temperature", "a number", "warm", {}, [1]),
        typed("top_p", "a number", "most", {}, [1]),
        typed("max_tokens", "an integer", "few", {}, [5]),
        typed("presence_penalty", "a number", "some", {}, [1]),
        typed("frequency_penalty", "a number", "some", {}, [1]),
        typed("logit_bias", "an object of integers", "none", ["a"], {"1": "high"}),
        typed("user", "a text", {"id": "me"}, ["me"]),
        typed("stop", "texts", {"text": "7"}, [["7"]], [{"text": "7"}], [None]),
        typed("seed", "an integer", "seven", {}, 1.5, capability=f"{area}.seed"),
        typed("n", "an integer", "many", {}, 1.5, capability=f"{area}.n"),
        typed("stream", "a boolean", "perhaps", {"on": 1}, capability=f"{area}.stream"),
        BrokenStatement(
            "stream_options.type",
            "stream_options is an object",
            "stream_options",
            st.sampled_from(streaming),
            f"{area}.stream-usage",
        ),
        BrokenStatement(
            "stream_options.beside",
            "stream_options stands beside stream",
            "stream_options",
            puts(*options, to=[True]),
            f"{area}.stream-usage",
            lenient=True,
        ),
        BrokenStatement(
            "include_usage.type",
            "include_usage is a boolean",
            "stream_options",
            one(Put(options, "perhaps", {"stream": True})),
            f"{area}.stream-usage",
        ),
    )


def _impossible(profile: Profile, area: str) -> tuple[BrokenStatement, ...]:
    """Values that no server can serve, whatever its bounds are."""
    some = f"{area}.n"
    every = (
        BrokenStatement(
            "n.least", "n is at least 1", "n", puts("n", to=[0, -1]), some, rank=0
        ),
        BrokenStatement(
            "max_tokens.sign",
            "max_tokens is not negative",
            "max_tokens",
            # Who takes it for none is left before the owner pays for a whole window.
            one(Put(("max_tokens",), -1, {"stream": True})),
            f"{area}.stream",
        ),
        BrokenStatement(
            "top_p.far", "top_p is a probability", "top_p", puts("top_p", to=[50, -3])
        ),
    )
    most = profile.bound(area, "temperature").most
    kept = tuple(one for one in every if _is_impossible(one, profile, area))
    if most is None:
        return kept
    return (
        *kept,
        BrokenStatement(
            "temperature.far",
            f"temperature is at most {most:g}, by far",
            "temperature",
            puts("temperature", to=[most + 97, 1e9]),
        ),
    )


def _is_impossible(one: BrokenStatement, profile: Profile, area: str) -> bool:
    """Whether the document gives no meaning to such a value itself."""
    bound = profile.bound(area, one.field)
    return not (bound.stated and bound.allows(-1) and bound.least is not None)


def _bounds(profile: Profile, area: str) -> tuple[BrokenStatement, ...]:
    """Bounds that are wider or narrower elsewhere, where a page states none itself."""
    beyond = Beyond(profile, area)
    stated = profile.bound(area, "temperature").stated
    return tuple(
        chain(
            # Models have ranges of their own, whatever the contract says.
            beyond.ends("temperature", loose=not stated),
            beyond.least("stop", "empty", "at least one text", []),
            beyond.ends("top_p"),
            beyond.range("presence_penalty", 99),
            beyond.range("frequency_penalty", 99),
            (_bias(profile),),
            _stops(profile, area),
            _choices(profile, area),
            beyond.most("seed", "of 64 bits", 2**63, 10**30, capability=f"{area}.seed"),
            beyond.others(_JUDGED),
        )
    )


def _bias(profile: Profile) -> BrokenStatement:
    words, ways = "logit_bias is from -100 to 100", [{"1": 101}, {"1": -101}]
    return BrokenStatement(
        "logit_bias.range",
        words,
        "logit_bias",
        puts("logit_bias", to=ways),
        lenient=inherits(profile),
    )


def _stops(profile: Profile, area: str) -> Iterator[BrokenStatement]:
    most = int(profile.bound(area, "stop").most or 0)
    several = list(islice(_LETTERS, most + 1))
    return Beyond(profile, area).most("stop", f"at most {most} texts", several)


def _choices(profile: Profile, area: str) -> Iterator[BrokenStatement]:
    most, part = int(profile.bound(area, "n").most or 0), f"{area}.n"
    words = f"at most {most}"
    return Beyond(profile, area).most("n", words, most + 1, capability=part)
