"""Legitimate ways to send pictures, and a format that may be refused."""

from conformance.relay.answer import Answer
from conformance.relay.bend import Answering, around_variation, variation
from conformance.relay.call import Call
from conformance.relay.endpoints.pictures import picture
from conformance.relay.json_text import Object
from conformance.relay.media import EDITS, GENERATIONS, asks, serves
from conformance.relay.problem import Problem, ProblemKind
from conformance.relay.routes import refused
from conformance.relay.shapes import Change, drop, on_items, on_key, put

_NEAR = {"1792x1024": "1536x1024", "1024x1792": "1024x1536"}


def _changed(call: Call, answer: Answer, change: Change) -> Answer:
    served = serves(call, answer, GENERATIONS, EDITS)
    return answer.map_json(change) if served else answer


@variation("images-not-revised")
def keeps_prompt_to_itself(call: Call, answer: Answer) -> Answer:
    """Does not say how it has changed a prompt."""
    return _changed(call, answer, on_items("data", drop("revised_prompt")))


@variation("images-extra")
def widens_items(call: Call, answer: Answer) -> Answer:
    """Sends pictures with other keys, and with empty ones for the other form."""
    empty = {"url": "", "b64_json": "", "revised_prompt": "", "index": 0}

    def widened(item: Object) -> Object:
        return {**empty, "embedding": None, **item}

    return _changed(call, answer, on_items("data", widened))


@variation("images-usage-extra")
def widens_usage(call: Call, answer: Answer) -> Answer:
    """Sends usage with the keys that chat answers have."""
    more = put(prompt_tokens=0, completion_tokens=0, output_tokens_details={})
    return _changed(call, answer, on_key("usage", more))


@variation("images-near-size")
def draws_near_size(call: Call, answer: Answer) -> Answer:
    """Makes a picture of the nearest size that its model knows."""
    size = call.fields.get("size")
    if not isinstance(size, str) or size not in _NEAR:
        return answer
    near = picture(_NEAR[size], call.fields.get("prompt"))

    def redrawn(item: Object) -> Object:
        if "url" in item:
            return {**item, "url": near.url(call)}
        return {**item, "b64_json": near.base64("png")}

    return _changed(call, answer, on_items("data", redrawn))


@around_variation("refuses-picture-format")
def refuses_format(call: Call, proceed: Answering) -> Answer:
    """Refuses to be told in which form a picture is sent."""
    answer = proceed(call)
    names_it = "response_format" in call.fields
    if answer.refuses or not asks(call, GENERATIONS) or not names_it:
        return answer
    message = "'response_format' is not supported by this model."
    return refused(call, Problem(ProblemKind.INVALID, message, ("response_format",)))
