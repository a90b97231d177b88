"""Servers that take optional fields, but make nothing of them."""

from dataclasses import replace

from conformance.relay.answer import Answer
from conformance.relay.bend import Answering, blank
from conformance.relay.call import Call
from conformance.relay.problem import Problem, ProblemKind
from conformance.relay.routes import refused

# What a request cannot do without, and how its answer comes; Midjourney's routes name
# their tasks and pictures in fields of their own.
_NEEDED = frozenset(
    {
        "model",
        "messages",
        "prompt",
        "input",
        "voice",
        "file",
        "image",
        "image[]",
        "stream",
        "action",
        "base64",
        "base64Array",
        "customId",
        "ids",
        "pageNumber",
        "sourceBase64",
        "targetBase64",
        "taskId",
    }
)


def _options(call: Call) -> tuple[str, ...]:
    """The optional fields that a call has, in JSON or as parts of a form."""
    names = (*call.fields, *(part.name for part in call.form))
    return tuple(name for name in dict.fromkeys(names) if name not in _NEEDED)


@blank("ignores-options")
def ignores_options(call: Call, proceed: Answering) -> Answer:
    """Answers as if each request had the fields that it must have and no others."""
    options = _options(call)
    parts = tuple(part for part in call.form if part.name not in options)
    bare = replace(call.without_fields(*options), form=parts)
    # It leaves nothing to chance: noise would hide what it ignores.
    is_text = call.is_chat or call.is_completions
    return proceed(bare.with_fields({"temperature": 0}) if is_text else bare)


@blank("refuses-options")
def refuses_options(call: Call, proceed: Answering) -> Answer:
    """Refuses each optional field by its name."""
    answer, options = proceed(call), _options(call)
    if answer.refuses or not options:
        return answer
    message = f"'{options[0]}' is not supported by this server."
    return refused(call, Problem(ProblemKind.INVALID, message, (options[0],)))


@blank("refuses-all")
def refuses_all(call: Call, proceed: Answering) -> Answer:
    """Refuses whatever it is asked for, and says that nothing of it is supported."""
    message = "This is not supported by this server."
    return refused(call, Problem(ProblemKind.INVALID, message))
