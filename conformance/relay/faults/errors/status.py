"""Faults of refusals: their statuses, and what is not refused."""

from conformance.relay.answer import Answer
from conformance.relay.bend import Answering, around_fault, fault, request_fault
from conformance.relay.call import Call, Credential
from conformance.relay.faults._refusals import is_invalid
from conformance.relay.faults.generated._requests import is_number, is_whole
from conformance.relay.json_text import Json
from conformance.relay.media import EDITS, EMBEDDINGS, TRANSCRIPTIONS, asks, parts
from conformance.relay.problem import Problem, ProblemKind
from conformance.relay.routes import refused
from conformance.relay.shapes import on_key, put

_INTERNAL = Problem(
    ProblemKind.INTERNAL,
    "image_edit() missing 1 required positional argument: 'image'",
)
_PAIS = ("vmware-pais",)
# What no server can mean to do.
_RANGES = {"max_tokens": (0, 2**40), "n": (1, 2**40), "temperature": (0, 2)}
_PERCENTS = 10
_FAILED = Problem(ProblemKind.INTERNAL, "The server had an error.")
_COMMAND = Problem(
    ProblemKind.INTERNAL,
    "Command '['ffmpeg', '-i', '/srv/app/uploads/tmp8d1f/spoken.mp3']' "
    "returned non-zero exit status 183.",
)


@fault("auth-401-as-5xx", caught_by="errors.no-5xx", source="ogx-ai/ogx#2990")
def fails_on_wrong_key(call: Call, answer: Answer) -> Answer:
    """Answers a wrong key with status 500."""
    wrong = call.credential is Credential.WRONG
    refuses = wrong and answer.refuses_as(ProblemKind.CREDENTIAL)
    return answer.with_status(500) if refuses else answer


@around_fault("err-not-a-number-500", caught_by="errors.no-5xx", source="plausible")
def fails_on_nan(call: Call, proceed: Answering) -> Answer:
    """Fails on NaN in a body."""
    answer = proceed(call)
    return answer.with_status(500) if b"NaN" in call.raw else answer


@around_fault("err-deep-json-500", caught_by="errors.no-5xx", source="plausible")
def fails_on_depth(call: Call, proceed: Answering) -> Answer:
    """Fails on values that are nested too deeply for it."""
    answer = proceed(call)
    return answer.with_status(500) if b"[" * 60 in call.raw else answer


@around_fault("err-tools-null-500", caught_by="errors.no-5xx", source="plausible")
def fails_on_no_tools(call: Call, proceed: Answering) -> Answer:
    """Fails on tools that are null."""
    nulled = call.is_chat and call.fields.get("tools", ()) is None
    problem = Problem(ProblemKind.INTERNAL, "object of type 'NoneType' has no len()")
    return refused(call, problem) if nulled else proceed(call)


@around_fault("err-plain-text-500", caught_by="errors.no-5xx", source="plausible")
def fails_on_label(call: Call, proceed: Answering) -> Answer:
    """Fails on a body that is not labelled as JSON."""
    answer = proceed(call)
    label = call.headers.get("content-type", "")
    return answer.with_status(500) if label.startswith("text/") else answer


@fault(
    "img-edit-missing-image-500",
    caught_by="errors.no-5xx",
    source="BerriAI/litellm#42202",
)
def fails_without_picture(call: Call, answer: Answer) -> Answer:
    """Answers a form without a picture with 500 and a function's name."""
    lacking = asks(call, EDITS) and not parts(call, "image") + parts(call, "image[]")
    return refused(call, _INTERNAL) if lacking else answer


def _lacks_input(call: Call) -> bool:
    return asks(call, EMBEDDINGS) and "input" not in call.fields


@around_fault(
    "emb-missing-input-accepted",
    caught_by="errors.embeddings.refused",
    source="plausible",
    dialects=("vmware-pais",),
)
def embeds_nothing(call: Call, proceed: Answering) -> Answer:
    """Answers a request without an input with a vector."""
    answer = proceed(call)
    if not _lacks_input(call) or not answer.refuses_as(ProblemKind.INVALID):
        return answer
    return proceed(call.with_fields({"input": "nothing"}))


@fault(
    "emb-missing-input-409",
    caught_by="errors.embeddings.status",
    source="plausible",
    dialects=("vmware-pais",),
)
def conflicts_without_input(call: Call, answer: Answer) -> Answer:
    """Refuses a request without an input with status 409."""
    lacking = _lacks_input(call) and answer.refuses_as(ProblemKind.INVALID)
    return answer.with_status(409) if lacking else answer


@fault(
    "err-chat-status-wrong",
    caught_by="errors.chat.status",
    source="plausible",
    dialects=("openai", "litellm", *_PAIS),
)
def forbids_invalid_chat(call: Call, answer: Answer) -> Answer:
    """Answers an invalid chat request with status 403."""
    invalid = call.is_chat and is_invalid(answer)
    return answer.with_status(403) if invalid else answer


@fault(
    "err-cmpl-status-wrong",
    caught_by="errors.completions.status",
    source="plausible",
    dialects=("openai", *_PAIS),
)
def forbids_invalid_completion(call: Call, answer: Answer) -> Answer:
    """Answers an invalid completion request with status 403."""
    invalid = call.is_completions and is_invalid(answer)
    return answer.with_status(403) if invalid else answer


@request_fault(
    "err-cmpl-bounds-not-validated",
    caught_by="errors.completions.refused",
    source="plausible",
    dialects=_PAIS,
)
def takes_any_temperature(call: Call) -> Call:
    """Takes a temperature of a completion without looking at it."""
    return call.without_fields("temperature") if call.is_completions else call


@fault(
    "err-200-body",
    caught_by="errors.not-in-200",
    source="runpod-workers/worker-vllm#57",
)
def answers_error_with_200(call: Call, answer: Answer) -> Answer:
    """Refuses an unknown model with status 200."""
    return (
        answer.with_status(200)
        if answer.refuses_as(ProblemKind.UNKNOWN_MODEL)
        else answer
    )


@fault(
    "err-unknown-model-5xx",
    caught_by="errors.no-5xx",
    source="Wei-Shaw/sub2api#1489",
)
def fails_on_unknown_model(call: Call, answer: Answer) -> Answer:
    """Answers an unknown model with status 500."""
    return (
        answer.with_status(500)
        if answer.refuses_as(ProblemKind.UNKNOWN_MODEL)
        else answer
    )


@fault(
    "err-malformed-json-500",
    caught_by="errors.no-5xx",
    source="ggml-org/llama.cpp#11738",
)
def fails_on_malformed_json(call: Call, answer: Answer) -> Answer:
    """Answers a body that is no JSON with status 500."""
    return (
        answer.with_status(500) if answer.refuses_as(ProblemKind.MALFORMED) else answer
    )


@fault(
    "err-bad-schema-500-empty-message",
    caught_by="errors.no-5xx",
    also=("errors.message",),
    source="vllm-project/vllm#35438",
)
def fails_on_bad_schema(call: Call, answer: Answer) -> Answer:
    """Answers a malformed response format with status 500 and no message."""
    at = answer.problem.at if answer.problem else ()
    if at[:1] != ("response_format",):
        return answer
    return answer.map_json(on_key("error", put(message=""))).with_status(500)


def _has_file(call: Call) -> bool:
    return any(part.filename is not None for part in parts(call, "file"))


@fault(
    "tr-missing-file-500",
    caught_by="errors.no-5xx",
    source="langgenius/dify#39184",
)
def fails_without_file(call: Call, answer: Answer) -> Answer:
    """Answers a form without a file with status 500."""
    lacking = asks(call, TRANSCRIPTIONS) and not _has_file(call)
    return refused(call, _FAILED) if lacking else answer


@fault(
    "tr-bad-audio-500",
    caught_by="errors.no-5xx",
    also=("errors.no-internals",),
    source="Hal0ai/hal0#33",
)
def shows_command(call: Call, answer: Answer) -> Answer:
    """Answers a file that is no recording with 500 and the decoder's command."""
    at = answer.problem.at if answer.problem else ()
    broken = asks(call, TRANSCRIPTIONS) and _has_file(call) and at == ("file",)
    return refused(call, _COMMAND) if broken else answer


@fault("err-200-retrieve", caught_by="errors.not-in-200", source="plausible")
def finds_no_model_with_200(call: Call, answer: Answer) -> Answer:
    """Refuses the retrieval of an unknown model with status 200."""
    unknown = call.route.startswith("/models/") and answer.refuses
    return answer.with_status(200) if unknown else answer


@request_fault(
    "err-range-not-validated",
    caught_by="errors.chat.refused",
    also=("errors.completions.refused",),
    source="Continuum-AI-Corp/OrcaRouter-Lite#103",
    dialects=("openai", "new-api"),
)
def takes_impossible_values(call: Call) -> Call:
    """Takes a negative cap, no choices or a huge temperature without a word."""
    if call.method != "POST":
        return call
    beyond = [name for name in _RANGES if _beyond(call.fields.get(name), name)]
    return call.without_fields(*beyond)


def _beyond(value: Json, name: str) -> bool:
    low, high = _RANGES[name]
    return is_number(value) and not low <= value <= high


@request_fault(
    "err-temperature-percent-accepted",
    caught_by="errors.completions.refused",
    source="plausible",
    dialects=_PAIS,
)
def reads_percents(call: Call) -> Call:
    """Takes a temperature of 10 or more for a completion, as a percentage."""
    temperature = call.fields.get("temperature")
    if not call.is_completions or not is_number(temperature) or temperature < _PERCENTS:
        return call
    return call.with_fields({"temperature": min(temperature / 100, 2)})


@request_fault(
    "err-cap-negative-accepted",
    caught_by="errors.completions.refused",
    source="plausible",
    dialects=_PAIS,
)
def checks_cap_on_one_route(call: Call) -> Call:
    """Takes a negative cap of a completion, which it refuses for a chat."""
    cap = call.fields.get("max_tokens")
    taken = call.is_completions and is_whole(cap) and cap < 0
    return call.without_fields("max_tokens") if taken else call
