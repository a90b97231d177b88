"""Chat completions: tool calls in a stream (source: openai/streaming#tool-calls)."""

from conformance import MUST, SHOULD, Exchange, Undecided, Violation, requirement
from conformance.requirements.chat._tools import by_index, finish, function, pieces
from conformance.requirements.reading import parsed, whole

SOURCE = "openai/streaming#tool-calls"
STREAMS = "chat/stream-tools*"


@requirement(
    "chat.stream.tools.index",
    MUST,
    on=STREAMS,
    source=SOURCE,
    breaks="Clients cannot tell which call a piece belongs to, and fail.",
    fix="Send `index` in each item of `tool_calls`.",
)
def test_pieces_have_an_index(exchange: Exchange) -> None:
    """Each piece of a tool call names the index of its call."""
    for piece in pieces(exchange):
        if not whole(piece.call.get("index")):
            raise Violation("an integer `index`", got=piece.call, at=piece.at)


@requirement(
    "chat.stream.tools.first-piece",
    SHOULD,
    on=STREAMS,
    source=SOURCE,
    fix="Send `id`, `type` and `function.name` with the first piece of each call.",
)
def test_first_piece_says_what_is_called(exchange: Exchange) -> None:
    """The first piece of a tool call has its id, type and name."""
    for first, *_ in by_index(exchange).values():
        call = first.call
        said = (call.get("id"), call.get("type"), function(call).get("name"))
        if not all(isinstance(value, str) and value for value in said):
            raise Violation("`id`, `type` and `name`", got=call, at=first.at)


@requirement(
    "chat.stream.tools.arguments",
    SHOULD,
    on=STREAMS,
    source=SOURCE,
    fix="Send each piece of the arguments once, with the index of its own call.",
)
def test_pieces_join_to_json(exchange: Exchange) -> None:
    """The pieces of a call's arguments join to one JSON object."""
    if finish(exchange) == "length":
        raise Undecided("the cap cut the calls off")
    for index, parts in by_index(exchange).items():
        texts = [function(piece.call).get("arguments") for piece in parts]
        joined = "".join(text for text in texts if isinstance(text, str))
        if not isinstance(parsed(joined, f"the arguments of call {index}"), dict):
            raise Violation("a JSON object", got=joined, at=f"call {index}")
