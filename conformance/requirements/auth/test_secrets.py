"""Credentials: what answers say of them (source: openai/auth#masked)."""

import hashlib
from collections.abc import Iterator

from conformance import (
    MUST,
    Blocked,
    Exchange,
    LimitReached,
    Profile,
    Recording,
    Undecided,
    Verbatim,
    Violation,
    requirement,
)
from conformance.core.marks import HASH_MARK, MARK
from conformance.requirements.refusals import refused

SOURCE = "openai/auth#masked"
SHORTEST = 8  # of a key that is looked for
LEAKED = "Keys end up in logs, screens and reports of bugs."


def _said(exchange: Exchange) -> str:
    """The headers and the body of a response as one text."""
    if exchange.status == 0:
        raise Blocked("no answer came")
    headers = [f"{name}: {value}" for name, value in exchange.response.headers]
    return "\n".join([*headers, exchange.body.decode("utf-8", "replace")])


def _sent_keys(exchange: Exchange, profile: Profile) -> list[str]:
    """The keys that the request carried, without their schemes."""
    forms = {form.header.lower(): form.scheme for form in profile.key_forms}
    sent = {name.lower(): value for name, value in exchange.request.headers}
    named = [(sent[name], scheme) for name, scheme in forms.items() if name in sent]
    keys = [value.split(" ")[-1] for value, scheme in named if value != scheme]
    return [key for key in keys if key]


def _keys_in_clear(exchange: Exchange, profile: Profile) -> list[str]:
    """The keys of the request that were not taken out of the recording."""
    return [key for key in _sent_keys(exchange, profile) if key != MARK]


def _hashes(key: str) -> Iterator[str]:
    for algorithm in ("md5", "sha1", "sha256", "sha512"):
        digest = hashlib.new(algorithm, key.encode(), usedforsecurity=False)
        yield digest.hexdigest()


@requirement(
    "auth.key-masked",
    MUST,
    on=("auth/chat-wrong-key", "auth/other-form-wrong"),
    source=SOURCE,
    breaks=LEAKED,
    fix="Mask the key in the message, or leave it out.",
)
def test_wrong_key_is_not_repeated(exchange: Exchange, profile: Profile) -> None:
    """A refusal does not repeat the key that was sent, nor a hash of it."""
    keys, said = _sent_keys(exchange, profile), _said(refused(exchange))
    if not keys:
        raise Blocked("no key was sent")
    for secret in (secret for key in keys for secret in (key, *_hashes(key))):
        if secret in said:
            raise Violation("no key and no hash of it", got=secret, at="the response")


@requirement(
    "auth.secret-kept",
    MUST,
    on="*",
    source=SOURCE,
    breaks=LEAKED,
    fix="Never send a key, or its hash, back.",
)
def test_key_does_not_come_back(recording: Recording, profile: Profile) -> None:
    """No response holds the key, nor a hash of it."""
    for exchange in recording:
        said = _said(exchange)
        keys = _keys_in_clear(exchange, profile)
        if min(map(len, keys), default=SHORTEST) < SHORTEST:
            raise Undecided(
                f"the key has less than {SHORTEST} characters, which may stand in "
                "any text: it is neither looked for nor taken out"
            )
        for mark in (MARK, HASH_MARK):
            if mark in said:
                place = said.index(mark)
                got = Verbatim(f"…{said[max(place - 40, 0) : place + 40]}…")
                expected = "a response without the key"
                raise Violation(expected, got, "the response", exchange)
    for exchange in recording:
        if exchange.own_limit:  # what was not read may hold it
            raise LimitReached(exchange.own_limit)
