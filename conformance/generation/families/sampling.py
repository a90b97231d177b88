"""What completions and chat completions have in common: the choice of tokens."""

from itertools import islice
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from conformance.generation.change import Put, one, puts
from conformance.generation.family import BrokenStatement, Field, Json, inherits
from conformance.generation.values import ODD, of
from conformance.inputs.profile import Profile

# So few that twenty requests cost less than one answer of usual length.
CAP = 4
_CAPS = (1, 2, 7, 8)
_STOPS = ("\n", "e", "a", "\U0001f600", "{", "END", "e\u0301", "שלום", ".", '"', " ")
_SEEDS = (0, 1, -1, 2**31, 2**53 + 1, 2**63 - 1, -(2**63))


def fields(profile: Profile, area: str) -> tuple[Field, ...]:
    """The optional fields of both endpoints, where the profile names them."""
    every = (
        *_numbers(profile),
        *_others(profile, area),
        *_streams(area),
        *_nulls(profile),
    )
    return tuple(f for f in every if f.capabilities or profile.names(area, f.name))


def _numbers(profile: Profile) -> tuple[Field, ...]:
    return (
        Field("temperature", _temperatures(profile)),
        Field("top_p", of("top_p", 0, 1, 0.5, 1e-9, 0.999999, 1.0)),
        Field("max_tokens", of("max_tokens", *_CAPS)),
        Field("presence_penalty", of("presence_penalty", -2, 2, 0, 1e-9, -1.999)),
        Field("frequency_penalty", of("frequency_penalty", -2, 2, 0, 1e-9, -1.999)),
        # Numbers of tokens that every vocabulary has.
        Field("logit_bias", of("logit_bias", {}, {"17": -100}, {"1": 100, "2": 0})),
        Field("user", of("user", "relaycert", *ODD[:8], "u" * 64, "u" * 60_000)),
    )


def _temperatures(profile: Profile) -> SearchStrategy[Json]:
    least, most = profile.bound("temperature_least"), profile.bound("temperature_most")
    return of(
        "temperature", least, most, 0.7, 1, least + 1e-9, most - 1e-6, float(most)
    )


def _others(profile: Profile, area: str) -> tuple[Field, ...]:
    count = profile.bound("stop_most")
    few = st.lists(st.sampled_from(_STOPS), min_size=1, max_size=count - 1, unique=True)
    most = st.permutations(_STOPS).map(lambda stops: stops[:count])
    return (
        Field("stop", most.map(_stop)),
        Field("stop", few.map(_stop)),
        Field("stop", of("stop", *_STOPS), (f"{area}.stop-string",)),
        Field("seed", of("seed", *_SEEDS), (f"{area}.seed",)),
        Field("n", of("n", 1, 2, 3), (f"{area}.n",)),
    )


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
    every = (*_types(area), *_impossible(area), *_bounds(profile, area))
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


def _impossible(area: str) -> tuple[BrokenStatement, ...]:
    """Values that no server can serve, whatever its bounds are."""
    some = f"{area}.n"
    return (
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
            "temperature.far",
            "temperature is at most 2, by far",
            "temperature",
            puts("temperature", to=[99, 1e9]),
        ),
        BrokenStatement(
            "top_p.far", "top_p is a probability", "top_p", puts("top_p", to=[50, -3])
        ),
    )


def _bounds(profile: Profile, area: str) -> tuple[BrokenStatement, ...]:
    """Bounds that are wider or narrower elsewhere, where a page states none itself."""
    stated = area in profile.settings["bounds_stated"]
    loose, own_loose = inherits(profile), inherits(profile) and not stated

    def bound(
        field: str,
        id: str,
        words: str,
        *values: Any,
        capability: str = "",
        lenient: bool = loose,
    ) -> BrokenStatement:
        ways = puts(field, to=list(values))
        return BrokenStatement(
            f"{field}.{id}",
            f"{field} is {words}",
            field,
            ways,
            capability,
            1,
            lenient=lenient,
        )

    least, most = profile.bound("temperature_least"), profile.bound("temperature_most")
    above, below = (most + 0.1, most + 0.0001), (least - 0.1, least - 0.0001)
    return (
        # Models have ranges of their own, whatever the contract says.
        bound("temperature", "most", f"at most {most}", *above, lenient=not stated),
        bound("temperature", "least", f"at least {least}", *below, lenient=not stated),
        bound("stop", "empty", "at least one text", [], lenient=own_loose),
        bound("top_p", "most", "at most 1", 1.1, 1.0001),
        bound("top_p", "least", "at least 0", -0.1, -0.0001),
        bound("presence_penalty", "range", "from -2 to 2", 2.1, -2.1, 99),
        bound("frequency_penalty", "range", "from -2 to 2", 2.1, -2.1, 99),
        bound("logit_bias", "range", "from -100 to 100", {"1": 101}, {"1": -101}),
        *(() if stated else _most(profile, area)),
    )


def _most(profile: Profile, area: str) -> tuple[BrokenStatement, ...]:
    """Upper bounds that a page with bounds of its own does not have at all."""
    loose, stops, choices = (
        inherits(profile),
        profile.bound("stop_most"),
        profile.bound("n_most"),
    )
    several = list(islice("789xyzabcdefghij", stops + 1))
    return (
        BrokenStatement(
            "stop.most",
            f"stop is at most {stops} texts",
            "stop",
            puts("stop", to=[several]),
            lenient=loose,
        ),
        BrokenStatement(
            "n.most",
            f"n is at most {choices}",
            "n",
            puts("n", to=[choices + 1]),
            f"{area}.n",
            lenient=loose,
        ),
        BrokenStatement(
            "seed.most",
            "seed is of 64 bits",
            "seed",
            puts("seed", to=[2**63, 10**30]),
            f"{area}.seed",
            lenient=loose,
        ),
    )
