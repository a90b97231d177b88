"""Chat completions: the request, and the answer as one document."""

from conformance.relay.answer import Answer, json_answer
from conformance.relay.by_schema import check_schema
from conformance.relay.call import Call
from conformance.relay.catalogue import check_model, like
from conformance.relay.chat_shape import Frame, logprobs, unprefixed
from conformance.relay.chat_stream import chunks
from conformance.relay.conversation import Conversation, read_messages
from conformance.relay.json_text import Object
from conformance.relay.problem import Problem, ProblemKind, Refused, invalid
from conformance.relay.relaying import handed_on
from conformance.relay.reply import Reply, usage_of
from conformance.relay.route import route
from conformance.relay.stream_form import streamed
from conformance.relay.thinking.acceptance import accepted
from conformance.relay.thinking.answers import considered_replies, with_thoughts_read
from conformance.relay.thinking.signing import DETAILS, details
from conformance.relay.tokens import without
from conformance.relay.tools import check_tools
from conformance.relay.validate import known_fields, with_defaults

CONTEXT = 131072
# The windows of models that take less.
_WINDOWS = {"gpt-3.5-turbo": 16385}


@route("POST", "/chat/completions", "chat")
def create(call: Call) -> Answer:
    """The answer to a chat request."""
    fields = known_fields(call, "chat")
    elsewhere = handed_on(call)
    if elsewhere is not None:
        return elsewhere
    check_model(call, fields["model"])
    fields = with_defaults(call, "chat", accepted(call, fields))
    _check_together(fields)
    talk = read_messages(fields["messages"], fields.get("tools", []))
    talk = with_thoughts_read(call, talk, fields)
    check_context(talk.tokens, like(call, fields["model"]), "messages")
    choices = considered_replies(call, fields, talk)
    frame = Frame.of(call, fields)
    if fields.get("stream"):
        return streamed(call, chunks(frame, choices, talk.tokens))
    return json_answer(_document(frame, choices, talk))


def check_stream_options(fields: Object) -> None:
    """Refuses stream options without a stream."""
    if "stream_options" in fields and not fields.get("stream"):
        raise invalid("'stream_options' needs 'stream: true'.", "stream_options")


def check_context(tokens: int, model: str, field: str) -> None:
    """Refuses a prompt that does not fit."""
    window = _WINDOWS.get(model, CONTEXT)
    if tokens > window:
        message = f"The prompt has {tokens} tokens; the model takes {window}."
        raise Refused(Problem(ProblemKind.TOO_LONG, message, (field,)))


def _check_together(fields: Object) -> None:
    check_stream_options(fields)
    check_tools(fields)
    form = fields.get("response_format", {}).get("json_schema", {})
    check_schema(form.get("schema"), "response_format", "json_schema", "schema")
    if "top_logprobs" in fields and not fields.get("logprobs"):
        raise invalid("'top_logprobs' needs 'logprobs: true'.", "top_logprobs")


def _document(frame: Frame, choices: list[Reply], talk: Conversation) -> Object:
    body = {
        "id": frame.id,
        "object": "chat.completion",
        "created": frame.created,
        "model": frame.model,
        "choices": [_choice(frame, reply) for reply in choices],
        "usage": frame.counted(usage_of(talk.tokens, choices)),
        "service_tier": "default",
        "chat.system_fingerprint": frame.fingerprint,
    }
    return unprefixed(without(body, frame.omits))


def _choice(frame: Frame, reply: Reply) -> Object:
    message: Object = {
        "role": "assistant",
        "content": reply.content,
        "refusal": None,
        "annotations": [],
    }
    if reply.thoughts.text:
        message[reply.thoughts.key] = reply.thoughts.text
    if reply.thoughts.text and reply.thoughts.signed:
        message[DETAILS] = details(reply.thoughts.text)
    if reply.calls:
        message["tool_calls"] = [
            {
                "id": tool_call.id,
                "type": "function",
                "function": {"name": tool_call.name, "arguments": tool_call.arguments},
            }
            for tool_call in reply.calls
        ]
    choice = {
        "index": reply.index,
        "message": without(message, frame.omits),
        "chat.logprobs": None,
        "finish_reason": reply.finish,
    }
    choice = unprefixed(without(choice, frame.omits))
    if frame.alternatives is not None and reply.content is not None:
        choice["logprobs"] = logprobs(reply.content, frame.alternatives)
    return choice
