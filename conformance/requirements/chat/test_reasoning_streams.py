"""Chat completions: streams after thinking (source: openai/chat#reasoning)."""

from conformance import MUST, SHOULD, Recording, requirement, same_place
from conformance.requirements.chat._reasoning import (
    counts_what_it_shows,
    has_content,
    has_no_tags,
    has_reasoning_apart,
    is_part_of_completion,
)
from conformance.requirements.chat._thoughts import WAYS, as_stream, each

SOURCE = "openai/chat#reasoning"
STREAMS = (WAYS, "chat/stream", "chat/stream-usage")


@requirement(
    "chat.reasoning.stream.answer",
    MUST,
    on=STREAMS,
    source=SOURCE,
    breaks="Users see an empty answer, for clients show the content alone.",
    fix="Send what follows the model's thinking as `content` of the deltas.",
    explained_by=same_place("chat.reasoning.answer"),
)
def test_stream_after_thinking_has_content(recording: Recording) -> None:
    """The content of a stream is not empty where thinking ends with `stop`."""
    each(as_stream(recording), has_content)


@requirement(
    "chat.reasoning.stream.apart",
    MUST,
    on=STREAMS,
    source=SOURCE,
    breaks="Users read the model's thoughts as its answer.",
    fix="Send the reasoning in its own field, and only the answer as `content`.",
    explained_by=same_place("chat.reasoning.apart"),
)
def test_streamed_reasoning_is_not_repeated_in_the_content(
    recording: Recording,
) -> None:
    """The content of a stream does not repeat the reasoning in its own field."""
    each(as_stream(recording), has_reasoning_apart)


@requirement(
    "chat.reasoning.stream.tags",
    MUST,
    on=STREAMS,
    source=SOURCE,
    breaks="Users see the marks of the model's template in its answer.",
    fix="Look for the template's tags across the pieces of the text, too.",
    explained_by=same_place("chat.reasoning.tags"),
)
def test_streamed_content_has_no_tags_of_reasoning(recording: Recording) -> None:
    """The content of a stream has no `<think>` tags beside a field for reasoning."""
    each(as_stream(recording), has_no_tags)


@requirement(
    "chat.reasoning.stream.counted",
    SHOULD,
    on=STREAMS,
    source=SOURCE,
    breaks="Clients that show what thinking costs show nothing.",
    fix="Count the tokens of the thinking, or leave its count out.",
    explained_by=same_place("chat.reasoning.counted"),
)
def test_reasoning_shown_in_a_stream_is_counted(recording: Recording) -> None:
    """A stream's count of reasoning tokens is not 0 where reasoning is shown."""
    each(as_stream(recording), counts_what_it_shows)


@requirement(
    "chat.reasoning.stream.tokens",
    SHOULD,
    on=STREAMS,
    source=SOURCE,
    # Other vendors count it beside the completion, in the total alone.
    only_stated=True,
    breaks="Clients that subtract the hidden tokens count a negative text.",
    fix="Count what is thought among the completion tokens, too.",
    explained_by=same_place("chat.reasoning.tokens"),
)
def test_streamed_reasoning_tokens_are_part_of_the_completion(
    recording: Recording,
) -> None:
    """A stream's reasoning tokens are counted among its completion tokens."""
    each(as_stream(recording), is_part_of_completion)
