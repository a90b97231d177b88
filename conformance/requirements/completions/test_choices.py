"""Completions: how many choices, and of which prompt (source: openai/completions#n)."""

from conformance import (
    MUST,
    Exchange,
    Recording,
    Undecided,
    Violation,
    requirement,
    same_place,
)
from conformance.requirements.completions._cases import said
from conformance.requirements.reading import has_indexes

FEWER = "Clients that ask for several texts get fewer without being told."


def _each_text(exchange: Exchange) -> list[str]:
    """The texts of all choices."""
    return [said(choice) for choice in exchange.choices]


@requirement(
    "completions.n",
    MUST,
    effect="n",
    on="completions/n",
    source="openai/completions#n",
    breaks=FEWER,
    fix="Return `n` choices numbered from 0, or refuse `n` with a 4xx.",
    explained_by=same_place("chat.n"),
)
def test_every_choice_comes(exchange: Exchange) -> None:
    """There are `n` choices, numbered from 0."""
    has_indexes(exchange.choices, exchange.request.fields["n"])


@requirement(
    "completions.one-choice",
    MUST,
    on=("completions/minimal", "completions/example-vmware"),
    source="openai/completions#n",
    breaks="Clients that ask for one text pay for several.",
    fix="Return one choice unless `n` asks for more.",
)
def test_one_choice_comes_unasked(exchange: Exchange) -> None:
    """Without `n` there is one choice, numbered 0."""
    has_indexes(exchange.choices, 1)


@requirement(
    "completions.best-of",
    MUST,
    effect="best_of",
    on="completions/best-of",
    source="openai/completions#best-of",
    breaks=FEWER,
    fix="Return the best `n` of `best_of`, or refuse the field with a 4xx.",
    explained_by=same_place("completions.n"),
)
def test_best_candidates_come(exchange: Exchange) -> None:
    """Of `best_of` candidates `n` choices come, numbered from 0."""
    has_indexes(exchange.choices, exchange.request.fields["n"])


@requirement(
    "completions.prompts",
    MUST,
    on="completions/prompt-*",
    source="openai/completions#prompts",
    breaks=FEWER,
    fix="Return a choice for each prompt, or refuse lists with a 4xx.",
)
def test_every_prompt_has_its_choice(exchange: Exchange) -> None:
    """Each of several prompts has its choice, numbered from 0."""
    has_indexes(exchange.choices, len(exchange.request.fields["prompt"]))


@requirement(
    "completions.echo",
    MUST,
    effect="echo",
    on="completions/echo",
    source="openai/completions#echo",
    breaks="Clients that cut the prompt off cut the answer off instead.",
    fix="Return the prompt before the text, or refuse `echo` with a 4xx.",
)
def test_prompt_comes_back(exchange: Exchange, beside: Recording | None) -> None:
    """With `echo` the text begins with the prompt."""
    prompt = exchange.request.fields["prompt"]
    for text in _each_text(exchange):
        if not text.lstrip().startswith(prompt):
            raise Violation(f'a text that begins with "{prompt}"', text, "the text")
    plain = _each_text(beside.last) if beside is not None else [prompt]
    if any(text.lstrip().startswith(prompt) for text in plain):
        raise Undecided("the model repeats the prompt without `echo`, too")
