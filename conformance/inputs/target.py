"""Targets: the relays under test, from a file or from the command line."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import pytest

from conformance.formats import toml_file
from conformance.formats.nearest import nearest
from conformance.inputs.keys import Keys
from conformance.inputs.limits import GenerationSettings, Limits
from conformance.inputs.manner import Manner, stated_manners
from conformance.inputs.profile import Profile
from conformance.inputs.profile_file import name_of
from conformance.inputs.secrets import CREDENTIAL_HEADERS, may_hold_secret
from conformance.inputs.step import Step
from conformance.inputs.stimulus import WrittenSteps
from conformance.inputs.suite import Suite
from conformance.inputs.waiver import Waiver, waiver_of

BARE = ""  # the kind of a model that is given for every capability it can serve


def _none() -> Mapping[str, Any]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class InstrumentSettings:
    """The instruments that a target's owner gives to the suite; empty: not given."""

    # Where the suite stands in for an upstream, which serves the named model.
    upstream: str = ""
    upstream_model: str = ""
    # Seconds for which that upstream's slowest answer is held back.
    upstream_delay: float = 5.0
    # Where the suite listens for calls that the target must not make.
    listener: str = ""
    # The variable that holds a second key, and the models which that key is for.
    second_key_env: str = ""
    second_key_models: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Target:
    """A relay under test: where it is, whose contract it keeps, and how it is asked."""

    name: str
    base_url: str
    profile: Profile
    key_env: str = ""
    claims: tuple[str, ...] = ()
    models: Mapping[str, str] = field(default_factory=_none)
    headers: Mapping[str, str] = field(default_factory=_none, repr=False)
    # Those of the headers that hold a secret, beside the ones known for it.
    secret_headers: tuple[str, ...] = ()
    limits: Limits = field(default_factory=Limits)
    generation: GenerationSettings = field(default_factory=GenerationSettings)
    prices: Mapping[str, float] = field(default_factory=_none)
    waivers: tuple[Waiver, ...] = ()
    equipment: InstrumentSettings = InstrumentSettings()
    # Where Midjourney's routes begin, if not beside those of OpenAI.
    mj_base_url: str = ""
    # How models want to be asked, by their kinds, as far as the owner states it.
    manners: Mapping[str, Manner] = field(default_factory=_none)
    keys: Keys = field(default_factory=Keys)
    # How the key goes with requests, where its profile says otherwise.
    auth: Mapping[str, str] = field(default_factory=_none)

    def url(self, path: str) -> str:
        """The URL of a route; Midjourney's stand beside the base path, not below."""
        if not path.startswith("/mj"):
            return self.queried(self.base_url + path, path)
        root = self.base_url.removesuffix(self.profile.base_path)
        return self.queried((self.mj_base_url or root) + path, path)

    def queried(self, url: str, path: str) -> str:
        """The URL of a route with the query that the contract wants there."""
        said = {name for name, _ in parse_qsl(urlsplit(url).query)}
        wanted = self.profile.query_of(path).items()
        query = urlencode([(n, value) for n, value in wanted if n not in said])
        return f"{url}{'&' if '?' in url else '?'}{query}" if query else url

    def steps(self, written: WrittenSteps) -> tuple[Step, ...]:
        """The written steps of a case in the order in which they are sent."""
        return written.sent(self.generation.repeat, len(self.profile.key_forms) - 1)

    @property
    def slug(self) -> str:
        """The name as a folder's name."""
        return slug_of(self.name)

    def is_secret(self, header: str) -> bool:
        """Whether a header holds a credential: a known one, or so the owner says."""
        named = {name.lower() for name in self.secret_headers}
        forms = {form.header.lower() for form in self.profile.key_forms}
        return header.lower() in CREDENTIAL_HEADERS | named | forms

    def withholds(self, header: str) -> bool:
        """Whether a header is not shown, and left out where no key is sent."""
        return self.is_secret(header) or may_hold_secret(header)

    def must_offer(self, capability: str) -> bool:
        """Whether the profile requires a capability or the target claims it."""
        return capability in self.profile.required or capability in self.claims

    def key(self) -> str:
        """The key; empty for servers without one."""
        return self._checked_key(self.key_env)

    def second_key(self) -> str:
        """The restricted key; empty if there is none."""
        return self._checked_key(self.equipment.second_key_env)

    def _checked_key(self, variable: str) -> str:
        if not variable:
            return ""
        key = self.keys.held_by(variable)
        if not key:
            raise pytest.UsageError(
                f"{self.name}: the variable {variable} that is to hold the key is "
                f"not set. Set it: export {variable}=…"
            )
        if not key.isprintable() or key != key.strip() or not key.isascii():
            raise pytest.UsageError(
                f"{self.name}: the key in {variable} has spaces around it, or "
                "characters that no header can carry."
            )
        return key


def slug_of(name: str) -> str:
    """The name of a target as the name of a file or folder."""
    return re.sub(r"[^A-Za-z0-9._-]+", "-", name).strip(".-") or "target"


def read_target(path: Path, suite: Suite) -> Target:
    """The target of a TOML file; UsageError says what is wrong with it."""
    return make_target(toml_file.read(path), str(path), path.stem, suite)


def make_target(raw: dict[str, Any], where: str, name: str, suite: Suite) -> Target:
    """The target that the data of a file, or of options, describe."""
    raw = toml_file.checked(raw, "own/target", where)
    profile = find_profile(raw["profile"], where, suite)
    auth = raw.get("auth", {})
    return Target(
        name=raw.get("name", name),
        base_url=clean_url(raw["base_url"], where),
        profile=replace(profile, auth={**profile.auth, **auth}) if auth else profile,
        auth=MappingProxyType(auth),
        key_env=_variable(raw.get("key_env", ""), where),
        claims=_claims(raw.get("claims", []), profile, where, suite),
        models=_models(raw.get("models", {}), where, suite),
        headers=_headers(raw.get("headers", {}), where),
        secret_headers=tuple(raw.get("secret_headers", ())),
        limits=Limits(**raw.get("limits", {})),
        generation=GenerationSettings(**raw.get("generated", {})),
        prices=MappingProxyType(raw.get("prices", {})),
        waivers=tuple(waiver_of(row, where) for row in raw.get("waiver", ())),
        equipment=_equipment(raw.get("instruments", {}), where),
        mj_base_url=clean_url(raw["mj_base_url"], where)
        if "mj_base_url" in raw
        else "",
        manners=stated_manners(raw.get("manner", {})),
    )


def find_profile(name: str, where: str, suite: Suite) -> Profile:
    """The profile of that name; UsageError names the one that may be meant."""
    name = name_of(name)
    if name not in suite.profiles:
        raise pytest.UsageError(
            f"{where}: `profile = {name!r}` is unknown. {nearest(name, suite.profiles)}"
        )
    return suite.profiles[name]


def clean_url(url: str, where: str) -> str:
    """A base URL without its last slash; one that holds a password is refused."""
    try:
        parts = urlsplit(url)
        usable = bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        usable = False
    if not usable or "@" in parts.netloc or parts.query or parts.fragment:
        raise pytest.UsageError(
            f"{where}: the base URL has to look like https://host/v1, without user, "
            "query or fragment."
        )
    return urlunsplit(parts).rstrip("/")


def _claims(
    names: list[str], profile: Profile, where: str, suite: Suite
) -> tuple[str, ...]:
    """What is claimed, with what each claim is part of."""
    claims = list(profile.knows) if names == ["all"] else names
    for claim in claims:
        if claim not in suite.capabilities:
            raise pytest.UsageError(
                f"{where}: the claim {claim!r} is unknown. "
                f"{nearest(claim, suite.capabilities)}"
            )
        if claim not in profile.knows:
            raise pytest.UsageError(
                f"{where}: the claim {claim!r} is not judged under {profile.name}: its "
                f"contract does not have it. {nearest(claim, profile.knows)}"
            )
    return tuple(sorted({part for claim in claims for part in suite.chain(claim)}))


def _models(raw: Mapping[str, str], where: str, suite: Suite) -> Mapping[str, str]:
    """The models by kinds; a kind that no request names is a slip."""
    for kind in raw:
        if kind != BARE and kind not in suite.kinds:
            raise pytest.UsageError(
                f"{where}: {kind!r} is not a kind of model. "
                f"{nearest(kind, suite.kinds)}"
            )
    return MappingProxyType(dict(raw))


def _variable(name: str, where: str, field: str = "key_env") -> str:
    """The name of a variable; it also stands in the curl lines of the report."""
    if name and not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", name):
        raise pytest.UsageError(
            f"{where}: `{field}` has to name an environment variable, such as "
            "MY_RELAY_KEY. The key itself does not belong here."
        )
    return name


def _headers(named: dict[str, str], where: str) -> Mapping[str, str]:
    for name, value in named.items():
        if not re.fullmatch(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+", name):
            raise pytest.UsageError(f"{where}: {name!r} is no name of a header.")
        if not (value.isascii() and (value.isprintable() or not value)):
            raise pytest.UsageError(
                f"{where}: the header {name} holds characters that no header can "
                "carry. Use printable ASCII."
            )
    return MappingProxyType(named)


def _equipment(raw: dict[str, Any], where: str) -> InstrumentSettings:
    named = dict(raw)
    _variable(named.get("second_key_env", ""), where, "second_key_env")
    models = tuple(named.pop("second_key_models", ()))
    return InstrumentSettings(**named, second_key_models=models)
