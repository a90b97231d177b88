"""What the documents of further vendors allow, and OpenAI's does not."""

from collections.abc import Iterator
from dataclasses import replace

from conformance.relay.answer import Answer, SentEvent
from conformance.relay.bend import variation
from conformance.relay.call import Call, Credential
from conformance.relay.json_text import Object
from conformance.relay.problem import ProblemKind
from conformance.relay.shapes import (
    chat_stream,
    choices_of,
    content_of,
    drop,
    finishes,
    is_usage,
    on_choices,
    on_key,
    put,
)
from conformance.relay.tokens import usage


@variation("usage-unasked", dialects=("new-api",))
def counts_unasked(call: Call, answer: Answer) -> Answer:
    """Sends usage in a chunk of its own, as an owner may have it sent unasked."""
    if not chat_stream(call, answer) or call.wants_usage:
        return answer
    *chunks, done = answer.events
    last = chunks[-1].data if isinstance(chunks[-1].data, dict) else {}
    spent = sum(bool(content_of(event)) for event in chunks)
    counted = {**last, "choices": [], "usage": usage(10, spent)}
    return answer.with_events([*chunks, replace(chunks[-1], data=counted), done])


@variation("usage-with-finish", dialects=("openrouter",))
def repeats_finish(call: Call, answer: Answer) -> Answer:
    """Repeats the end of the choice, without text, in the event with the usage."""
    if not chat_stream(call, answer):
        return answer
    return answer.with_events(_with_finish(answer.events))


def _with_finish(events: tuple[SentEvent, ...]) -> Iterator[SentEvent]:
    ends: list[Object] = []
    for event in events:
        if finishes(event):
            ends = [
                {**choice, "delta": {"content": ""}} for choice in choices_of(event)
            ]
        if is_usage(event) and isinstance(event.data, dict):
            yield replace(event, data={**event.data, "choices": ends})
        else:
            yield event


@variation("finish-error", dialects=("openrouter",))
def ends_in_error(call: Call, answer: Answer) -> Answer:
    """Ends what would end by itself with an error of the provider's."""
    if not call.is_chat or "stop" in call.fields:
        return answer

    def ended(choice: Object) -> Object:
        own = choice.get("finish_reason") == "stop"
        return {**choice, "finish_reason": "error"} if own else choice

    return answer.map_json(on_choices(ended)).map_chunks(on_choices(ended))


# The contract that the vendor's extends has a type; its own only notes the missing one.
@variation("error-type-null", dialects=("litellm",), also=("errors.type",))
def hides_types(call: Call, answer: Answer) -> Answer:
    """Refuses without a type."""
    return answer.map_json(on_key("error", put(type=None)))


@variation("retrieve-detail", dialects=("litellm",))
def retrieves_none_in_detail(call: Call, answer: Answer) -> Answer:
    """Answers the retrieval of an unknown model with `detail` alone."""
    if not answer.refuses or not call.route.startswith("/models/"):
        return answer
    return answer.with_json({"detail": "The model does not exist."})


@variation("wrong-key-400", dialects=("litellm",))
def has_no_database(call: Call, answer: Answer) -> Answer:
    """Answers a wrong key with 400, as without a database to look it up in."""
    if call.credential is not Credential.WRONG:
        return answer
    if not answer.refuses_as(ProblemKind.CREDENTIAL):
        return answer
    said = put(message="No connected db.", type="no_db_connection", code="400")
    return answer.with_status(400).map_json(on_key("error", said))


@variation("errors-optional", dialects=("azure-v1",), also=("errors.type",))
def says_code_and_message(call: Call, answer: Answer) -> Answer:
    """Refuses with a code and a message alone."""
    return answer.map_json(on_key("error", drop("type", "param")))
