"""The proxy between a target and us: what it does is no deed of the target's."""

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from conformance.core.exceptions import LossReason, NotRecorded
from conformance.core.exchange import Exchange

_PROXY_WANTS_A_KEY = 407
_OF_PROXIES = (403, 502, 503, 504)
_OWN_HEADERS = frozenset({"proxy-authenticate", "proxy-status", "x-squid-error"})


@dataclass(frozen=True, slots=True)
class Proxy:
    """What a variable of the environment names, without its user and password."""

    variable: str
    address: str

    def failure(self, what: str) -> NotRecorded:
        """Nothing comes through this proxy, which did this."""
        return NotRecorded(
            LossReason.UNREACHABLE,
            f"{self.variable} names the proxy {self.address}, which {what}. Correct or "
            "unset the variable, or name the target's host in NO_PROXY.",
        )


def proxy_for(url: str) -> Proxy | None:
    """The proxy through which requests to an address go, if there is one."""
    target = urlsplit(url)
    proxies = getproxies()
    kind = next((k for k in (target.scheme, "all") if proxies.get(k)), "")
    if not kind or proxy_bypass(target.netloc.rpartition("@")[2]):
        return None
    names = (f"{kind}_proxy", f"{kind}_PROXY".upper())
    variable = next((name for name in names if os.environ.get(name)), names[1])
    host = re.sub(r"^\w+://", "", proxies[kind]).rpartition("@")[2]
    return Proxy(variable, host.rstrip("/") or "(nothing)")


def refused_by_proxy(exchange: Exchange) -> NotRecorded | None:
    """Why the first answer is none of the target's, if a proxy seems to have sent it.

    Once the target answered through it, its answers are taken for its own.
    """
    proxy = proxy_for(exchange.request.url)
    if proxy is None:
        return None
    if exchange.status == 0:
        return proxy.failure(f"sent no answer ({exchange.response.cut})")
    if exchange.status == _PROXY_WANTS_A_KEY:
        return proxy.failure("wants a user and a password (407)")
    names = {name.lower() for name, _ in exchange.response.headers}
    is_page = exchange.header("content-type").lower().startswith("text/html")
    if names & _OWN_HEADERS or (exchange.status in _OF_PROXIES and is_page):
        return proxy.failure(f"answers itself, as it seems ({exchange.status})")
    return None


def go_around_proxies(hosts: Iterable[str]) -> None:
    """Let no proxy stand between us and hosts that are on this machine."""
    known = os.environ.get("no_proxy") or os.environ.get("NO_PROXY") or ""
    if known.strip() != "*":
        names = ",".join(filter(None, (known, *hosts)))
        os.environ["no_proxy"] = os.environ["NO_PROXY"] = names
