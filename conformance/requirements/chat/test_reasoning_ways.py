"""Chat completions: thinking in both ways of answering (source: openai/chat#reasoning).

Whether a model thinks differs from one answer to the next. Of four answers in each way
all of one and none of the other think by chance in one run of 128 at most, whatever the
share of answers that the model thinks before: 2 x (1/2)^8.
"""

from collections.abc import Sized

from conformance import (
    SHOULD,
    Blocked,
    Exchange,
    NotOffered,
    Recording,
    Undecided,
    Verbatim,
    Violation,
    requirement,
)
from conformance.core.thinking import has_signed_parts, thought_places
from conformance.requirements import streams
from conformance.requirements.chat._cases import delta, piece
from conformance.requirements.chat._thoughts import (
    WAYS,
    answer,
    as_json,
    as_stream,
)

SOURCE = "openai/chat#reasoning"
STREAMING = "openai/streaming#reasoning"
_TRIES = 4


@requirement(
    "chat.reasoning.mode",
    SHOULD,
    on=WAYS,
    source=SOURCE,
    breaks="Clients that stream get the answers of another, weaker or slower model.",
    fix="Hand a request on alike whether it is streamed or not.",
)
def test_thinking_does_not_depend_on_the_way(recording: Recording) -> None:
    """A model that thinks before answers as JSON does so before streams."""
    ways = (as_json(recording), as_stream(recording))
    plain, streamed = ([_thinks(exchange) for exchange in way] for way in ways)
    if any(plain) and any(streamed):
        return
    if not (all(plain) or all(streamed)):
        raise Undecided("hardly any answer shows that something was thought")
    _are_enough(*ways)
    without = ways[1] if all(plain) else ways[0]
    raise Violation(
        "thinking, as in the other way",
        got=Verbatim("none in any of the answers"),
        at="the reasoning and its tokens",
        exchange=without[0],
    )


@requirement(
    "chat.reasoning.stream.shown",
    SHOULD,
    on=WAYS,
    source=STREAMING,
    breaks="Clients that stream show nothing while the model thinks.",
    fix="Send the reasoning of a stream as deltas, in the field of the answer.",
)
def test_stream_shows_the_reasoning_that_json_shows(recording: Recording) -> None:
    """A stream shows the reasoning where the answer as JSON does."""
    plain = [answer(exchange) for exchange in as_json(recording)]
    if not all(given.places for given in plain):
        raise NotOffered("not every answer as JSON shows its reasoning")
    streamed = as_stream(recording)
    given = [answer(exchange) for exchange in streamed]
    if any(one.places for one in given):
        return
    if not all(one.thinks or one.usage is None for one in given):
        raise Undecided("nothing tells whether there was reasoning to show")
    _are_enough(plain, given)
    expected = f"reasoning in `{min(plain[0].places)}`, as in answers as JSON"
    got = Verbatim("none")
    raise Violation(expected, got, "the deltas", exchange=streamed[0])


@requirement(
    "chat.reasoning.stream.place",
    SHOULD,
    on=WAYS,
    source=STREAMING,
    breaks="Clients that know one field miss the reasoning of the other way.",
    fix="Name the field of the reasoning alike in messages and in deltas.",
)
def test_reasoning_has_one_field_in_both_ways(recording: Recording) -> None:
    """The reasoning of a stream stands under the same name as in answers as JSON."""
    streamed = as_stream(recording)
    plain, other = _places(as_json(recording)), _places(streamed)
    if not (plain and other):
        raise NotOffered("not both ways show reasoning")
    if not plain & other:
        expected = f"`{min(plain)}`, as in answers as JSON"
        got = Verbatim(", ".join(f"`{name}`" for name in sorted(other)))
        raise Violation(expected, got, "the deltas", exchange=streamed[0])


@requirement(
    "chat.reasoning.stream.order",
    SHOULD,
    on=WAYS,
    source=STREAMING,
    breaks="Clients that close the reasoning when the answer begins lose it.",
    fix="Send the reasoning before the first delta of the content.",
)
def test_reasoning_comes_before_the_content(recording: Recording) -> None:
    """The first reasoning of a stream does not come after its first content."""
    shown = [e for e in as_stream(recording) if answer(e).shown]
    if not shown:
        raise NotOffered("no stream shows reasoning in a field of its own")
    late = [exchange for exchange in shown if _is_late(exchange)]
    # A second block of thoughts may follow, and the first may once be missing.
    if len(late) < len(shown):
        return
    if len(late) == 1:
        raise Undecided("one stream alone shows reasoning")
    expected, got = "reasoning before content", Verbatim("content first")
    raise Violation(expected, got, "the deltas of choice 0", exchange=late[0])


@requirement(
    "chat.reasoning.stream.details",
    SHOULD,
    on=WAYS,
    source=STREAMING,
    breaks="Agents that stream cannot hand the reasoning back, and are refused.",
    fix="Send the signed parts of the reasoning in the deltas of a stream, too.",
)
def test_stream_carries_signed_parts_of_the_reasoning(recording: Recording) -> None:
    """A stream carries signed parts of the reasoning where answers as JSON do."""
    if not all(has_signed_parts(answer(e).message) for e in as_json(recording)):
        raise NotOffered("not every answer as JSON has signed parts of reasoning")
    streamed = as_stream(recording)
    given = [answer(exchange) for exchange in streamed]
    if any(has_signed_parts(one.message) for one in given):
        return
    if not all(one.places for one in given):
        raise Blocked("not every stream shows reasoning")
    expected = "parts with a signature, as in answers as JSON"
    got = Verbatim("none")
    raise Violation(expected, got, "the deltas", exchange=streamed[0])


def _are_enough(*ways: Sized) -> None:
    """Raise Undecided where fewer answers came than the stated chance is for."""
    if min(map(len, ways)) < _TRIES:
        raise Undecided(f"fewer than {_TRIES} answers came in one of the ways")


def _places(exchanges: list[Exchange]) -> frozenset[str]:
    """The keys that show reasoning in any of the answers."""
    given = [answer(exchange) for exchange in exchanges]
    for one in given:
        _ = one.content  # Blocked if it is a list, which is no place of its own
    return frozenset().union(*(one.places for one in given))


def _thinks(exchange: Exchange) -> bool:
    """Whether something was thought; NotOffered if an answer does not tell."""
    given = answer(exchange)
    if not given.thinks and given.usage is None:
        raise NotOffered("an answer does not tell whether something was thought")
    return given.thinks


def _is_late(exchange: Exchange) -> bool:
    """Whether a text comes before the first reasoning of a stream."""
    for part in streams.threads(exchange)[0]:
        if thought_places(delta(part), exchange.thought_fields):
            return False
        if piece(part).strip():
            return True
    return False
