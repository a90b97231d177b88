"""What completions and chat completions have in common: the choice of tokens."""

from typing import Any

from hypothesis import strategies as st

from conformance.generation.change import Put, puts
from conformance.generation.family import BrokenStatement, Field, Json, inherits, names
from conformance.generation.values import ODD, of
from conformance.inputs.profile import Profile

# So few that twenty requests cost less than one answer of usual length.
CAP = 4
_CAPS = (1, 2, 7, 8)
_STOPS = ("\n", "e", "a", "\U0001f600", "{", "END", "e\u0301", "שלום", ".", '"', " ")
_SEEDS = (0, 1, -1, 2**31, 2**53 + 1, 2**63 - 1, -(2**63))


def fields(profile: Profile, area: str) -> tuple[Field, ...]:
    """The optional fields of both endpoints, where the profile names them."""
    found = (*_numbers(profile), *_others(area), *_streams(area), *_nulls(profile))
    return tuple(f for f in found if f.capabilities or names(profile, area, f.name))


def _numbers(profile: Profile) -> tuple[Field, ...]:
    return (
        Field("temperature", of("temperature", 0, 2, 0.7, 1, 1e-9, 1.999999, 2.0)),
        Field("top_p", of("top_p", 0, 1, 0.5, 1e-9, 0.999999, 1.0)),
        Field("max_tokens", of("max_tokens", *_CAPS)),
        Field("presence_penalty", of("presence_penalty", -2, 2, 0, 1e-9, -1.999)),
        Field("frequency_penalty", of("frequency_penalty", -2, 2, 0, 1e-9, -1.999)),
        Field("logit_bias", st.sampled_from(_biases())),
        Field("user", of("user", "relaycert", *ODD[:8], "u" * 64, "u" * 60_000)),
    )


def _biases() -> list[Json]:
    values: tuple[dict[str, int], ...] = ({}, {"50256": -100}, {"1": 100, "2": 0})
    return [{"logit_bias": bias} for bias in values]


def _others(area: str) -> tuple[Field, ...]:
    few = st.lists(st.sampled_from(_STOPS), min_size=1, max_size=3, unique=True)
    most = st.permutations(_STOPS).map(lambda found: found[:4])
    return (
        Field("stop", most.map(_stop)),
        Field("stop", few.map(_stop)),
        Field("stop", of("stop", *_STOPS), (f"{area}.stop-string",)),
        Field("seed", of("seed", *_SEEDS), (f"{area}.seed",)),
        Field("n", of("n", 1, 2, 3), (f"{area}.n",)),
    )


def _stop(found: list[str]) -> Json:
    return {"stop": found}


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
    """Optional fields that are there, and null; one page has no nulls."""
    if profile.name == "vmware-pais":
        return ()
    names = ("temperature", "top_p", "stop", "stream", "logit_bias")
    return tuple(Field(name, of(name, None)) for name in names)


def breaks(profile: Profile, area: str) -> tuple[BrokenStatement, ...]:
    """The statements about those fields that the profile names."""
    found = (*_types(area), *_impossible(area), *_bounds(profile, area))
    return tuple(b for b in found if b.capability or names(profile, area, b.field))


def _types(area: str) -> tuple[BrokenStatement, ...]:
    """Types; what a server may read as one (`"1"`, 1.0, true, 0) is left aside."""

    def typed(
        field: str, kind: str, *values: Any, capability: str = ""
    ) -> BrokenStatement:
        made = puts(field, to=list(values))
        return BrokenStatement(f"{field} is {kind}", field, made, capability, rank=0)

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
            "stream_options is an object",
            "stream_options",
            st.sampled_from(streaming),
            f"{area}.stream-usage",
        ),
        BrokenStatement(
            "stream_options stands beside stream",
            "stream_options",
            puts(*options, to=[True]),
            f"{area}.stream-usage",
            lenient=True,
        ),
        BrokenStatement(
            "include_usage is a boolean",
            "stream_options",
            st.sampled_from([Put(options, v, {"stream": True}) for v in ("perhaps",)]),
            f"{area}.stream-usage",
        ),
    )


def _impossible(area: str) -> tuple[BrokenStatement, ...]:
    """Values that no server can serve, whatever its bounds are."""
    some = f"{area}.n"
    return (
        BrokenStatement("n is at least 1", "n", puts("n", to=[0, -1]), some, rank=0),
        BrokenStatement(
            "max_tokens is not negative", "max_tokens", puts("max_tokens", to=[-1])
        ),
        BrokenStatement(
            "temperature is at most 2, by far",
            "temperature",
            puts("temperature", to=[99, 1e9]),
        ),
        BrokenStatement("top_p is a probability", "top_p", puts("top_p", to=[50, -3])),
    )


def _bounds(profile: Profile, area: str) -> tuple[BrokenStatement, ...]:
    """Bounds that are wider or narrower elsewhere; the VMware page states some."""
    stated = area == "completions" and profile.name == "vmware-pais"
    loose = inherits(profile)

    def bound(
        field: str, words: str, *values: Any, capability: str = ""
    ) -> BrokenStatement:
        made = puts(field, to=list(values))
        return BrokenStatement(
            f"{field} is {words}", field, made, capability, 1, lenient=loose
        )

    def own(
        field: str, words: str, *values: Any, wider: bool = loose
    ) -> BrokenStatement:
        made = puts(field, to=list(values))
        return BrokenStatement(
            f"{field} is {words}", field, made, lenient=not stated and wider
        )

    found = (
        # Whatever the contract: models have ranges of their own.
        own("temperature", "at most 2", 2.1, 2.0001, wider=True),
        own("temperature", "at least 0", -0.1, -0.0001, wider=True),
        own("stop", "at least one text", []),
        bound("top_p", "at most 1", 1.1, 1.0001),
        bound("top_p", "at least 0", -0.1, -0.0001),
        bound("presence_penalty", "from -2 to 2", 2.1, -2.1, 99),
        bound("frequency_penalty", "from -2 to 2", 2.1, -2.1, 99),
        bound("logit_bias", "from -100 to 100", {"1": 101}, {"1": -101}),
        bound("stop", "at most 4 texts", ["7", "8", "9", "x", "y"]),
        bound("n", "at most 128", 129, capability=f"{area}.n"),
        bound("seed", "of 64 bits", 2**63, 10**30, capability=f"{area}.seed"),
    )
    # That page gives these no upper bound at all.
    absent = ("stop is at most 4 texts", "n is at most 128", "seed is of 64 bits")
    return tuple(b for b in found if not (stated and b.statement in absent))
