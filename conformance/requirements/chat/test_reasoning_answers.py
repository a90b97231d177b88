"""Chat completions: answers after thinking (source: openai/chat#reasoning)."""

from conformance import MUST, SHOULD, Recording, requirement
from conformance.requirements.chat._cases import TEXTS
from conformance.requirements.chat._reasoning import (
    counts_what_it_shows,
    has_content,
    has_documented_place,
    has_no_tags,
    has_reasoning_apart,
    is_part_of_completion,
)
from conformance.requirements.chat._thoughts import MANNER, WAYS, as_json, each

SOURCE = "openai/chat#reasoning"
ANSWERS = (*TEXTS, MANNER, WAYS)
# Without the cases in which a stop text, a cap or a tool may end the text.
WHOLE = (
    "chat/minimal",
    "chat/example-vmware",
    "chat/defaults",
    "chat/nulls",
    "chat/n",
    "chat/roles",
    "chat/developer",
    "chat/text-parts",
    "chat/seed",
    "chat/json-*",
    MANNER,
    WAYS,
)


@requirement(
    "chat.reasoning.answer",
    MUST,
    on=WHOLE,
    source=SOURCE,
    breaks="Users see an empty answer, for clients show the content alone.",
    fix="Send what follows the model's thinking as `content`.",
)
def test_answer_after_thinking_has_content(recording: Recording) -> None:
    """The content is not empty where thinking ends with the reason `stop`."""
    each(as_json(recording), has_content)


@requirement(
    "chat.reasoning.tokens",
    SHOULD,
    on=ANSWERS,
    source=SOURCE,
    # Other vendors count it beside the completion, in the total alone.
    only_stated=True,
    breaks="Clients that subtract the hidden tokens count a negative text.",
    fix="Count what is thought among the completion tokens, too.",
)
def test_reasoning_tokens_are_part_of_the_completion(recording: Recording) -> None:
    """Reasoning tokens are counted among the completion tokens."""
    each(as_json(recording), is_part_of_completion)


@requirement(
    "chat.reasoning.counted",
    SHOULD,
    on=ANSWERS,
    source=SOURCE,
    breaks="Clients that show what thinking costs show nothing.",
    fix="Count the tokens of the thinking, or leave its count out.",
)
def test_shown_reasoning_is_counted(recording: Recording) -> None:
    """A count of reasoning tokens is not 0 where reasoning is shown."""
    each(as_json(recording), counts_what_it_shows)


@requirement(
    "chat.reasoning.apart",
    MUST,
    on=ANSWERS,
    source=SOURCE,
    breaks="Users read the model's thoughts as its answer.",
    fix="Send the reasoning in its own field, and only the answer as `content`.",
)
def test_reasoning_is_not_repeated_in_the_content(recording: Recording) -> None:
    """The content does not repeat the reasoning that stands in its own field."""
    each(as_json(recording), has_reasoning_apart)


@requirement(
    "chat.reasoning.field",
    SHOULD,
    on=(WAYS, "chat/minimal", "chat/stream"),
    source=SOURCE,
    where="reasoning.fields",
    breaks="Clients that read the documented field show nothing of the thinking.",
    fix="Send the reasoning in the field that your document names.",
)
def test_reasoning_stands_in_a_documented_field(recording: Recording) -> None:
    """Reasoning in a field of its own stands in one that the contract names."""
    each(recording, has_documented_place)


@requirement(
    "chat.reasoning.tags",
    MUST,
    on=ANSWERS,
    source=SOURCE,
    breaks="Users see the marks of the model's template in its answer.",
    fix="Take the tags of the template out of `content`.",
)
def test_content_has_no_tags_of_reasoning(recording: Recording) -> None:
    """The content has no `<think>` tags where reasoning has its own field."""
    each(as_json(recording), has_no_tags)
