"""Usage: the tokens that an answer counts."""

from conformance.core.exceptions import Blocked

_COUNTS = ("prompt_tokens", "completion_tokens", "total_tokens")


def counts(usage: object) -> dict[str, int]:
    """The three counts of a usage object; Blocked if one is missing."""
    values = usage if isinstance(usage, dict) else {}
    if not all(type(values.get(name)) is int for name in _COUNTS):
        raise Blocked("the answer has no usage of the documented shape")
    return {name: values[name] for name in _COUNTS}
