"""How the reference relay speaks a contract: made of the profile's data alone."""

from collections.abc import Iterator, Mapping
from typing import Any

from conformance.formats.shape import Schema, shape
from conformance.inputs.profile import REFERENCE, Profile
from conformance.inputs.suite import Suite
from conformance.plugin.sent_headers import sent_headers
from conformance.relay.catalogue import KINDS, NEEDS
from conformance.relay.dialect import (
    ERROR,
    STATUSES,
    Bound,
    Dialect,
    FieldRules,
    KeyPlace,
    StreamForm,
)
from conformance.relay.problem import ProblemKind

# The kinds of refusal for which a profile states what answers them.
_STATED: Mapping[ProblemKind, str] = {
    ProblemKind.NO_CREDENTIAL: "no-key",
    ProblemKind.CREDENTIAL: "wrong-key",
    ProblemKind.FORBIDDEN: "forbidden",
    ProblemKind.NO_ROUTE: "unknown-path",
    ProblemKind.METHOD: "wrong-method",
    ProblemKind.MALFORMED: "malformed",
    ProblemKind.INVALID: "validation",
    ProblemKind.UNKNOWN_MODEL: "unknown-model",
    ProblemKind.TOO_LONG: "context",
    ProblemKind.TOO_LARGE: "too-large",
}
# What a kind is where nothing of it is stated.
_ELSE = {ProblemKind.TOO_LONG: "validation"}
# Whose body it has, whatever its status.
_ALIKE = {ProblemKind.NO_RESOURCE: "unknown-model"}
_SAMPLED = ("chat", "completions")
_MOST_CHOICES = 128


def dialects(suite: Suite) -> Mapping[str, Dialect]:
    """What the relay speaks: every contract of the suite, by name."""
    reference = suite.profiles[REFERENCE]
    return {
        name: dialect_of(profile, reference) for name, profile in suite.profiles.items()
    }


def dialect_of(profile: Profile, reference: Profile) -> Dialect:
    """A contract as the relay keeps it."""
    statuses = {kind: _status(profile, kind) for kind in STATUSES}
    settings = profile.settings
    listing = shape(profile.answers.get("models_list", settings["models_list"]))
    return Dialect(
        name=profile.name,
        base=profile.base_path,
        offers=frozenset(profile.knows),
        statuses=statuses,
        envelopes={
            kind: _envelope(profile, kind, status) for kind, status in statuses.items()
        },
        omits=frozenset(profile.answers.get("omits", ())),
        prompt_parts=tuple(profile.answers.get("prompt_parts", ())),
        fields={name: _rules(profile, name) for name in _endpoints(profile)},
        models=dict(_models(profile, reference)),
        keys=tuple(KeyPlace(f.header.lower(), f.scheme) for f in profile.key_forms),
        public=frozenset(profile.auth.get("public", ())),
        keyless=profile.auth.get("optional", False),
        headers=tuple(sent_headers(profile.headers.get("expected", {}))),
        stream=_stream(profile.stream),
        reasoning=next(iter(profile.reasoning.get("fields", ())), ""),
        code=profile.errors.get("code", ""),
        listing=listing,
        model=listing["properties"]["data"]["items"],
    )


def models_of(profile: Profile, reference: Profile) -> dict[str, str]:
    """The model that stands for each kind where the relay is judged by a profile."""
    own = {kind: names[0] for kind, names in _stated_models(profile, reference)}
    gone = {kind for kind, part in NEEDS.items() if part not in profile.knows}
    return {kind: name for kind, name in {**KINDS, **own}.items() if kind not in gone}


def _models(profile: Profile, reference: Profile) -> Iterator[tuple[str, str]]:
    """The models that a contract names, and the relay's own that each stands for."""
    for kind, names in _stated_models(profile, reference):
        yield from ((n, KINDS[kind]) for n in names if n not in KINDS.values())


def _stated_models(
    profile: Profile, reference: Profile
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The models by kind, where they are not those of the reference contract."""
    for kind, names in profile.models.items():
        if kind in KINDS and names != reference.models.get(kind):
            yield kind, names


def _status(profile: Profile, kind: ProblemKind) -> int:
    """The status of a kind of refusal: the documented one, else the reference's."""
    for name in (_STATED.get(kind, ""), _ELSE.get(kind, "")):
        if name in profile.statuses:
            return profile.statuses[name][0]
    return STATUSES[kind]


def _envelope(profile: Profile, kind: ProblemKind, status: int) -> Schema:
    """What the body of a refusal looks like; where nothing is stated, the usual one."""
    name = profile.envelope(status, _STATED.get(kind, _ALIKE.get(kind, "")))
    return shape(name) if name else ERROR


def _stream(stated: Mapping[str, Any]) -> StreamForm:
    return StreamForm(
        usage=stated.get("usage", "own-chunk"),
        unasked=stated.get("usage_unasked") == "always",
        comments=stated.get("comments", False),
        preamble=stated.get("preamble", False),
        annotations=stated.get("annotations", False),
        finish_with_content=stated.get("finish") == "with-content",
    )


def _endpoints(profile: Profile) -> set[str]:
    return {*_SAMPLED, "embeddings", *profile.fields, *profile.bounds, *profile.values}


def _rules(profile: Profile, endpoint: str) -> FieldRules:
    """How an endpoint treats its fields."""
    fields = profile.fields.get(endpoint, {})
    bounds = profile.bounds.get(endpoint, {})
    return FieldRules(
        known=_known(fields),
        required=fields.get("required"),
        refused=profile.refused(endpoint),
        void=frozenset(fields.get("void", ())),
        bounds=dict(_bounds(profile, endpoint)),
        types=dict(_types(profile, endpoint)),
        values=dict(profile.values.get(endpoint, {})),
        defaults={
            name: row["default"] for name, row in bounds.items() if "default" in row
        },
    )


def _known(fields: Mapping[str, Any]) -> frozenset[str] | None:
    """The fields that have an effect, where the document lists all that there are."""
    return frozenset(fields["known"]) if fields.get("closed") else None


def _types(profile: Profile, endpoint: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    if endpoint == "completions" and not profile.settings["prompt_arrays"]:
        yield "prompt", ("string",)
    if endpoint in _SAMPLED and not profile.settings["stop_string"]:
        yield "stop", ("array", "null")


def _bounds(profile: Profile, endpoint: str) -> Iterator[tuple[str, Bound]]:
    for name in profile.bounds.get(endpoint, {}):
        stated = profile.bound(endpoint, name)
        most = stated.most
        if name == "n" and most is None:
            # Where no maximum is stated, a server has one all the same.
            most = _MOST_CHOICES
        if (stated.least, most) != (None, None):
            yield name, Bound(stated.least, most)
