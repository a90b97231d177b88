"""Turns problems into answers, in the form that the contract has for them."""

from collections.abc import Mapping
from dataclasses import replace

from conformance.relay.answer import Answer, json_answer
from conformance.relay.call import Call
from conformance.relay.json_text import Json, Object
from conformance.relay.problem import Problem, ProblemKind

_CODES: Mapping[ProblemKind, str] = {
    ProblemKind.NO_CREDENTIAL: "invalid_api_key",
    ProblemKind.CREDENTIAL: "invalid_api_key",
    ProblemKind.UNKNOWN_MODEL: "model_not_found",
    ProblemKind.NO_RESOURCE: "model_not_found",
    ProblemKind.TOO_LONG: "context_length_exceeded",
}
# The types of the items of a list of mistakes.
_ITEM_TYPES: Mapping[ProblemKind, str] = {
    ProblemKind.MALFORMED: "json_invalid",
    ProblemKind.TOO_LONG: "too_long",
}
_TEXT = {"content-type": "text/plain; charset=utf-8"}


def refuse(call: Call, problem: Problem) -> Answer:
    """The answer to a call that cannot be served."""
    answer = replace(_answer(call, problem), problem=problem)
    return answer.with_headers({"allow": problem.allow}) if problem.allow else answer


def _answer(call: Call, problem: Problem) -> Answer:
    status = call.dialect.statuses[problem.kind]
    form = call.dialect.envelopes[problem.kind]
    if _may_be(form, "string"):
        return Answer(status, problem.message.encode(), _TEXT)
    return json_answer(_body(call, form, problem), status)


def _body(call: Call, form: Object, problem: Problem) -> Object:
    """The keys that a schema has at the top, as far as the relay has what they hold."""
    keys = form.get("properties", {})
    if "detail" in keys:
        return {"detail": _detail(keys["detail"], problem)}
    if "error" not in keys:
        return _error(call, form, problem)
    if _may_be(keys["error"], "string"):
        return {"error": problem.message}
    return {"error": _error(call, keys["error"], problem)}


def _detail(form: Object, problem: Problem) -> Json:
    if _may_be(form, "string"):
        return problem.message
    kind = _ITEM_TYPES.get(problem.kind, "value_error")
    item = {"loc": ["body", *problem.at], "msg": problem.message, "type": kind}
    return [item]


def _error(call: Call, form: Object, problem: Problem) -> Object:
    internal = problem.kind is ProblemKind.INTERNAL
    keys = form.get("properties", {})
    known = {
        "object": "error",
        "message": problem.message,
        "type": "server_error" if internal else "invalid_request_error",
        "param": problem.param,
        "code": _code(call, keys.get("code", {}), problem),
    }
    return {key: value for key, value in known.items() if key in keys}


def _code(call: Call, form: Object, problem: Problem) -> Json:
    status, kind = call.dialect.statuses[problem.kind], call.dialect.code
    if kind == "status" and _may_be(form, "string"):
        return str(status)
    if kind in ("status", "integer") or _may_be(form, "integer"):
        return status
    return problem.code or _CODES.get(problem.kind)


def _may_be(form: Object, kind: str) -> bool:
    types = form.get("type", ())
    return kind == types or kind in types
