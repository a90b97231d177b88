"""Which key a request carries, in any of the forms that the contract has."""

import hmac
from collections.abc import Mapping

from conformance.relay.call import Credential
from conformance.relay.dialect import Dialect, KeyPlace


def key_in(dialect: Dialect, headers: Mapping[str, str]) -> str:
    """The key that a request carries; empty: none."""
    keys = (_key(place, headers) for place in dialect.keys)
    return next(filter(None, keys), "")


def _key(place: KeyPlace, headers: Mapping[str, str]) -> str:
    value = headers.get(place.header, "").strip()
    if not place.scheme:
        return value
    scheme, _, key = value.partition(" ")
    return key.strip() if scheme.lower() == place.scheme.lower() else ""


def credential(dialect: Dialect, key: str, *good: str) -> Credential:
    """Whether a key, if there is one, is one of the good ones."""
    if dialect.keyless or any(is_same(key, one) for one in good):
        return Credential.GOOD
    return Credential.WRONG if key else Credential.MISSING


def is_same(key: str, good: str) -> bool:
    """Whether a key is this one; no key is an empty one."""
    return bool(good) and hmac.compare_digest(key.encode(), good.encode())
