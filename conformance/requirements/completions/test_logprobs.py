"""Completions: log probabilities (source: openai/completions#logprobs)."""

from conformance import (
    MUST,
    SHOULD,
    Blocked,
    Exchange,
    Undecided,
    Violation,
    field_of,
    matches,
    requirement,
    same_place,
)
from conformance.requirements.completions._cases import text
from conformance.requirements.reading import objects

SOURCE = "openai/completions#logprobs"
_LISTS = ("tokens", "token_logprobs", "top_logprobs", "text_offset")
# The end of the text is a token that some count and others do not list.
_SLACK = 2


def _sizes(exchange: Exchange) -> dict[str, int]:
    """The lengths of the lists; Blocked if they do not have the documented shape."""
    logprobs = exchange.choices[0].get("logprobs")
    lists = (
        {name: logprobs.get(name) for name in _LISTS}
        if isinstance(logprobs, dict)
        else {}
    )
    sizes = {
        n: len(entries) for n, entries in lists.items() if isinstance(entries, list)
    }
    if not sizes.get("tokens") or "token_logprobs" not in sizes:
        raise Blocked("no log probabilities of the documented shape came")
    return sizes


@requirement(
    "completions.logprobs",
    MUST,
    effect="logprobs",
    on="completions/logprobs",
    source=SOURCE,
    breaks="Clients read `tokens` and `token_logprobs`, which chat's form has not.",
    fix="Return the four lists of this route, or refuse the field with a 4xx.",
    explained_by=same_place("chat.logprobs"),
)
def test_log_probabilities_have_the_documented_shape(exchange: Exchange) -> None:
    """A choice carries the four lists of log probabilities."""
    if not text(exchange):
        raise Undecided("the answer is empty")
    logprobs = exchange.choices[0].get("logprobs")
    matches(logprobs, "wire/completion-logprobs", at="/choices/0/logprobs")


@requirement(
    "completions.logprobs.aligned",
    MUST,
    effect="logprobs",
    on="completions/logprobs",
    source=SOURCE,
    breaks="Clients that walk the lists together read beyond an end.",
    fix="Return one entry for each token in each list.",
)
def test_lists_are_equally_long(exchange: Exchange) -> None:
    """The lists of log probabilities are equally long."""
    sizes = _sizes(exchange)
    if len(set(sizes.values())) > 1:
        raise Violation("lists of one length", got=sizes, at="/choices/0/logprobs")


@requirement(
    "completions.logprobs.alternatives",
    SHOULD,
    effect="logprobs",
    on="completions/logprobs",
    source=SOURCE,
    fix="Return `logprobs` alternatives for each token.",
)
def test_each_token_has_alternatives(exchange: Exchange) -> None:
    """Each token lists as many alternatives as were asked for, or one more."""
    _sizes(exchange)
    count = exchange.request.fields["logprobs"]
    at = "/choices/0/logprobs/top_logprobs"
    shown = field_of(exchange.choices[0]["logprobs"], "top_logprobs")
    if not objects(shown):
        raise Violation("a list of alternatives", got=shown, at=at)
    for alternatives in objects(shown):
        if len(alternatives) not in (count, count + 1):
            raise Violation(f"{count} alternatives", got=alternatives, at=at)


@requirement(
    "completions.logprobs.count",
    SHOULD,
    effect="logprobs",
    on="completions/logprobs",
    source=SOURCE,
    fix="Return one entry for each token of the text.",
)
def test_each_token_has_an_entry(exchange: Exchange) -> None:
    """There are about as many entries as tokens."""
    entries, spent = _sizes(exchange)["tokens"], exchange.usage["completion_tokens"]
    if not spent:
        raise Blocked("usage counts nothing")
    if spent <= _SLACK:
        raise Undecided(f"a text of {spent} tokens is too short to tell")
    if abs(entries - spent) > _SLACK:
        at = "/choices/0/logprobs/tokens"
        raise Violation(f"about {spent} entries", got=entries, at=at)
