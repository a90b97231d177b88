"""What httpx raises before an answer, in words of ours and with advice."""

from collections.abc import Iterator
from contextlib import contextmanager

import httpx

from conformance.core.exceptions import LossReason, NotRecorded
from conformance.core.exchange import NO_HEAD
from conformance.sending.proxies import proxy_for


class NoAnswer(Exception):
    """No answer began, and the message says why."""


class HungUp(NoAnswer):
    """The connection ended before an answer."""


@contextmanager
def translated(url: str, patience: float) -> Iterator[None]:
    """Turn httpx's errors before an answer into ours, with advice."""
    host = url.split("/")[2]
    try:
        yield
    except httpx.ConnectTimeout:
        raise _unreachable(f"{host} did not take a connection in time") from None
    except httpx.ConnectError as error:
        raise _unreachable(f"{host}: {_connect_advice(error)}") from None
    except httpx.ReadTimeout as error:
        raise NoAnswer(f"{NO_HEAD} {patience:g} s (--timeout)") from error
    except (httpx.RemoteProtocolError, httpx.ReadError, httpx.WriteError) as error:
        raise HungUp(f"the connection ended before an answer: {error}") from error
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise NotRecorded(
            LossReason.CONNECTION_FAILED, f"{host}: {type(error).__name__}: {error}"
        ) from None


@contextmanager
def told_of_proxies(url: str) -> Iterator[None]:
    """Tell a proxy that cannot be reached from a target that cannot."""
    try:
        yield
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.ProxyError) as error:
        proxy = proxy_for(url)
        # What is behind the proxy shows its certificate through it.
        words = str(error).lower()
        if proxy is None or "certificate" in words or "ssl" in words:
            raise
        refuses = isinstance(error, httpx.ProxyError)
        did = "refuses the request" if refuses else "cannot be reached"
        raise proxy.failure(f"{did} ({error or 'it did not answer'})") from None


def _unreachable(words: str) -> NotRecorded:
    return NotRecorded(LossReason.UNREACHABLE, words)


def _connect_advice(error: httpx.ConnectError) -> str:
    text = str(error)
    low = text.lower()
    if "certificate" in low or "ssl" in low:
        return f"TLS failed ({text}). Check the certificate, or http against https."
    if "name or service" in low or "getaddrinfo" in low or "name resolution" in low:
        return f"the name is not known ({text}). Check the base URL and the network."
    return f"no connection ({text}). Is the relay running, and the port right?"
