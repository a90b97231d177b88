"""The proxy that the environment names has to be one that requests can go through."""

from importlib.util import find_spec
from urllib.request import getproxies

import pytest

_KINDS = ("http", "https", "all")
_SOCKS = ("socks5", "socks5h")


def refuse_unusable() -> None:
    """UsageError says which variable names a proxy that cannot be used."""
    proxies = getproxies()
    for kind in _KINDS:
        # The rest of the URL may hold a password.
        scheme, given, _ = proxies.get(kind, "").lower().partition("://")
        if not given or scheme in ("http", "https"):
            continue
        if scheme not in _SOCKS:
            raise pytest.UsageError(
                f"{kind.upper()}_PROXY names a proxy of an unknown kind ({scheme}://). "
                "Known: http, https, socks5. Unset the variable, or correct it."
            )
        if find_spec("socksio") is None:
            raise pytest.UsageError(
                f"{kind.upper()}_PROXY names a SOCKS proxy, which needs the library "
                "socksio: pip install 'httpx[socks]', or unset the variable."
            )
