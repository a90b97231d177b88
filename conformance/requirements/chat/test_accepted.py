"""Chat completions: requests that the document allows (source: openai/chat#request)."""

from conformance import MUST, SHOULD, Exchange, Recording, less_asked, requirement
from conformance.requirements.reading import is_accepted

SOURCE = "openai/chat#request"
REFUSED = "Clients that follow the document get an error instead of an answer."
CLAIMED = "Clients get an error that does not tell them what to leave out."


@requirement(
    "chat.accepted",
    MUST,
    on=("chat/minimal", "chat/example-vmware"),
    source=SOURCE,
    breaks=REFUSED,
    fix="Answer a model and one user message with 200.",
)
def test_minimal_request_is_accepted(exchange: Exchange) -> None:
    """A model and one user message are answered with 200."""
    is_accepted(exchange)


@requirement(
    "chat.parameters.accepted",
    MUST,
    on=(
        "chat/defaults",
        "chat/length",
        "chat/max-completion-tokens",
        "chat/stop-*",
        "chat/seed",
    ),
    source=SOURCE,
    breaks=REFUSED,
    fix="Accept the documented optional fields, or name the one you do not support.",
    explained_by=less_asked("chat.accepted"),
)
def test_documented_fields_are_accepted(exchange: Exchange) -> None:
    """Documented optional fields are answered with 200."""
    is_accepted(exchange)


@requirement(
    "chat.nulls.accepted",
    SHOULD,
    on="chat/nulls",
    source=SOURCE,
    fix="Treat null in an optional field as if the field were absent.",
    explained_by=less_asked("chat.accepted"),
)
def test_nulls_are_accepted(exchange: Exchange) -> None:
    """Null in a nullable optional field is answered with 200."""
    is_accepted(exchange)


@requirement(
    "chat.messages.accepted",
    MUST,
    on=("chat/roles", "chat/text-parts"),
    source="openai/chat#messages",
    breaks=REFUSED,
    fix="Accept system and assistant messages, and content as a list of text parts.",
    explained_by=less_asked("chat.accepted"),
)
def test_documented_messages_are_accepted(exchange: Exchange) -> None:
    """Documented roles and forms of messages are answered with 200."""
    is_accepted(exchange)


@requirement(
    "chat.developer.accepted",
    SHOULD,
    on="chat/developer",
    source="openai/chat#messages",
    fix="Accept the role `developer`, and treat it as `system` where needed.",
    explained_by=less_asked("chat.accepted"),
)
def test_developer_message_is_accepted(exchange: Exchange) -> None:
    """A developer message is answered with 200."""
    is_accepted(exchange)


@requirement(
    "chat.choices.accepted",
    MUST,
    on=("chat/n", "chat/logprobs"),
    source=SOURCE,
    breaks=CLAIMED,
    fix="Accept `n` and `logprobs`, or refuse them with a 4xx that names the field.",
    explained_by=less_asked("chat.accepted"),
)
def test_choices_are_accepted(exchange: Exchange) -> None:
    """Several choices, or their log probabilities, are answered with 200."""
    is_accepted(exchange)


@requirement(
    "chat.formats.accepted",
    MUST,
    on="chat/json-*",
    source="openai/chat#json-mode",
    breaks=CLAIMED,
    fix="Accept `response_format`, or refuse it with a 4xx that names the field.",
    explained_by=less_asked("chat.accepted"),
)
def test_formats_are_accepted(exchange: Exchange) -> None:
    """A documented format of the answer is answered with 200."""
    is_accepted(exchange)


@requirement(
    "chat.tools.accepted",
    MUST,
    on=(
        "chat/tools-required",
        "chat/tools-named",
        "chat/tools-none",
        "chat/tools-parallel",
        "chat/tools-single",
    ),
    source="openai/chat#tools",
    breaks=CLAIMED,
    fix="Accept `tools` with each `tool_choice`, or refuse them with a clear 4xx.",
    explained_by=less_asked("chat.accepted"),
)
def test_tools_are_accepted(exchange: Exchange) -> None:
    """Tools, with each documented choice of them, are answered with 200."""
    is_accepted(exchange)


@requirement(
    "chat.tools.history.accepted",
    MUST,
    on="chat/tools-result",
    source="openai/chat#messages",
    breaks="No client can hand a tool's result back, so agents stop at the first call.",
    fix="Accept null content in an assistant message that has tool calls.",
    explained_by=less_asked("chat.accepted", "chat.tools.accepted"),
)
def test_tool_result_is_accepted(exchange: Exchange) -> None:
    """A tool's result after a call with null content is answered with 200."""
    is_accepted(exchange)


@requirement(
    "chat.vision.accepted",
    MUST,
    on="chat/vision",
    source="openai/chat#messages",
    breaks=CLAIMED,
    fix="Accept pictures as data URIs, or refuse them with a 4xx that names them.",
    explained_by=less_asked("chat.accepted"),
)
def test_pictures_are_accepted(recording: Recording) -> None:
    """A picture in a message is answered with 200."""
    for exchange in recording:
        is_accepted(exchange)


@requirement(
    "chat.stream.accepted",
    MUST,
    on="chat/stream*",
    source="openai/streaming#events",
    breaks=REFUSED,
    fix="Answer a request with `stream` true with 200.",
    explained_by=less_asked("chat.accepted"),
)
def test_streamed_request_is_accepted(recording: Recording) -> None:
    """A streamed request is answered with 200."""
    for exchange in recording:
        if exchange.request.fields.get("stream"):
            is_accepted(exchange)
