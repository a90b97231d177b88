"""The JSON requests of the written cases, as calls of the reference relay."""

import json
import tomllib
from functools import cache
from typing import Any

from conformance.formats.paths import data
from conformance.formats.template import fill, places
from conformance.inputs.manner import ORDINARY
from conformance.inputs.step import wish_of
from conformance.relay.call import Call
from conformance.tests.relay.calls import post


@cache
def case_calls(model: str = "") -> tuple[Call, ...]:
    """Every request of a case that needs nothing but a model's name.

    Those of a chat model that is named are asked for with a cap and without.
    """
    profile = tomllib.loads((data("cases") / "profiles" / "openai.toml").read_text())
    models = profile["models"] | ({"chat": model} if model else {})
    context = {"models": models}
    requests = [step["request"] for case in _written() for step in case["steps"]]
    return tuple(
        post(request["path"], fill(fields, context))
        for request in requests
        if request["method"] == "POST" and _fillable(request, profile["models"])
        for fields in (_capped(request), *((request["json"],) if model else ()))
    )


def _capped(request: dict[str, Any]) -> Any:
    """The JSON of a request, with what it wants of the answer."""
    wish, fields = wish_of(request.get("answer")), request["json"]
    return ORDINARY.spelled(fields, wish) if isinstance(fields, dict) else fields


def _written() -> list[dict[str, Any]]:
    paths = sorted(data("cases").glob("*/**/*.json"))
    return [json.loads(path.read_text("utf-8")) for path in paths]


def _fillable(request: dict[str, Any], models: dict[str, str]) -> bool:
    known = {f"models.{kind}" for kind in models}
    wanted = places([request["path"], request.get("json")])
    return "json" in request and wanted <= known
