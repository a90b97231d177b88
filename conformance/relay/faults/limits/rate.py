"""Faults of limits of rate: how a client learns when to come back."""

from conformance.relay.answer import Answer
from conformance.relay.bend import Answering, around_fault, fault
from conformance.relay.call import Call
from conformance.relay.problem import Problem, ProblemKind
from conformance.relay.relaying import relaying
from conformance.relay.routes import refused
from conformance.relay.shapes import on_key, put


@around_fault(
    "err-429-no-retry-after",
    caught_by="limits.retry-after",
    source="BerriAI/litellm#4695",
)
def limits_without_header(call: Call, proceed: Answering) -> Answer:
    """Refuses every tenth call as too many, and says only in prose for how long."""
    if call.nth % 10 != 9:
        return proceed(call)
    message = "Rate limit reached. Please try again in 1s."
    answer = refused(call, Problem(ProblemKind.INTERNAL, message)).with_status(429)
    limit = put(type="requests", code="rate_limit_exceeded")
    return answer.map_json(on_key("error", limit))


@fault(
    "lim-retry-after-prose",
    caught_by="limits.retry-after.form",
    source="plausible",
)
def says_when_in_words(call: Call, answer: Answer) -> Answer:
    """Refuses every tenth call as too many, and says in words for how long."""
    if call.nth % 10 != 9:
        return answer
    message = "Rate limit reached."
    limit = refused(call, Problem(ProblemKind.INTERNAL, message)).with_status(429)
    return limit.with_headers({"retry-after": "one second"})


@fault("lim-upstream-429-as-400", caught_by="limits.upstream", source="plausible")
def hides_limits(call: Call, answer: Answer) -> Answer:
    """Answers with status 400 what the upstream refuses for its rate."""
    return relaying(answer, limit=400)
