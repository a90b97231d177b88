"""Embeddings: pseudo-vectors that follow from the text alone."""

import base64
import math
import struct
from functools import lru_cache

from conformance.relay.answer import Answer, json_answer
from conformance.relay.call import Call
from conformance.relay.catalogue import Use, check_use
from conformance.relay.json_text import Json, Object
from conformance.relay.problem import Problem, ProblemKind, Refused, invalid
from conformance.relay.route import route
from conformance.relay.tokens import count, draw
from conformance.relay.validate import known_fields

NATIVE = 256
# Tokens of one text, and of all texts of a request.
_WINDOW = 8192
_TOGETHER = 300_000


@route("POST", "/embeddings", "embeddings")
def create(call: Call) -> Answer:
    """The answer to a request for embeddings."""
    fields = known_fields(call, "embeddings")
    check_use(call, fields["model"], Use.EMBEDDINGS)
    dimensions = int(fields.get("dimensions", NATIVE))
    if dimensions > NATIVE:
        raise invalid(f"'dimensions' must be at most {NATIVE}.", "dimensions")
    texts = _texts(fields["input"])
    sizes = [max(_size(text), 1) for text in texts]
    if max(sizes) > _WINDOW or sum(sizes) > _TOGETHER:
        message = f"A text may have {_WINDOW} tokens, and all {_TOGETHER}."
        raise Refused(Problem(ProblemKind.TOO_LONG, message, ("input",)))
    return json_answer(_document(fields, texts, sum(sizes)))


def _document(fields: Object, texts: list[Json], size: int) -> Object:
    return {
        "object": "list",
        "data": [_item(fields, place, text) for place, text in enumerate(texts)],
        "model": fields["model"],
        "usage": {"prompt_tokens": size, "total_tokens": size},
    }


def _texts(value: Json) -> list[Json]:
    """Each text on its own, as a text or as token ids."""
    if isinstance(value, str) or isinstance(value[0], int | float):
        return [value]
    return list(value)


def _size(text: Json) -> int:
    return count(text) if isinstance(text, str) else len(text)


def _item(fields: Object, place: int, text: Json) -> Object:
    length = int(fields.get("dimensions", NATIVE))
    numbers = vector(text if isinstance(text, str) else tuple(map(int, text)), length)
    packed = fields.get("encoding_format") == "base64"
    value = pack(numbers) if packed else list(numbers)
    return {"object": "embedding", "index": place, "embedding": value}


@lru_cache(maxsize=512)
def vector(text: str | tuple[int, ...], length: int) -> tuple[float, ...]:
    """The first numbers of the vector of a text, as one of unit length."""
    chance = draw("embedding", text)
    numbers = [chance.gauss(0, 1) for _ in range(NATIVE)][:length]
    size = math.hypot(*numbers)
    return unpack(pack(tuple(number / size for number in numbers)))


def pack(numbers: tuple[float, ...]) -> str:
    """Numbers as base64 of little-endian 32-bit floats."""
    return base64.b64encode(struct.pack(f"<{len(numbers)}f", *numbers)).decode()


def unpack(packed: str) -> tuple[float, ...]:
    """The numbers in such a base64 text."""
    data = base64.b64decode(packed)
    return struct.unpack(f"<{len(data) // 4}f", data)
