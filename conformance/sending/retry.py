"""When a busy target wants to be asked again."""

import email.utils
import time

from conformance.core.message import Response

_COME_BACK = (429, 503)
_LONGEST_WAIT = 30.0


def come_back_after(response: Response) -> float | None:
    """The seconds a busy target asks to wait; None if it does not, or too long."""
    if response.status not in _COME_BACK:
        return None
    asked = next((v for k, v in response.headers if k.lower() == "retry-after"), "")
    seconds = retry_after(asked)
    return seconds if seconds is not None and seconds <= _LONGEST_WAIT else None


def retry_after(value: str) -> float | None:
    """The seconds of a `Retry-After` header: a number, or a date."""
    if value.isascii() and value.strip().isdigit():
        return float(value)
    try:
        when = email.utils.parsedate_to_datetime(value).timestamp()
    except (IndexError, OverflowError, TypeError, ValueError):
        return None
    return max(0.0, when - time.time())
