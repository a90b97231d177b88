"""Faults of chat that show in one form of a request only."""

from conformance.relay.answer import Answer
from conformance.relay.bend import Answering, around_fault, deaf_fault, fault
from conformance.relay.call import Call
from conformance.relay.json_text import Object
from conformance.relay.problem import ProblemKind
from conformance.relay.shapes import chat_stream, on_deltas, on_items, on_key


@deaf_fault("chat-stop-list-ignored", caught_by="chat.stop", source="plausible")
def ignores_stop_list(call: Call) -> Call:
    """Goes on after a stop text that was named in a list."""
    listed = isinstance(call.fields.get("stop"), list)
    return call.without_fields("stop") if call.is_chat and listed else call


@deaf_fault(
    "stream-max-tokens-ignored",
    caught_by="chat.stream.max-tokens",
    source="plausible",
)
def ignores_cap_in_streams(call: Call) -> Call:
    """Goes on beyond `max_tokens` in streams with usage."""
    wanted = call.is_chat and call.streams and call.wants_usage
    return call.without_fields("max_tokens") if wanted else call


@deaf_fault(
    "tool-single-ignored",
    caught_by="chat.tools.single",
    source="plausible",
)
def ignores_single(call: Call) -> Call:
    """Calls tools in parallel although `parallel_tool_calls` is false."""
    return call.without_fields("parallel_tool_calls") if call.is_chat else call


@deaf_fault(
    "tool-choice-name-ignored",
    caught_by="chat.tools.named",
    source="plausible",
)
def forgets_name(call: Call) -> Call:
    """Calls any tool where one is demanded by its name."""
    named = call.is_chat and isinstance(call.fields.get("tool_choice"), dict)
    return call.with_fields({"tool_choice": "required"}) if named else call


@fault(
    "tool-stream-args-lost",
    caught_by="chat.stream.tools.equals-json",
    source="plausible",
)
def loses_streamed_arguments(call: Call, answer: Answer) -> Answer:
    """Streams tool calls with empty arguments."""
    if not chat_stream(call, answer):
        return answer

    def emptied(function: Object) -> Object:
        # The first piece has the name; one empty object stands for all the rest.
        return {**function, "arguments": "{}" if "name" in function else ""}

    each = on_items("tool_calls", on_key("function", emptied))
    return answer.map_chunks(on_deltas(each))


@fault(
    "err-stream-status-differs",
    caught_by="errors.stream.status",
    source="plausible",
)
def validates_streams_elsewhere(call: Call, answer: Answer) -> Answer:
    """Refuses an invalid streamed request with 422, any other with 400."""
    invalid = call.streams and answer.refuses_as(ProblemKind.INVALID)
    return answer.with_status(422) if invalid else answer


@around_fault("err-not-a-number-500", caught_by="errors.no-5xx", source="plausible")
def fails_on_nan(call: Call, proceed: Answering) -> Answer:
    """Fails on NaN in a body."""
    answer = proceed(call)
    return answer.with_status(500) if b"NaN" in call.raw else answer


@around_fault("err-deep-json-500", caught_by="errors.no-5xx", source="plausible")
def fails_on_depth(call: Call, proceed: Answering) -> Answer:
    """Fails on values that are nested too deeply for it."""
    answer = proceed(call)
    return answer.with_status(500) if b"[" * 1000 in call.raw else answer


@around_fault("err-plain-text-500", caught_by="errors.no-5xx", source="plausible")
def fails_on_label(call: Call, proceed: Answering) -> Answer:
    """Fails on a body that is not labelled as JSON."""
    answer = proceed(call)
    label = call.headers.get("content-type", "")
    return answer.with_status(500) if label.startswith("text/") else answer
