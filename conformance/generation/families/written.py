"""Statements whose turn comes late, as they are broken by other requests anyway."""

from collections.abc import Mapping

# Broken by the cases of `cases/errors`.
_ODD = (
    "NaN and Infinity are not JSON",
    "model is required",
    "model is one of the target's",
)
WRITTEN: Mapping[str, tuple[str, ...]] = {
    "chat": (
        *_ODD,
        "messages is required",
        "messages has an item",
        "a role is one of the documented ones",
        "n is at least 1",
        "max_tokens is not negative",
        "temperature is at most 2, by far",
        "response_format is an object",
        "the body is JSON",
    ),
    "completions": (
        *_ODD,
        "prompt is required",
        "the body is not empty",
        "stream_options stands beside stream",
    ),
    "embeddings": (
        *_ODD,
        "input is required",
        "input has an item",
        "input is not empty",
    ),
    "images": (*_ODD, "prompt is required"),
    "speech": (*_ODD, "input is required"),
}

# Two routes that take the same fields, mostly by the same code.
SHARING = ("chat", "completions")
SHARED = (
    "temperature is a number",
    "top_p is a number",
    "max_tokens is an integer",
    "presence_penalty is a number",
    "frequency_penalty is a number",
    "logit_bias is an object of integers",
    "user is a text",
    "stop is texts",
    "seed is an integer",
    "n is an integer",
    "stream is a boolean",
    "stream_options is an object",
    "include_usage is a boolean",
    "top_p is a probability",
    "temperature is at most 2",
    "temperature is at least 0",
    "stop is at least one text",
    "top_p is at most 1",
    "top_p is at least 0",
    "presence_penalty is from -2 to 2",
    "frequency_penalty is from -2 to 2",
    "logit_bias is from -100 to 100",
    "stop is at most 4 texts",
    "n is at most 128",
    "seed is of 64 bits",
    "model is a text",
    "model is not null",
    "model is not empty",
    "the body is an object, not a list",
    "the body is an object, not a text",
    "the body is an object, not a number or null",
    "the body is JSON, not a form",
    "a name stands once in an object",
    "a text is made of whole characters",
    "a text has no NUL in it",
    "values are nested a few levels deep",
    "a value is of a usual length",
    "temperature is a finite number",
)
