"""The reference relay as a target: started for a run, on a free loopback port."""

import os
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pytest

from conformance.inputs.profile import profiles
from conformance.plugin.options import (
    EMBEDDED_INSTRUMENTS,
    EMBEDDED_SECOND_KEY,
    RELAYED,
)
from conformance.relay import Bend, Relay, RelaySettings, faults, variations
from conformance.sending.stub import Stub

# A free loopback port; and an answer that is slow to a relay, not to a run.
_FREE, _DELAY = "127.0.0.1:0", 0.12


@dataclass(frozen=True, slots=True)
class Embedded:
    """A running reference relay, with the base URL of each target it stands for."""

    relay: Relay
    key: str
    urls: Mapping[str, str]
    stubs: tuple[Stub, ...] = ()

    @classmethod
    def start(cls, bent: Sequence[str]) -> "Embedded":
        """Serve every profile, or (if there are any) each of the bends instead."""
        named = [target_name(text) for text in bent] or list(profiles())
        # A fresh key each time: a canary that may appear in nothing we write.
        key, second, inner = (f"sk-{secrets.token_hex(16)}" for _ in range(3))
        stubs = (Stub(_FREE, _DELAY), Stub(_FREE, _DELAY))
        settings = RelaySettings(
            key=key,
            upstream=stubs[0].address,
            upstream_key=inner,
            second_key=second,
            second_models=(RELAYED,),
        )
        # Read where targets are made, in this process and in those it starts.
        os.environ[EMBEDDED_INSTRUMENTS] = " ".join(stub.address for stub in stubs)
        os.environ[EMBEDDED_SECOND_KEY] = second
        relay = Relay(settings)
        relay.__enter__()
        urls = {name: relay.base_url(*name.split("+")) for name in named}
        return cls(relay, key, urls, stubs)

    def stop(self) -> None:
        """Stop the servers."""
        self.relay.__exit__()
        for stub in self.stubs:
            stub.stop()
        os.environ.pop(EMBEDDED_INSTRUMENTS, None)


def unserved(bent: Sequence[str]) -> dict[str, str]:
    """The same targets for a plan, which starts nothing."""
    named = [target_name(text) for text in bent] or list(profiles())
    return dict.fromkeys(named, "http://embedded.invalid")


def target_name(text: str) -> str:
    """The target that serves bends joined by `+`: its profile, then the bends."""
    known = {bend.name: bend for bend in (*faults(), *variations())}
    parts = text.split("+")
    unknown = [
        p for p in parts if p not in known and p not in profiles() and "=" not in p
    ]
    if unknown:
        raise pytest.UsageError(
            f"--bend {unknown[0]!r} is unknown: see relaycert serve --list-bends."
        )
    if parts[0] in profiles():
        return text
    return f"{_dialect([known[p] for p in parts if p in known])}+{text}"


def _dialect(bends: Sequence[Bend]) -> str:
    """The first profile in which the bends show."""
    return bends[0].dialects[0] if bends else "openai"
