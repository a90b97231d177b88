"""The reference relay as a target: started for a run, on a free loopback port."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import pytest

from conformance.formats.nearest import nearest
from conformance.inputs.keys import Keys
from conformance.inputs.profile import REFERENCE
from conformance.inputs.suite import Suite
from conformance.inputs.target import Target, find_profile, make_target
from conformance.plugin.dialects import dialects, models_of
from conformance.plugin.flags import given
from conformance.plugin.own_faults import own_bends
from conformance.relay import (
    Answering,
    Bend,
    Relay,
    RelaySettings,
    faults,
    respond,
    variations,
)
from conformance.relay.thinking.families import FAMILIES
from conformance.sending.proxies import go_around_proxies
from conformance.sending.stub import Stub

# What stands for its keys in what is written, as a variable does for any other key.
_KEY, _SECOND_KEY = "RELAYCERT_EMBEDDED_KEY", "RELAYCERT_EMBEDDED_SECOND_KEY"
# The model that it gets from its upstream.
_RELAYED = "relayed"
# Which of its models that think is judged beside the ordinary ones.
_THINKER = "thinker-5"
# A free loopback port; and an answer that is slow to a relay, not to a run.
_FREE, _DELAY = "127.0.0.1:0", 0.12


@dataclass(frozen=True, slots=True)
class EmbeddedAccess:
    """What another process needs to judge the relay: URLs by target, keys, addresses.

    Without addresses there are no instruments beside it.
    """

    urls: Mapping[str, str]
    key: str = field(default="", repr=False)
    second_key: str = field(default="", repr=False)
    upstream: str = ""
    listener: str = ""

    def targets(self, suite: Suite) -> list[Target]:
        """The targets that the relay stands for."""
        return [self.target(name, url, suite) for name, url in self.urls.items()]

    def target(self, name: str, url: str, suite: Suite) -> Target:
        """The relay as a target that claims all that its profile knows.

        One that is asked for a model that thinks claims nothing: what such a model
        refuses by name is not missed.
        """
        profile = find_profile(name.split("+")[0], "--embedded", suite)
        models = models_of(profile, suite.profiles[REFERENCE])
        thinker = next((part for part in name.split("+") if part in FAMILIES), "")
        if thinker:
            models["chat"] = thinker
        raw = {
            "base_url": url,
            "profile": profile.name,
            "models": {k: models[k] for k in models if k in suite.kinds},
            "key_env": _KEY,
            "claims": [] if thinker else ["all"],
            # Its tasks take a tenth of a second; those in no hurry a second each, one
            # after another.
            "limits": {"poll_interval": 0.05, "poll_timeout": 5.0},
            "instruments": self._instruments(),
        }
        target = make_target(raw, "--embedded", name, suite)
        keys = Keys({_KEY: self.key, _SECOND_KEY: self.second_key})
        return replace(target, keys=keys)

    def _instruments(self) -> dict[str, object]:
        if not self.upstream:
            return {}
        return {
            "upstream": self.upstream,
            "upstream_model": _RELAYED,
            "listener": self.listener,
            "second_key_env": _SECOND_KEY,
            "second_key_models": [_RELAYED],
        }


@dataclass(frozen=True, slots=True)
class Embedded:
    """A running reference relay, and what it takes to judge it."""

    relay: Relay
    access: EmbeddedAccess
    stubs: tuple[Stub, ...] = ()

    @classmethod
    def start(
        cls,
        bent: Sequence[str],
        suite: Suite,
        profile: str = "",
        faithful: Answering = respond,
    ) -> "Embedded":
        """Serve the mission's profiles, and one on a model that thinks; or the bends.

        With a profile it is served alone. `faithful` answers, before bends change that.
        """
        names = _names(bent, suite, profile)
        # A fresh key each time: a canary that may appear in nothing we write.
        key, second, inner = (f"sk-{secrets.token_hex(16)}" for _ in range(3))
        go_around_proxies(["127.0.0.1", "localhost"])
        upstream, listener = Stub(_FREE, _DELAY), Stub(_FREE, _DELAY)
        settings = RelaySettings(
            key=key,
            upstream=upstream.address,
            upstream_key=inner,
            second_key=second,
            second_models=(_RELAYED,),
            dialects=dialects(suite),
            faithful=faithful,
            own=own_bends(suite),
        )
        relay = Relay(settings)
        relay.__enter__()
        urls = {name: relay.base_url(*_served(name)) for name in names}
        access = EmbeddedAccess(urls, key, second, upstream.address, listener.address)
        return cls(relay, access, (upstream, listener))

    def target(self, name: str, suite: Suite) -> Target:
        """The target of a profile, bent by what follows it after `+`."""
        url = self.relay.base_url(*_served(name))
        return self.access.target(name, url, suite)

    def stop(self) -> None:
        """Stop the servers."""
        self.relay.__exit__()
        for stub in self.stubs:
            stub.stop()


EMBEDDED = pytest.StashKey[Embedded]()


def start_for(config: pytest.Config, suite: Suite) -> EmbeddedAccess:
    """How to reach the targets that the reference relay stands for, if it is wanted."""
    if not given(config, "--embedded"):
        return EmbeddedAccess({})
    bends, profile = given(config, "--bend"), given(config, "--profile") or ""
    if profile:
        profile = find_profile(profile, "--profile", suite).name
    if config.option.collectonly:
        return unserved(bends, suite, profile)
    relay = Embedded.start(bends, suite, profile)
    config.stash[EMBEDDED] = relay
    return relay.access


def unserved(bent: Sequence[str], suite: Suite, profile: str = "") -> EmbeddedAccess:
    """The same targets for a plan, which starts nothing."""
    names = _names(bent, suite, profile)
    return EmbeddedAccess(dict.fromkeys(names, "http://embedded.invalid"))


def _names(bent: Sequence[str], suite: Suite, profile: str) -> list[str]:
    if profile:
        return [target_name(f"{profile}+{text}", suite) for text in bent] or [profile]
    named = [target_name(text, suite) for text in bent]
    return named or [*suite.mission, f"{REFERENCE}+{_THINKER}"]


def _served(name: str) -> list[str]:
    """The profile and the bends of a target's name, without its model."""
    return [part for part in name.split("+") if part not in FAMILIES]


def target_name(text: str, suite: Suite) -> str:
    """The target that serves bends joined by `+`: its profile, then the bends.

    The name of a model that thinks among them has it asked for chats.
    """
    known = {b.name: b for b in (*faults(), *variations(), *own_bends(suite))}
    parts = text.split("+")
    names = {*known, *suite.profiles, *FAMILIES}
    unknown = [p for p in parts if p not in names and "=" not in p]
    if unknown:
        advice = nearest(unknown[0], names, "See relaycert serve --list-bends.")
        raise pytest.UsageError(f"--bend {unknown[0]!r} is unknown. {advice}")
    if parts[0] in suite.profiles:
        return text
    return f"{_dialect([known[p] for p in parts if p in known])}+{text}"


def _dialect(bends: Sequence[Bend]) -> str:
    """The first profile in which the bends show."""
    return bends[0].dialects[0] if bends else REFERENCE
