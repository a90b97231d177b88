"""Legacy completions, as a document and as a stream."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, zip_longest

from conformance.relay.answer import Answer, json_answer
from conformance.relay.call import Call
from conformance.relay.catalogue import check_model, like
from conformance.relay.chat_shape import FINGERPRINT
from conformance.relay.endpoints.chat import check_context, check_stream_options
from conformance.relay.json_text import Json, Object
from conformance.relay.problem import invalid
from conformance.relay.reply import LONGEST, sampled, stops
from conformance.relay.route import route
from conformance.relay.stream_form import streamed
from conformance.relay.text import natural_text
from conformance.relay.thinking.families import FAMILIES
from conformance.relay.tokens import count, cut, draw, likelihood, split, usage, without
from conformance.relay.validate import known_fields, with_defaults

_DEFAULT_PROMPT = "<|endoftext|>"
_DEFAULT_CAP = 16


@dataclass(frozen=True, slots=True)
class Continuation:
    """One choice: the text with the prompt before it, if that was asked for."""

    index: int
    tokens: tuple[str, ...]
    finish: str
    spent: int

    @property
    def text(self) -> str:
        """The whole text."""
        return "".join(self.tokens)


@route("POST", "/completions", "completions")
def create(call: Call) -> Answer:
    """The answer to a completion request."""
    fields = with_defaults(call, "completions", known_fields(call, "completions"))
    check_model(call, fields["model"])
    _check_endpoint(fields["model"])
    _check_together(fields)
    prompts = _prompts(fields.get("prompt"))
    size = sum(map(_size, prompts))
    check_context(size, like(call, fields["model"]), "prompt")
    continuations = _continuations(call, fields, prompts)
    if fields.get("stream"):
        return streamed(call, _chunks(call, fields, continuations, size))
    return json_answer(_document(call, fields, continuations, size))


def _check_endpoint(model: str) -> None:
    if model in FAMILIES:
        raise invalid(
            f"The model '{model}' is only served by /chat/completions.", "model"
        )


def _check_together(fields: Object) -> None:
    check_stream_options(fields)
    best = fields.get("best_of", 0)
    if 0 < best < fields.get("n", 1):
        raise invalid("'best_of' must not be less than 'n'.", "best_of")
    if best > 1 and fields.get("stream"):
        raise invalid("'best_of' cannot be streamed.", "best_of")


def _prompts(prompt: Json) -> list[Json]:
    """Each prompt on its own, as a text or as token ids."""
    if prompt is None:
        return [_DEFAULT_PROMPT]
    if isinstance(prompt, str) or isinstance(prompt[0], int | float):
        return [prompt]
    return list(prompt)


def _size(prompt: Json) -> int:
    return max(count(prompt) if isinstance(prompt, str) else len(prompt), 1)


def _written(prompt: Json) -> str:
    if isinstance(prompt, str):
        return prompt
    return "".join(f" {int(token)}" for token in prompt)


def _candidates(fields: Object) -> int:
    return int(max(fields.get("best_of", 1), fields.get("n", 1)))


def _continuations(
    call: Call, fields: Object, prompts: list[Json]
) -> list[Continuation]:
    """`n` choices for each prompt, the best of `best_of`."""
    number_shown = int(fields.get("n", 1))
    continuations = []
    for number, prompt in enumerate(prompts):
        candidates = [_one(call, fields, prompt, k) for k in range(_candidates(fields))]
        lost = sum(candidate.spent for candidate in candidates[number_shown:])
        for place, candidate in enumerate(candidates[:number_shown]):
            # The tokens of candidates that are not shown count as well.
            extra = lost if place == 0 else 0
            index = number * number_shown + place
            spent = candidate.spent + extra
            continuations.append(
                Continuation(index, candidate.tokens, candidate.finish, spent)
            )
    return continuations


def _one(call: Call, fields: Object, prompt: Json, candidate: int) -> Continuation:
    chance = draw(
        fields["model"],
        prompt,
        fields.get("suffix"),
        sampled(fields),
        candidate,
        call.seed,
    )
    written = _written(prompt)
    cap = min(int(fields.get("max_tokens", _DEFAULT_CAP)), LONGEST)
    text = cut(natural_text(written, chance), stops(fields), cap)
    tokens = tuple(split(text.text))
    echoed = tuple(split(written)) if fields.get("echo") else ()
    return Continuation(candidate, echoed + tokens, text.finish, len(tokens))


def _document(
    call: Call, fields: Object, continuations: list[Continuation], size: int
) -> Object:
    choices = [
        _choice(call, fields, continuation, continuation.tokens, 0)
        | {"finish_reason": continuation.finish}
        for continuation in continuations
    ]
    spent = sum(continuation.spent for continuation in continuations)
    counts = without(usage(size, spent), call.dialect.omits)
    return {**_frame(call, fields, choices), "usage": counts}


def _frame(call: Call, fields: Object, choices: list[Object]) -> Object:
    frame = {
        "id": call.new_id("cmpl-"),
        "object": "text_completion",
        "created": math.floor(call.received),
        "model": fields["model"],
        "system_fingerprint": FINGERPRINT,
        "choices": choices,
    }
    return _shown(call, frame)


def _shown(call: Call, value: Object) -> Object:
    omits = call.dialect.omits
    return {
        key: item for key, item in value.items() if f"completions.{key}" not in omits
    }


def _choice(
    call: Call,
    fields: Object,
    continuation: Continuation,
    tokens: tuple[str, ...],
    start: int,
) -> Object:
    """The choice for some of the tokens; `start` is where they begin in the text."""
    choice = {
        "text": "".join(tokens),
        "index": continuation.index,
        "logprobs": None,
        "finish_reason": None,
    }
    if "logprobs" in fields:
        choice["logprobs"] = _logprobs(tokens, int(fields["logprobs"]), start)
    return _shown(call, choice)


def _logprobs(tokens: tuple[str, ...], alternatives: int, start: int) -> Object:
    ranked = [
        likelihood(token, place, max(alternatives, 1))
        for place, token in enumerate(tokens)
    ]
    lengths = accumulate(map(len, tokens), initial=start)
    return {
        "tokens": list(tokens),
        "token_logprobs": [best[0][1] for best in ranked],
        "top_logprobs": [dict(best) for best in ranked],
        "text_offset": [offset for offset, _ in zip(lengths, tokens, strict=False)],
    }


def _chunks(
    call: Call, fields: Object, continuations: list[Continuation], size: int
) -> Iterator[Object]:
    carries_usage = call.carries_usage
    lanes = [_lane(call, fields, continuation) for continuation in continuations]
    for turn in zip_longest(*lanes):
        for choice in turn:
            if choice is not None:
                chunk = _frame(call, fields, [choice])
                yield {**chunk, "usage": None} if carries_usage else chunk
    if carries_usage:
        counts = usage(size, sum(continuation.spent for continuation in continuations))
        counts = without(counts, call.dialect.omits)
        yield {**_frame(call, fields, []), "usage": counts}


def _lane(call: Call, fields: Object, continuation: Continuation) -> Iterator[Object]:
    start = 0
    for token in continuation.tokens:
        yield _choice(call, fields, continuation, (token,), start)
        start += len(token)
    closing = {**_choice(call, fields, continuation, (), start), "logprobs": None}
    yield _shown(call, {**closing, "finish_reason": continuation.finish})
