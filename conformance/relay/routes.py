"""Dispatches a call to its route, and adds the headers that every answer has."""

import logging
import re
from dataclasses import replace

from conformance.relay import endpoints
from conformance.relay.answer import Answer, empty_answer
from conformance.relay.call import Call, Credential
from conformance.relay.discovery import defined_in
from conformance.relay.problem import Problem, ProblemKind, Refused
from conformance.relay.refusal import refuse
from conformance.relay.route import Route

_log = logging.getLogger(__name__)


# At once: found in the first call, they would make it late.
_ROUTES = tuple(defined_in(endpoints, Route))


def respond(call: Call) -> Answer:
    """The faithful answer to a call."""
    try:
        answer = _handled(call)
    except Refused as refusal:
        answer = refuse(call, refusal.problem)
    except Exception:
        _log.exception("a handler failed")
        answer = refuse(call, Problem(ProblemKind.INTERNAL, "The server had an error."))
    return _dressed(call, answer)


def refused(call: Call, problem: Problem) -> Answer:
    """The answer that refuses a call for this problem."""
    return _dressed(call, refuse(call, problem))


def _handled(call: Call) -> Answer:
    methods = _methods(call)
    if methods and call.method == "OPTIONS":
        return _options(methods)
    if call.credential is not Credential.GOOD and not _is_public(call):
        raise Refused(_no_credential(call))
    if not methods:
        message = f"Invalid URL ({call.method} {call.path[:200]})"
        raise Refused(Problem(ProblemKind.NO_ROUTE, message))
    method = "GET" if call.method == "HEAD" else call.method
    if method not in methods:
        message = f"The method {call.method[:20]} is not allowed here."
        raise Refused(Problem(ProblemKind.METHOD, message, allow=", ".join(methods)))
    if call.oversized:
        raise Refused(Problem(ProblemKind.TOO_LARGE, "The body is too large."))
    _check_scope(call)
    return _dispatched(replace(call, method=method))


def _check_scope(call: Call) -> None:
    if call.scope and call.method == "POST" and call.model not in call.scope:
        raise Refused(Problem(ProblemKind.FORBIDDEN, "This key is not for that model."))


def _dispatched(call: Call) -> Answer:
    route, match = next(
        (route, match) for route, match in _matches(call) if route.method == call.method
    )
    return route.handler(replace(call, args=match.groupdict()))


def _matches(call: Call) -> list[tuple[Route, re.Match[str]]]:
    below = call.route if call.path.startswith(call.dialect.base) else ""
    return [
        (route, match)
        for route in _ROUTES
        if call.dialect.has(route.capability)
        and (match := route.pattern.fullmatch(call.path if route.at_root else below))
    ]


def _is_public(call: Call) -> bool:
    documented = call.route.split("/")[1] in call.dialect.public
    return documented or any(route.public for route, _ in _matches(call))


def _methods(call: Call) -> list[str]:
    methods = {route.method for route, _ in _matches(call)}
    if "GET" in methods:
        methods.add("HEAD")
    return sorted(methods | {"OPTIONS"}) if methods else []


def _no_credential(call: Call) -> Problem:
    if call.credential is Credential.MISSING:
        header = call.dialect.keys[0].header.title()
        message = f"You did not provide an API key in the {header} header."
        return Problem(ProblemKind.NO_CREDENTIAL, message)
    # The key itself is never repeated, not even in part.
    return Problem(ProblemKind.CREDENTIAL, "Incorrect API key provided.")


def _options(methods: list[str]) -> Answer:
    return empty_answer(204).with_headers({"allow": ", ".join(methods)})


def _dressed(call: Call, answer: Answer) -> Answer:
    headers = {"x-request-id": call.request_id, **call.promised(refuses=answer.refuses)}
    if "origin" in call.headers:
        headers["access-control-allow-origin"] = "*"
        if call.method == "OPTIONS":
            names = call.headers.get("access-control-request-headers", "authorization")
            headers["access-control-allow-headers"] = names
            headers["access-control-allow-methods"] = answer.headers.get("allow", "")
    return answer.with_headers(headers)
