"""The pseudo-model's tokens: roughly a word with the space before it."""

import re
from dataclasses import dataclass
from hashlib import sha256
from random import Random

from conformance.relay.answer import Style
from conformance.relay.json_text import Json, Object
from conformance.relay.wire import json_text

# Every character belongs to exactly one token, so tokens join to the text.
_TOKEN = re.compile(r" ?\w{1,8}| ?[^\w\s]|\s")


@dataclass(frozen=True, slots=True)
class Cut:
    """A text cut at a stop text or at the cap, and its finish reason."""

    text: str
    finish: str


def split(text: str) -> list[str]:
    """The tokens of a text."""
    return _TOKEN.findall(text)


def count(text: str) -> int:
    """The number of tokens of a text."""
    return len(split(text))


def compact(value: Json) -> str:
    """A value as compact JSON text."""
    return json_text(value, Style())


def draw(*parts: Json) -> Random:
    """A random generator that is the same for the same parts."""
    digest = sha256(compact(parts).encode(errors="surrogatepass")).digest()
    return Random(int.from_bytes(digest))


def cut(text: str, stops: list[str], cap: int | None) -> Cut:
    """The text up to the first stop text and at most `cap` tokens."""
    tokens = split(text)
    capped = text if cap is None else "".join(tokens[:cap])
    ends = [place for stop in stops if (place := capped.find(stop)) >= 0]
    if ends:
        return Cut(capped[: min(ends)], "stop")
    return Cut(capped, "stop" if capped == text else "length")


def likelihood(token: str, position: int, alternatives: int) -> list[tuple[str, float]]:
    """The token with its log probability, then the likeliest others."""
    chance = draw(token, position)
    logprob = -round(chance.uniform(0.001, 1.2), 6)
    ranked = [(token, logprob)]
    for rank in range(1, alternatives):
        logprob = round(logprob - chance.uniform(0.1, 1.5), 6)
        ranked.append((f"{token}~{rank}", logprob))
    return ranked


def usage(prompt: int, completion: int, reasoning: int = 0) -> Object:
    """A usage object of the reference shape; `reasoning` is part of `completion`."""
    return {
        "prompt_tokens": prompt,
        "completion_tokens": completion,
        "total_tokens": prompt + completion,
        "prompt_tokens_details": {"cached_tokens": 0, "audio_tokens": 0},
        "completion_tokens_details": {
            "reasoning_tokens": reasoning,
            "audio_tokens": 0,
            "accepted_prediction_tokens": 0,
            "rejected_prediction_tokens": 0,
        },
    }


def in_parts(counts: Object, names: tuple[str, ...]) -> Object:
    """Usage with the prompt counted in parts as well, all of it in the last one."""
    if not names:
        return counts
    *empty, last = names
    return {**counts, **dict.fromkeys(empty, 0), last: counts["prompt_tokens"]}


def without(value: Object, omits: frozenset[str]) -> Object:
    """The object without the keys that a dialect leaves out."""
    return {key: item for key, item in value.items() if key not in omits}
