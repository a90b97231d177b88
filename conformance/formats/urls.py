"""Addresses that a target's answers name: which of them the suite may fetch."""

import ipaddress
from urllib.parse import urlsplit


def is_absolute(url: str) -> bool:
    """Whether this is an http or https URL with a host."""
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return False


def is_private(url: str) -> bool:
    """Whether a URL names, without any look-up, a host that only neighbours reach."""
    host = urlsplit(url).hostname or ""
    if host == "localhost" or host.endswith((".localhost", ".local", ".internal")):
        return True
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return "." not in host
