"""Which fields of the request a refusal names, in whatever form it is put."""

import json
from dataclasses import replace
from typing import Any

import pytest

from conformance.core.exchange import Exchange
from conformance.core.refusal import named_fields
from conformance.tests.helpers import an_exchange

ASKED = {"role": "user", "content": "Say hi."}
SENT = {"model": "m", "messages": [ASKED], "temperature": 0, "stop": ["\n"]}


def refused(sent: dict[str, Any], error: dict[str, Any]) -> Exchange:
    """A request with these fields, refused with this error."""
    exchange = an_exchange(400, json.dumps({"error": error}).encode())
    request = replace(exchange.request, body=json.dumps(sent).encode())
    return replace(exchange, request=request)


@pytest.mark.parametrize(
    ("error", "named"),
    [
        ({"message": "No.", "param": "temperature"}, ("temperature",)),
        ({"message": "No.", "param": "messages[0].role"}, ("role", "messages")),
        ({"message": "temperature must be 1."}, ("temperature",)),
        ({"message": "Use max_completion_tokens."}, ()),
        ({"message": "Please stop. The model has no role here."}, ()),
        ({"message": "'stop' is not supported."}, ("stop",)),
        ({"message": "messages[0].role: unknown variant `developer`"}, ("role",)),
        (
            {"message": "The `reasoning_content` must be passed back."},
            ("reasoning_content",),
        ),
        ({"message": "The reasoning behind it is long."}, ()),
        ({"message": "Tools with reasoning_effort: no."}, ("reasoning_effort",)),
        # What was sent is named first: the effort only tells when it would be taken.
        ({"message": "temperature needs reasoning_effort none."}, ("temperature",)),
    ],
)
def test_a_refusal_names_what_was_sent(
    error: dict[str, Any], named: tuple[str, ...]
) -> None:
    assert named_fields(refused(SENT, error)) == named
