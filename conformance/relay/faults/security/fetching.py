"""Faults of pictures by address: what the relay fetches for strangers."""

import http.client
import ipaddress
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from urllib.parse import urlsplit

from conformance.relay.bend import request_fault
from conformance.relay.call import Call
from conformance.relay.json_text import Json

_PATIENCE = 2.0


def _pictures(call: Call) -> list[str]:
    """The addresses of the pictures in a call."""
    messages: Json = call.fields.get("messages")
    contents = [
        message.get("content")
        for message in (messages if isinstance(messages, list) else [])
        if isinstance(message, dict)
    ]
    parts = [part for one in contents if isinstance(one, list) for part in one]
    images = [part.get("image_url") for part in parts if isinstance(part, dict)]
    return [str(image.get("url")) for image in images if isinstance(image, dict)]


def _each_from_loopback(call: Call, fetch: Callable[[str], object]) -> None:
    for url in _pictures(call):
        # Nothing but this machine is ever called.
        if urlsplit(url).hostname in ("localhost", "127.0.0.1"):
            with suppress(OSError, http.client.HTTPException):
                fetch(url)


@request_fault(
    "sec-ssrf-image-url",
    caught_by="security.picture",
    source="songquanpeng/one-api#2387",
)
def fetches_from_inside(call: Call) -> Call:
    """Fetches a picture from a loopback address, but follows no redirect."""
    _each_from_loopback(call, _get)
    return call


def _get(url: str) -> None:
    line = http.client.HTTPConnection(urlsplit(url).netloc, timeout=_PATIENCE)
    line.request("GET", urlsplit(url).path)
    line.getresponse().read()
    line.close()


@request_fault(
    "sec-ssrf-redirect",
    caught_by="security.redirect",
    source="InternLM/lmdeploy#4761",
)
def follows_inside(call: Call) -> Call:
    """Refuses numbers of inner addresses, but follows a redirect to one."""
    _each_from_loopback(call, _follow)
    return call


def _follow(url: str) -> None:
    with suppress(ValueError):
        ipaddress.ip_address(urlsplit(url).hostname or "")
        return
    with urllib.request.urlopen(url, timeout=_PATIENCE) as answer:
        answer.read()
