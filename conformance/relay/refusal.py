"""Turns problems into answers, with the error bodies of the three vendor families."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from conformance.relay.answer import Answer, empty_answer, json_answer
from conformance.relay.call import Call
from conformance.relay.dialect import EnvelopeStyle
from conformance.relay.problem import Problem, ProblemKind

_CODES: Mapping[ProblemKind, str] = {
    ProblemKind.CREDENTIAL: "invalid_api_key",
    ProblemKind.UNKNOWN_MODEL: "model_not_found",
    ProblemKind.NO_RESOURCE: "model_not_found",
    ProblemKind.TOO_LONG: "context_length_exceeded",
}
# What the middleware of this family answers carries neither `param` nor `code`.
_MIDDLEWARE = {
    ProblemKind.CREDENTIAL,
    ProblemKind.UNKNOWN_MODEL,
    ProblemKind.MALFORMED,
    ProblemKind.TOO_LARGE,
}
# What it answers without looking at a body keeps the form of the reference.
_ROUTING = {ProblemKind.NO_ROUTE, ProblemKind.METHOD, ProblemKind.NO_RESOURCE}
# The code of a broken request, by the first word of its route.
_BAD_REQUESTS: Mapping[str, str] = {
    "audio": "invalid_audio_request",
    "embeddings": "invalid_embedding_request",
    "images": "invalid_image_request",
}
_FASTAPI_TYPES: Mapping[ProblemKind, str] = {
    ProblemKind.MALFORMED: "json_invalid",
    ProblemKind.INVALID: "value_error",
    ProblemKind.TOO_LONG: "too_long",
}


def refuse(call: Call, problem: Problem) -> Answer:
    """The answer to a call that cannot be served."""
    answer = _FAMILIES[call.dialect.family](call, problem)
    answer = replace(answer, problem=problem)
    return answer.with_headers({"allow": problem.allow}) if problem.allow else answer


def _openai(call: Call, problem: Problem) -> Answer:
    internal = problem.kind is ProblemKind.INTERNAL
    error = {
        "message": problem.message,
        "type": "server_error" if internal else "invalid_request_error",
        "param": problem.param,
        "code": problem.code or _CODES.get(problem.kind),
    }
    return json_answer({"error": error}, call.dialect.statuses[problem.kind])


def _new_api(call: Call, problem: Problem) -> Answer:
    status = call.dialect.statuses[problem.kind]
    if problem.kind in _ROUTING:
        error = {
            "message": problem.message,
            "type": "invalid_request_error",
            "param": problem.param or "",
            "code": _CODES.get(problem.kind, ""),
        }
        return json_answer({"error": error}, status)
    message = f"{problem.message} (request id: {call.request_id})"
    error = {"message": message, "type": "new_api_error"}
    if problem.kind not in _MIDDLEWARE:
        code = problem.code or _bad_request(call)
        code = code if status < 500 else "server_error"
        error |= {"param": problem.param or "", "code": code}
    answer = json_answer({"error": error}, status)
    return answer.with_headers({"x-oneapi-request-id": call.request_id})


def _bad_request(call: Call) -> str:
    kind = call.route.split("/")[1]
    return _BAD_REQUESTS.get(kind, "invalid_text_request")


def _fastapi(call: Call, problem: Problem) -> Answer:
    status = call.dialect.statuses[problem.kind]
    if problem.kind is ProblemKind.UNKNOWN_MODEL:
        # The document: "Operation doesn't return any data structure".
        return empty_answer(status)
    if problem.kind not in _FASTAPI_TYPES:
        return json_answer({"detail": problem.message}, status)
    item = {
        "loc": ["body", *problem.at],
        "msg": problem.message,
        "type": _FASTAPI_TYPES[problem.kind],
    }
    return json_answer({"detail": [item]}, status)


_FAMILIES: Mapping[EnvelopeStyle, Callable[[Call, Problem], Answer]] = {
    EnvelopeStyle.OPENAI: _openai,
    EnvelopeStyle.NEW_API: _new_api,
    EnvelopeStyle.FASTAPI: _fastapi,
}
