"""When the turn of a statement comes: late, if other requests break it anyway."""

from collections.abc import Mapping

# Ids of statements, by family, that the cases of `cases/errors` break.
WRITTEN: Mapping[str, tuple[str, ...]] = {
    "chat": (
        "number.json",
        "model.required",
        "model.known",
        "messages.required",
        "messages.empty",
        "role.known",
        "n.least",
        "max_tokens.sign",
        "temperature.far",
        "response_format.type",
        "body.json",
    ),
    "completions": (
        "number.json",
        "model.required",
        "model.known",
        "prompt.required",
        "body.empty",
        "stream_options.beside",
    ),
    "embeddings": (
        "model.required",
        "model.known",
        "input.required",
        "input.empty",
        "input.blank",
    ),
    "images": ("number.json", "prompt.required"),
    "speech": ("number.json", "model.required", "model.known", "input.required"),
}

# Two families whose routes take the same fields, mostly by the same code.
SHARING = ("chat", "completions")
# The ids of the statements that they share.
SHARED = (
    "temperature.type",
    "top_p.type",
    "max_tokens.type",
    "presence_penalty.type",
    "frequency_penalty.type",
    "logit_bias.type",
    "user.type",
    "stop.type",
    "seed.type",
    "n.type",
    "stream.type",
    "stream_options.type",
    "include_usage.type",
    "top_p.far",
    "temperature.most",
    "temperature.least",
    "stop.empty",
    "top_p.most",
    "top_p.least",
    "presence_penalty.range",
    "frequency_penalty.range",
    "logit_bias.range",
    "stop.most",
    "n.most",
    "seed.most",
    "model.type",
    "model.null",
    "model.empty",
    "body.list",
    "body.text",
    "body.scalar",
    "body.form",
    "body.twice",
    "text.whole",
    "text.nul",
    "body.depth",
    "text.length",
    "temperature.finite",
)
