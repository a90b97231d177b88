"""Faults of legacy completions."""

from conformance.relay.answer import Answer
from conformance.relay.bend import Answering, around_fault, deaf_fault, fault
from conformance.relay.call import Call
from conformance.relay.json_text import Json, Object
from conformance.relay.problem import Problem, ProblemKind
from conformance.relay.routes import refused
from conformance.relay.shapes import completions_document, drop, on_choices, put
from conformance.relay.tokens import usage


@deaf_fault(
    "cmpl-prompt-array-first-only",
    caught_by="completions.prompts",
    source="huggingface/text-generation-inference#1702",
)
def answers_first_prompt(call: Call) -> Call:
    """Answers only the first of several prompts."""
    prompt = call.fields.get("prompt")
    if not call.is_completions or not isinstance(prompt, list):
        return call
    if not all(isinstance(one, str) for one in prompt):
        return call
    return call.with_fields({"prompt": prompt[:1]})


@deaf_fault(
    "cmpl-echo-ignored",
    caught_by="completions.echo",
    source="raullenchai/Rapid-MLX#733",
)
def ignores_echo(call: Call) -> Call:
    """Does not put the prompt before the text."""
    return call.without_fields("echo") if call.is_completions else call


@fault(
    "cmpl-logprobs-chat-shape",
    caught_by="completions.logprobs",
    source="kekzl/imp#1589",
)
def shapes_logprobs_like_chat(call: Call, answer: Answer) -> Answer:
    """Gives log probabilities in the form of chat completions."""

    def reshaped(choice: Object) -> Object:
        given = choice.get("logprobs")
        return {**choice, "logprobs": _chat_form(given)} if given else choice

    if not completions_document(call, answer):
        return answer
    return answer.map_json(on_choices(reshaped))


def _chat_form(given: Object) -> Object:
    pairs = zip(given["tokens"], given["token_logprobs"], strict=True)
    return {
        "content": [
            {
                "token": token,
                "logprob": logprob,
                "bytes": list(token.encode()),
                "top_logprobs": [],
            }
            for token, logprob in pairs
        ],
        "refusal": None,
    }


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


@fault(
    "cmpl-stream-delta-shape",
    caught_by="completions.stream.chunk",
    also=("completions.stream.object",),
    source="qualcomm/GenieX#66",
)
def streams_deltas(call: Call, answer: Answer) -> Answer:
    """Streams a legacy completion in the form of chat chunks."""

    def reshaped(choice: Object) -> Object:
        return {**drop("text")(choice), "delta": {"content": choice["text"]}}

    if not call.is_completions:
        return answer
    named = answer.map_chunks(put(object="text_completion.chunk"))
    return named.map_chunks(on_choices(reshaped))


@fault(
    "cmpl-usage-zero",
    caught_by="completions.usage.positive",
    source="BerriAI/litellm#12586",
)
def counts_nothing(call: Call, answer: Answer) -> Answer:
    """Counts no tokens of a legacy completion."""
    if not completions_document(call, answer):
        return answer
    return answer.map_json(put(usage=usage(0, 0)))


@deaf_fault(
    "cmpl-best-of-ignored",
    caught_by="completions.best-of",
    source="raullenchai/Rapid-MLX#733",
)
def ignores_best_of(call: Call) -> Call:
    """Answers with one choice where the best of several are asked for."""
    if not call.is_completions or call.fields.get("best_of") is None:
        return call
    return call.without_fields("n", "best_of")


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
