"""Faults of completion requests: what the document allows is refused."""

from conformance.relay.answer import Answer
from conformance.relay.bend import Answering, around_fault
from conformance.relay.call import Call
from conformance.relay.faults._refusing import refusing
from conformance.relay.json_text import Json
from conformance.relay.problem import Problem, ProblemKind
from conformance.relay.routes import refused


@around_fault(
    "cmpl-logprobs-int-rejected",
    caught_by="completions.features.accepted",
    source="raullenchai/Rapid-MLX#733",
)
def refuses_integer_logprobs(call: Call, proceed: Answering) -> Answer:
    """Refuses a number of log probabilities as not boolean."""
    answer = proceed(call)
    if not call.is_completions or call.fields.get("logprobs") is None:
        return answer
    if answer.refuses:
        return answer
    problem = Problem(
        ProblemKind.INVALID, "'logprobs' must be a boolean.", ("logprobs",)
    )
    return refused(call, problem).with_status(422)


@around_fault(
    "cmpl-token-prompt-rejected",
    caught_by="completions.prompts.accepted",
    source="tenstorrent/tt-inference-server#2581",
)
def fails_on_token_ids(call: Call, proceed: Answering) -> Answer:
    """Fails on a prompt of token ids."""
    answer = proceed(call)
    if not call.is_completions or answer.refuses or not _has_ids(call):
        return answer
    return refused(call, Problem(ProblemKind.INTERNAL, "The server had an error."))


def _has_ids(call: Call) -> bool:
    prompt: Json = call.fields.get("prompt")
    return isinstance(prompt, list) and not isinstance(prompt[0], str)


@refusing("cmpl-null-refused", "completions.accepted", "modellss")
def refuses_null_in_completions(call: Call) -> bool:
    """Refuses null where a completion request may leave a field out."""
    return call.is_completions and None in call.fields.values()


@refusing("cmpl-seed-refused", "completions.parameters.accepted")
def refuses_seed(call: Call) -> bool:
    """Refuses a seed of a completion, without a word on what is wrong."""
    return call.is_completions and call.fields.get("seed") is not None


@refusing("cmpl-stream-refused", "completions.stream.accepted")
def refuses_streams(call: Call) -> bool:
    """Refuses to stream a completion, without a word on what is wrong."""
    return call.is_completions and call.streams
