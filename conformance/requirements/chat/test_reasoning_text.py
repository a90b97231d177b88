"""Chat completions: what is for the text, not for its thinking (openai/chat#stop)."""

from conformance import (
    MUST,
    SHOULD,
    Blocked,
    Exchange,
    NotOffered,
    Recording,
    Undecided,
    Violation,
    requirement,
)
from conformance.core.refusal import is_refused
from conformance.core.thinking import thought
from conformance.requirements.chat._thoughts import Answer, answer
from conformance.requirements.reading import objects

STOPPED = ("json", "json-again", "stream")
# Tokens of the text may begin a little before it: a space, the end of a tag.
_BEFORE = 50


@requirement(
    "chat.reasoning.stop",
    MUST,
    effect="stop",
    on="chat/reasoning-stop",
    source="openai/chat#stop",
    breaks="Clients that set a stop text get no answer, and the reason says `stop`.",
    fix="Look for the stop texts in the answer only, not in the thinking before it.",
)
def test_stop_text_does_not_end_the_thinking(recording: Recording) -> None:
    """A stop text that the thinking holds does not end the answer before it begins."""
    _has_text(answer(recording["without"]))
    asked = [recording[step] for step in STOPPED]
    taken = [exchange for exchange in asked if not is_refused(exchange)]
    if not taken:
        raise NotOffered(f"the model takes no stop text ({asked[0].status})")
    empty = [exchange for exchange in taken if _is_stopped_early(answer(exchange))]
    if not empty:
        _was_thought(recording)
        return
    if len(empty) == 1:  # an answer may once begin with the stop text, unasked
        raise Undecided("one answer is empty, by chance or not")
    at = "/choices/0/message/content"
    raise Violation("the answer", "", at, exchange=empty[0])


@requirement(
    "chat.reasoning.logprobs",
    SHOULD,
    effect="logprobs",
    on="chat/logprobs",
    source="openai/chat#logprobs",
    breaks="Clients that weigh an answer by probability weigh its thoughts, too.",
    fix="List the tokens of the content only.",
)
def test_log_probabilities_are_of_the_content(exchange: Exchange) -> None:
    """The tokens with log probabilities are those of the content, without thoughts."""
    given = answer(exchange)
    if not given.thinks:
        raise NotOffered("nothing was thought before the answer")
    if not given.visible:
        raise Undecided("the answer is empty")
    logprobs = exchange.choices[0].get("logprobs")
    listed = objects(logprobs.get("content")) if isinstance(logprobs, dict) else []
    text = "".join(str(entry.get("token")) for entry in listed)
    if not listed:
        raise Blocked("no log probabilities came")
    begin = text.find(given.content.strip())
    if begin < 0:
        raise Undecided("the tokens do not spell the content")
    if begin >= _BEFORE:
        at = "/choices/0/logprobs/content"
        raise Violation(f'the tokens of "{given.content}"', got=text, at=at)


def _has_text(given: Answer) -> None:
    """Raise what keeps an answer from showing that stop texts change it."""
    if not given.thinks:
        raise NotOffered("nothing was thought before the answer")
    if "content" in given.places:
        raise NotOffered("the thinking is a part of the text")
    if not given.visible:
        raise Blocked("the answer is empty without a stop text, too")


def _was_thought(recording: Recording) -> None:
    """Raise Undecided where thinking is shown that never holds the stop text."""
    stop = recording["json"].request.fields["stop"][0]
    accepted = [exchange for exchange in recording if exchange.accepted]
    shown = [thought(answer(exchange).message) for exchange in accepted]
    if any(shown) and not any(stop in text for text in shown):
        raise Undecided("the thinking never holds the stop text")


def _is_stopped_early(given: Answer) -> bool:
    ended = given.finish == "stop" and not given.has_other_parts
    return ended and not given.visible
