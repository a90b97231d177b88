"""Numbers that no counter gives."""

import json

from conformance.tests.hostile.behaviour import completed, completion, hostile, whole
from conformance.tests.server import Heard, Part

HUGE = 10**500


def with_digits(**changes: str) -> list[Part]:
    """A completion with these written where a value is."""
    text = json.dumps(completion(**{name: f"@{name}@" for name in changes}))
    for name, digits in changes.items():
        text = text.replace(f'"@{name}@"', digits)
    return whole(text.encode())


@hostile("created")
def created_of_5000_digits(_: Heard) -> list[Part]:
    return with_digits(created="9" * 5000)


@hostile("")
def usage_of_5000_digits(_: Heard) -> list[Part]:
    count = "9" * 5000
    usage = f'{{"prompt_tokens":{count},"completion_tokens":{count},"total_tokens":1}}'
    return with_digits(usage=usage)


@hostile("")
def usage_of_400_digits(_: Heard) -> list[Part]:
    count = "9" * 400
    usage = f'{{"prompt_tokens":{count},"completion_tokens":{count},"total_tokens":1}}'
    return with_digits(usage=usage)


@hostile("")
def usage_negative(_: Heard) -> list[Part]:
    return completed(usage=dict.fromkeys(completion()["usage"], -5))


@hostile("")
def usage_is_infinite(_: Heard) -> list[Part]:
    return with_digits(
        usage='{"prompt_tokens":1e999,"completion_tokens":2,"total_tokens":3}'
    )


@hostile("", route="/embeddings")
def vector_of_infinities(_: Heard) -> list[Part]:
    row = '{"object":"embedding","index":1e999,"embedding":[1e999,-1e999,1]}'
    usage = '{"prompt_tokens":1e400,"total_tokens":-1}'
    body = f'{{"object":"list","data":[{row}],"model":"m","usage":{usage}}}'
    return whole(body.encode())
