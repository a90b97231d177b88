"""Reads why a request was refused, in whatever form the document has it."""

from typing import Any

from conformance import Blocked, Case, Exchange, Profile
from conformance.requirements.reading import objects

LITERALS = ("none", "null", "nil", "undefined")


def messages(exchange: Exchange, profile: Profile, case: Case) -> list[object]:
    """The messages of a refusal; Blocked where they would stand elsewhere.

    A form that the document does not have is the violation of another requirement.
    """
    form = profile.error_form(exchange.status, case.status)
    if form.plain:
        return [exchange.body.decode("utf-8", "replace")]
    body = exchange.error
    if not isinstance(body, dict):
        raise Blocked("the body is not a JSON object")
    if "detail" in body:
        return _details(body["detail"])
    error = body.get("error")
    if isinstance(error, dict):
        return [error.get("message")]
    if "error" in body and form.texts:
        return [error]
    if "message" in form.top:
        return [_text(body.get("message"))]
    raise Blocked("the body has none of the known forms")


def _details(detail: Any) -> list[object]:
    if isinstance(detail, list):
        return [item.get("msg") for item in objects(detail)] or [None]
    return [_text(detail)]


def _text(value: Any) -> object:
    """A message; of one that is an object, the first text in it."""
    if not isinstance(value, dict):
        return value
    if isinstance(value.get("detail"), list):
        return _details(value["detail"])[0]
    return next((text for text in value.values() if isinstance(text, str)), None)
