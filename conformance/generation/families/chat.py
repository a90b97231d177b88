"""Chat completions: what may be asked for, and what may not (facts of the pages)."""

from collections.abc import Callable, Iterator
from typing import Any

from hypothesis import strategies as st

from conformance.generation.bodies import body_breaks, model_breaks
from conformance.generation.change import Put, puts
from conformance.generation.closed import known
from conformance.generation.families import messages, sampling
from conformance.generation.family import BrokenStatement, Family, Field, Json, inherits
from conformance.generation.text import TEXT_CHECKS
from conformance.generation.values import of
from conformance.inputs.profile import Profile

AREA = "chat"


def _function(name: str, **others: Any) -> Json:
    return {"type": "function", "function": {"name": name, **others}}


_CITY = {"type": "object", "properties": {"city": {"type": "string"}}}
_TIME = _function("get_time")
_WEATHER = _function("get-weather", description="{ \U0001f600", parameters=_CITY)
_LONG = _function("n" * 64, parameters={"type": "object", "properties": {}})
_SCHEMA: Json = {
    "type": "object",
    "properties": {"answer": {"type": "string"}},
    "required": ["answer"],
    "additionalProperties": False,
}


def _minimal(profile: Profile, model: str) -> Json:
    hello = [messages.said("Say hello.")]
    return {
        "model": model,
        "messages": hello,
        "max_tokens": sampling.cap(profile, AREA),
    }


def _fields(profile: Profile) -> tuple[Field, ...]:
    return (
        *messages.fields(profile),
        *sampling.fields(profile, AREA),
        *_caps(),
        *_logprobs(),
        *_formats(profile),
        *_tools(profile),
    )


def _caps() -> tuple[Field, ...]:
    drawn = of("max_completion_tokens", 1, 2, 8)
    part = ("chat.max-completion-tokens",)
    return (
        Field("max_completion_tokens", drawn, part, ("max_tokens",), ("max_tokens",)),
    )


def _logprobs() -> tuple[Field, ...]:
    several = [{"logprobs": True, "top_logprobs": count} for count in (0, 1, 20)]
    part = ("chat.logprobs",)
    return (
        Field("logprobs", of("logprobs", True, False), part),
        Field("logprobs", st.sampled_from(several), part),
    )


def _formats(profile: Profile) -> tuple[Field, ...]:
    schema = {"name": "answer", "strict": True, "schema": _SCHEMA}
    form = {"type": "json_schema", "json_schema": schema}
    name = "response_format"
    fields = (
        (({name: {"type": "text"}},), ("chat.json",), ()),
        (({name: form},), ("chat.json-schema",), ("tools",)),
    )
    return tuple(
        Field(name, st.sampled_from(options), needs, beside)
        for drawn, needs, beside in fields
        if (options := known(profile, AREA, drawn))
    )


def _tools(profile: Profile) -> tuple[Field, ...]:
    lists = [[_TIME], [_WEATHER], [_TIME, _WEATHER], [_LONG]]
    tools: list[Json] = [{"tools": listed} for listed in lists]
    chosen: list[Json] = [
        {"tools": [_TIME, _WEATHER], "tool_choice": choice}
        for choice in ("auto", "none", "required", _function("get_time"))
    ]
    options = known(profile, AREA, [*tools, *chosen])
    single = [{"tools": [_TIME], "parallel_tool_calls": on} for on in (True, False)]
    beside = ("response_format",)
    return (
        Field("tools", st.sampled_from(options), ("chat.tools",), beside),
        Field(
            "tools",
            st.sampled_from(single),
            ("chat.tools", "chat.tools-parallel"),
            beside,
        ),
    )


def _breaks(profile: Profile) -> tuple[BrokenStatement, ...]:
    return (
        *messages.breaks(profile),
        *model_breaks(profile, AREA),
        *sampling.breaks(profile, AREA),
        *_broken_tools(profile),
        *_broken_formats(),
        *_broken_logprobs(profile),
        *_least(profile),
        *body_breaks("messages", 0, "content", number="temperature"),
    )


def _least(profile: Profile) -> Iterator[BrokenStatement]:
    """No cap is below one token, though no document of the reference says so."""
    if profile.bound(AREA, "max_tokens").least is None:
        ways = puts("max_tokens", to=[0])
        words = "max_tokens is at least 1"
        yield BrokenStatement(
            "max_tokens.least", words, "max_tokens", ways, lenient=True
        )


def _broken_tools(profile: Profile) -> tuple[BrokenStatement, ...]:
    nameless = {"type": "function", "function": {"description": "a"}}
    strange = {**_TIME, "type": "relaycert"}
    choices = ["perhaps", {"type": "function"}, {"type": "function", "function": {}}]
    chosen = [Put(("tool_choice",), value, {"tools": [_TIME]}) for value in choices]
    absent = [Put(("tool_choice",), _function("absent"), {"tools": [_TIME]})]
    part = "chat.tools"

    def broken(id: str, statement: str, *tools: Any, rank: int = 1) -> BrokenStatement:
        return BrokenStatement(
            id, statement, "tools", puts("tools", to=list(tools)), part, rank
        )

    return (
        broken(
            "tools.type",
            "tools is a list of objects",
            "tool",
            {"0": _TIME},
            ["tool"],
            rank=0,
        ),
        broken("tool.known", "a tool is of a known type", [strange]),
        broken("tool.function", "a tool has a function", [{"type": "function"}]),
        broken("function.name", "a function has a name", [nameless]),
        BrokenStatement(
            "tool_choice.known",
            "tool_choice is one of the documented ones",
            "tool_choice",
            st.sampled_from(chosen),
            part,
        ),
        BrokenStatement(
            "tool_choice.tool",
            "tool_choice names one of the tools",
            "tool_choice",
            st.sampled_from(absent),
            part,
            lenient=inherits(profile),
        ),
    )


def _broken_formats() -> tuple[BrokenStatement, ...]:
    name = "response_format"
    typed = puts(name, to=["json", ["json_object"]])
    known = puts(name, to=[{"type": "relaycert"}, {"type": {}}])
    bare = puts(name, to=[{"type": "json_schema"}])
    return (
        BrokenStatement(
            f"{name}.type", f"{name} is an object", name, typed, "chat.json", rank=0
        ),
        BrokenStatement(
            f"{name}.known", f"{name} is of a known type", name, known, "chat.json"
        ),
        BrokenStatement(
            "json_schema.given",
            "json_schema is given with its type",
            name,
            bare,
            "chat.json-schema",
        ),
    )


def _broken_logprobs(profile: Profile) -> tuple[BrokenStatement, ...]:
    def broken(
        id: str, words: str, *values: Any, loose: bool = False
    ) -> BrokenStatement:
        on = {"logprobs": True}
        ways = st.sampled_from([Put(("top_logprobs",), v, on) for v in values])
        statement = f"top_logprobs is {words}"
        return BrokenStatement(
            f"top_logprobs.{id}",
            statement,
            "top_logprobs",
            ways,
            "chat.logprobs",
            lenient=loose,
        )

    typed = puts("logprobs", to=["all", {}, [True]])
    return (
        BrokenStatement(
            "logprobs.type",
            "logprobs is a boolean",
            "logprobs",
            typed,
            "chat.logprobs",
            rank=0,
        ),
        broken("type", "an integer", "all", {}, 1.5),
        *_alternatives(profile, broken),
    )


def _alternatives(
    profile: Profile, broken: Callable[..., BrokenStatement]
) -> Iterator[BrokenStatement]:
    bound = profile.bound(AREA, "top_logprobs")
    if bound.least is not None and bound.most is not None:
        words = f"from {bound.least:g} to {bound.most:g}"
        loose = inherits(profile) and not bound.stated
        yield broken("range", words, bound.most + 1, bound.least - 1, loose=loose)


CHAT = Family(
    name=AREA,
    method="POST",
    path="/chat/completions",
    needs=AREA,
    kind=AREA,
    minimal=_minimal,
    fields=_fields,
    breaks=_breaks,
    headers={},
    answer="wire/chat-completion",
    chunk="wire/chat-completion-chunk",
    checks=TEXT_CHECKS,
)
