"""Faults of chat requests: what the document allows is refused."""

from conformance.relay.answer import Answer
from conformance.relay.bend import Answering, around_fault
from conformance.relay.call import Call
from conformance.relay.faults._refusing import refusing
from conformance.relay.faults.chat._documents import thinks
from conformance.relay.json_text import Json
from conformance.relay.problem import Problem, ProblemKind
from conformance.relay.routes import refused


@around_fault(
    "chat-content-array-rejected",
    caught_by="chat.messages.accepted",
    source="tetherto/qvac#2459",
)
def refuses_text_parts(call: Call, proceed: Answering) -> Answer:
    """Refuses a content of text parts."""
    answer = proceed(call)
    if not call.is_chat or answer.refuses:
        return answer
    for number, message in enumerate(call.fields["messages"]):
        if _kinds(message.get("content")) == {"text"}:
            at = ("messages", number, "content")
            return refused(
                call, Problem(ProblemKind.INVALID, "'content' must be a string.", at)
            )
    return answer


def _kinds(content: Json) -> set[str]:
    return {part["type"] for part in content} if isinstance(content, list) else set()


@around_fault(
    "err-standard-param-rejected",
    caught_by="chat.parameters.accepted",
    source="NVIDIA/garak#748",
)
def refuses_documented_field(call: Call, proceed: Answering) -> Answer:
    """Refuses a value of `frequency_penalty` as unknown."""
    answer = proceed(call)
    if call.fields.get("frequency_penalty") is None or answer.refuses:
        return answer
    at = ("frequency_penalty",)
    message = "Unrecognized request argument: frequency_penalty"
    return refused(call, Problem(ProblemKind.INVALID, message, at))


def _document(call: Call) -> bool:
    return call.is_chat and not call.streams


def _messages(call: Call) -> list[Json]:
    return list(call.fields["messages"])


@refusing("chat-cap-demanded", "chat.accepted")
def demands_cap(call: Call) -> bool:
    """Refuses a chat request that does not cap its tokens."""
    caps = {"max_tokens", "max_completion_tokens"}
    return _document(call) and not caps & call.fields.keys()


@refusing("chat-n-refused", "chat.choices.accepted")
def refuses_n(call: Call) -> bool:
    """Refuses several choices, without a word on what is wrong."""
    return _document(call) and (call.fields.get("n") or 1) > 1


@refusing("chat-format-refused", "chat.formats.accepted")
def refuses_format(call: Call) -> bool:
    """Refuses a format of the answer, without a word on what is wrong."""
    return _document(call) and call.fields.get("response_format") is not None


@refusing("chat-tools-refused", "chat.tools.accepted")
def refuses_tool_choice(call: Call) -> bool:
    """Refuses a tool choice that names a function, without a word on what is wrong."""
    return _document(call) and isinstance(call.fields.get("tool_choice"), dict)


@refusing("chat-vision-refused", "chat.vision.accepted")
def refuses_images(call: Call) -> bool:
    """Refuses pictures, without a word on what is wrong."""
    return _document(call) and any(map(_has_image, _messages(call)))


def _has_image(message: Json) -> bool:
    parts = message.get("content")
    kinds = [part["type"] for part in parts] if isinstance(parts, list) else []
    return "image_url" in kinds


@refusing("chat-developer-refused", "chat.developer.accepted", "openai", "new-api")
def refuses_developers(call: Call) -> bool:
    """Refuses the role `developer`."""
    return _document(call) and any(
        message["role"] == "developer" for message in _messages(call)
    )


@refusing("chat-nulls-refused", "chat.nulls.accepted")
def refuses_nulls(call: Call) -> bool:
    """Refuses null where a chat request may leave a field out."""
    return _document(call) and None in call.fields.values()


@refusing("chat-stream-refused", "chat.stream.accepted")
def refuses_chat_streams(call: Call) -> bool:
    """Refuses to stream a chat answer, without a word on what is wrong."""
    return call.is_chat and call.streams


@around_fault(
    "tool-history-null-content-rejected",
    caught_by="chat.tools.history.accepted",
    source="lmstudio-ai/lmstudio-bug-tracker#261",
)
def refuses_null_content(call: Call, proceed: Answering) -> Answer:
    """Refuses a history in which a message with tool calls has null content."""
    answer = proceed(call)
    if not call.is_chat or answer.refuses:
        return answer
    for number, message in enumerate(call.fields["messages"]):
        if message.get("tool_calls") and message.get("content") is None:
            at = ("messages", number, "content")
            problem = Problem(ProblemKind.INVALID, "'content' must be a string.", at)
            return refused(call, problem)
    return answer


@around_fault(
    "reason-developer-refused",
    caught_by="chat.developer.accepted",
    source="QuantumNous/new-api#5330",
    model="thinker-5",
)
def refuses_developers_by_name(call: Call, proceed: Answering) -> Answer:
    """Refuses the role `developer` for a model of those that it was made for."""
    answer = proceed(call)
    if not thinks(call) or answer.refuses:
        return answer
    for number, message in enumerate(call.fields["messages"]):
        if message["role"] == "developer":
            text = "developer is not one of ['system', 'assistant', 'user', 'tool']."
            problem = Problem(ProblemKind.INVALID, text, ("messages", number, "role"))
            return refused(call, problem)
    return answer
