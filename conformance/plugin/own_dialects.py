"""How the reference relay speaks the contracts that users wrote."""

from collections.abc import Mapping
from dataclasses import replace

from conformance.inputs.profile import Profile
from conformance.inputs.suite import Suite
from conformance.relay.catalogue import models_by_kind
from conformance.relay.dialect import DIALECTS, Dialect, EnvelopeStyle
from conformance.relay.problem import ProblemKind

_KINDS: Mapping[ProblemKind, str] = {
    ProblemKind.CREDENTIAL: "wrong-key",
    ProblemKind.NO_ROUTE: "unknown-path",
    ProblemKind.METHOD: "wrong-method",
    ProblemKind.MALFORMED: "malformed",
    ProblemKind.INVALID: "validation",
    ProblemKind.TOO_LONG: "validation",
    ProblemKind.UNKNOWN_MODEL: "unknown-model",
}
_STYLES: Mapping[str, EnvelopeStyle] = {
    "wire/http-validation-error": EnvelopeStyle.FASTAPI
}
# Pictures depend on the model's name in more ways than one.
_ALIKE = ("chat", "completions", "embeddings", "speech", "transcriptions")


def dialects(suite: Suite) -> Mapping[str, Dialect]:
    """What the relay speaks: the packaged contracts, and those that extend them."""
    own = [profile for name, profile in suite.profiles.items() if name not in DIALECTS]
    return {**DIALECTS, **{profile.name: _dialect(profile, suite) for profile in own}}


def kin(profile: Profile) -> str:
    """The contract whose bodies the relay has under a profile: the nearest it knows."""
    return next(n for n in (profile.name, *profile.extends) if n in DIALECTS)


def models_of(profile: Profile) -> dict[str, str]:
    """The model that stands for each kind where the relay is judged by a profile."""
    return models_by_kind(kin(profile)) | {
        kind: names[0]
        for kind, names in profile.models.items()
        if names[0] in _models(profile)
    }


def _models(profile: Profile) -> Mapping[str, str]:
    if profile.name in DIALECTS:
        return {}
    like = models_by_kind(kin(profile))
    return {
        name: like[kind]
        for kind in _ALIKE
        for name in profile.models.get(kind, ())
        if name not in like.values()
    }


def _dialect(profile: Profile, suite: Suite) -> Dialect:
    """What a file says otherwise than the contract that the relay knows."""
    known, packaged = DIALECTS[kin(profile)], suite.profiles[kin(profile)]
    stated = {
        kind: profile.statuses[name][0]
        for kind, name in _KINDS.items()
        if profile.statuses[name] != packaged.statuses[name]
    }
    style = known.family
    if profile.envelopes != packaged.envelopes:
        refused = profile.envelope(profile.statuses["validation"][0])
        style = _STYLES.get(refused, EnvelopeStyle.OPENAI)
    return replace(
        known,
        base=profile.base_path,
        statuses={**known.statuses, **stated},
        family=style,
        refused={name: profile.refused(name) for name in profile.fields},
        models=_models(profile),
    )
