"""Completions: what may be asked for, and what may not (facts of four documents)."""

from typing import Any

from hypothesis import strategies as st

from conformance.generation.beyond import Beyond
from conformance.generation.bodies import body_breaks, model_breaks
from conformance.generation.change import puts
from conformance.generation.families import sampling
from conformance.generation.family import BrokenStatement, Family, Field, Json
from conformance.generation.text import TEXT_CHECKS
from conformance.generation.values import of, text_of, texts
from conformance.inputs.profile import Profile

AREA = "completions"


def _minimal(profile: Profile, model: str) -> Json:
    return {
        "model": model,
        "prompt": "Say hello.",
        "max_tokens": sampling.cap(profile, AREA),
    }


def _fields(profile: Profile) -> tuple[Field, ...]:
    return (
        # More often than its richer forms, which stand beside few others.
        *[Field("prompt", text_of("prompt"))] * 3,
        *_lists(),
        *_best_of(),
        *sampling.fields(profile, AREA),
        Field("echo", of("echo", True, False), ("completions.echo",)),
        Field("suffix", texts().map(_suffix), ("completions.suffix",)),
        Field("logprobs", of("logprobs", 0, 1, 5), ("completions.logprobs",)),
    )


def _suffix(text: str) -> Json:
    return {"suffix": text}


def _lists() -> tuple[Field, ...]:
    several = st.lists(texts(), min_size=1, max_size=2).map(_prompt)
    tokens = of("prompt", [1], [464, 2068], [[1], [2, 3]])
    beside = ("stream", "echo", "suffix", "best_of")
    return (
        Field("prompt", several, ("completions.prompt-arrays",), beside),
        Field("prompt", tokens, ("completions.prompt-tokens",), beside),
    )


def _prompt(texts: list[str]) -> Json:
    return {"prompt": texts}


def _best_of() -> tuple[Field, ...]:
    best = [{"n": n, "best_of": best} for n, best in ((1, 2), (2, 3), (1, 3))]
    return (
        Field("best_of", of("best_of", 2, 3), ("completions.best-of",), _ALONE),
        Field("best_of", st.sampled_from(best), _BOTH, _ALONE),
    )


_ALONE = ("stream", "n", "prompt")
_BOTH = ("completions.best-of", "completions.n")


def _breaks(profile: Profile) -> tuple[BrokenStatement, ...]:
    return (
        *_of_the_prompt(profile),
        *model_breaks(profile, AREA),
        *sampling.breaks(profile, AREA),
        *_typed(),
        *_bounds(profile),
        *body_breaks("prompt", number="temperature"),
    )


def _of_the_prompt(profile: Profile) -> tuple[BrokenStatement, ...]:
    wrong: list[Any] = [{"text": "Say hello."}, [{}], [[["a"]]]]
    typed = BrokenStatement(
        "prompt.type", "prompt is text or tokens", "prompt", puts("prompt", to=wrong)
    )
    return (typed, *_narrower(profile))


def _narrower(profile: Profile) -> tuple[BrokenStatement, ...]:
    """What a document states beyond the reference."""
    texts: list[Any] = [["Say hello."], [1, 2]]
    statements = list[BrokenStatement]()

    def broken(field: str, id: str, words: str, *values: Any) -> None:
        ways, key = puts(field, to=list(values)), f"{field}.{id}"
        statements.append(
            BrokenStatement(key, f"{field} is {words}", field, ways, rank=0)
        )

    if not profile.settings["prompt_arrays"]:
        broken("prompt", "one", "one text", *texts)
    if not profile.settings["nulls"]:
        broken("prompt", "null", "not null", None)
    if not profile.settings["stop_string"]:
        broken("stop", "list", "a list", "7")
    return tuple(statements)


def _typed() -> tuple[BrokenStatement, ...]:
    def typed(field: str, part: str, kind: str, *values: Any) -> BrokenStatement:
        ways = puts(field, to=list(values))
        return BrokenStatement(
            f"{field}.type",
            f"{field} is {kind}",
            field,
            ways,
            f"completions.{part}",
            rank=0,
        )

    return (
        typed("echo", "echo", "a boolean", "perhaps", {"on": 1}),
        typed("suffix", "suffix", "a text", {"text": "a"}, ["a"]),
        typed("best_of", "best-of", "an integer", "all", {}, 1.5),
        typed("logprobs", "logprobs", "an integer", "all", {}, 1.5),
    )


def _bounds(profile: Profile) -> tuple[BrokenStatement, ...]:
    beyond = Beyond(profile, AREA)
    return (
        *beyond.ends("best_of", "completions.best-of"),
        *beyond.range("logprobs", 100, capability="completions.logprobs"),
    )


COMPLETIONS = Family(
    name=AREA,
    method="POST",
    path="/completions",
    needs=AREA,
    kind=AREA,
    minimal=_minimal,
    fields=_fields,
    breaks=_breaks,
    headers={},
    answer="wire/completion",
    chunk="wire/completion-chunk",
    checks=TEXT_CHECKS,
)
