"""Faults of chat answers: what models that think refuse."""

from conformance.core.refusal import EFFORT
from conformance.relay.answer import DONE, Answer, SentEvent, json_answer, stream_answer
from conformance.relay.bend import Answering, around_fault, deaf_fault, fault
from conformance.relay.call import Call
from conformance.relay.faults.chat._documents import thinks
from conformance.relay.json_text import Object
from conformance.relay.problem import Problem, ProblemKind
from conformance.relay.routes import refused
from conformance.relay.shapes import on_items, on_key, put
from conformance.relay.thinking.families import FAMILIES

_UNTAKEN = ("unsupported_parameter", "unsupported_value")
_GUESSED = "presence_penalty"


@fault(
    "reason-refusal-nameless",
    caught_by="chat.reasoning.refusal",
    source="BeehiveInnovations/pal-mcp-server#134",
    model="thinker-5",
)
def forgets_the_field(call: Call, answer: Answer) -> Answer:
    """Refuses a field that the model does not take without its name in `param`."""

    named = answer.problem is not None and answer.problem.code in _UNTAKEN
    return answer.map_json(on_key("error", put(param=None))) if named else answer


@fault(
    "reason-refusal-as-5xx",
    caught_by="chat.reasoning.refusal.status",
    source="lfnovo/open-notebook#107",
    model="thinker-5",
)
def fails_instead(call: Call, answer: Answer) -> Answer:
    """Hands the refusal of a value that the model does not take on as a 500."""
    if not _is_untaken(answer):
        return answer
    failure = json_answer({"detail": f"Error code: 400 - {answer.json}"}, 500)
    return failure.with_headers({"x-request-id": call.request_id})


@fault(
    "reason-refusal-in-stream",
    caught_by="chat.reasoning.refusal.stream",
    source="plausible",
    model="thinker-5",
)
def refuses_within_a_stream(call: Call, answer: Answer) -> Answer:
    """Begins a stream before the upstream has refused a value, and ends it then."""
    if not (call.streams and _is_untaken(answer)):
        return answer
    said = stream_answer([]).with_events([SentEvent(answer.json), SentEvent(DONE)])
    return said.with_headers({"x-request-id": call.request_id})


@around_fault(
    "reason-refused-by-guess",
    caught_by="chat.reasoning.refusal.listed",
    source="BerriAI/litellm#13781",
    model="thinker-vllm",
)
def refuses_by_guess(call: Call, proceed: Answering) -> Answer:
    """Refuses a field by the model's name, although it is listed as one it takes."""

    def supporting(entry: Object) -> Object:
        listed = entry.get("id") in FAMILIES
        return {**entry, "supported_parameters": [_GUESSED]} if listed else entry

    if call.method == "GET":
        return proceed(call).map_json(on_items("data", supporting))
    if thinks(call) and call.fields.get(_GUESSED):
        text = f"{_GUESSED} is not supported with this model."
        return refused(call, Problem(ProblemKind.INVALID, text, (_GUESSED,)))
    return proceed(call)


@deaf_fault(
    "reason-developer-lost",
    caught_by="chat.reasoning.developer",
    source="plausible",
    model="thinker-5",
)
def drops_developers(call: Call) -> Call:
    """Leaves developer messages out."""
    messages = call.fields.get("messages")
    if not (thinks(call) and isinstance(messages, list)):
        return call
    kept = [m for m in messages if m.get("role") != "developer"]
    return call.with_fields({"messages": kept}) if kept else call


def _is_untaken(answer: Answer) -> bool:
    """Whether a value was refused that the model does not take, but for an effort."""
    problem = answer.problem
    if problem is None or problem.code != "unsupported_value":
        return False
    return problem.param != EFFORT
