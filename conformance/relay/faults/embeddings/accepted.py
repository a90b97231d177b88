"""Faults of requests for embeddings: what the document allows is refused."""

from conformance.relay.call import Call
from conformance.relay.faults._refusing import refusing
from conformance.relay.json_text import Json
from conformance.relay.media import EMBEDDINGS, asks


def _given(call: Call) -> Json:
    return call.fields.get("input") if asks(call, EMBEDDINGS) else None


@refusing("emb-refused", "embeddings.accepted")
def refuses_lists(call: Call) -> bool:
    """Refuses a list of texts."""
    given = _given(call)
    return isinstance(given, list) and isinstance(given[0], str)


@refusing("emb-tokens-refused-silently", "embeddings.tokens.accepted")
def refuses_ids(call: Call) -> bool:
    """Refuses token ids, without a word on what is wrong."""
    given = _given(call)
    return isinstance(given, list) and not isinstance(given[0], str)


@refusing("emb-base64-refused-silently", "embeddings.base64.accepted")
def refuses_base64(call: Call) -> bool:
    """Refuses base64, without a word on what is wrong."""
    asked = call.fields.get("encoding_format") == "base64"
    return asks(call, EMBEDDINGS) and asked


@refusing("emb-dimensions-refused-silently", "embeddings.dimensions.accepted")
def refuses_dimensions(call: Call) -> bool:
    """Refuses a number of dimensions, without a word on what is wrong."""
    return asks(call, EMBEDDINGS) and "dimensions" in call.fields


@refusing("emb-float-refused-silently", "embeddings.base64.accepted")
def refuses_float(call: Call) -> bool:
    """Refuses the format that is the default, where it is named."""
    asked = call.fields.get("encoding_format") == "float"
    return asks(call, EMBEDDINGS) and asked
