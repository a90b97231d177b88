"""Faults of completions: how many choices come, and of which prompt."""

from conformance.relay.answer import Answer
from conformance.relay.bend import deaf_fault, fault
from conformance.relay.call import Call
from conformance.relay.faults.completions._documents import asks_for_document
from conformance.relay.json_text import Object
from conformance.relay.shapes import completions_document


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


@fault("cmpl-choice-unasked", caught_by="completions.one-choice", source="plausible")
def adds_a_choice(call: Call, answer: Answer) -> Answer:
    """Returns two choices where a completion request asks for one."""
    alone = isinstance(call.fields.get("prompt"), str) and "n" not in call.fields
    if not completions_document(call, answer) or not alone:
        return answer

    def doubled(value: Object) -> Object:
        first = value["choices"][0]
        return {**value, "choices": [first, {**first, "index": 1}]}

    return answer.map_json(doubled)


@deaf_fault("cmpl-n-ignored", caught_by="completions.n", source="plausible")
def ignores_n(call: Call) -> Call:
    """Answers a completion request with one choice whatever `n` says."""
    best_of = call.fields.get("best_of") is not None
    ignored = asks_for_document(call) and not best_of
    return call.without_fields("n") if ignored else call
