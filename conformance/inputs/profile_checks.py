"""What is wrong with a profile that a user wrote, a line for each fault."""

import re
from collections.abc import Collection, Iterable, Iterator
from fnmatch import fnmatchcase

from conformance.core.requirement import MUST, Level
from conformance.formats.nearest import nearest
from conformance.formats.paths import data
from conformance.inputs.expected_header import expected_headers
from conformance.inputs.field_checks import field_faults
from conformance.inputs.inheritance import capabilities_of
from conformance.inputs.profile import Profile
from conformance.inputs.profile_file import ProfileFile, profile_of
from conformance.inputs.suite import Suite

# What leaks, or makes ordinary clients fail, is not a vendor's to waive.
UNWAIVABLE = (
    "security.*",
    "auth.secret-kept",
    "auth.key-masked",
    "errors.no-internals",
    "errors.no-5xx",
    "http.whole",
    "chat.stream.done",
)
# Capabilities that a setting denies.
_OF_CAPABILITIES = {
    "prompt_arrays": ("completions.prompt-arrays", "completions.prompt-tokens"),
    "stop_string": ("chat.stop-string", "completions.stop-string"),
}
_LISTS = ("required_add", "required_drop", "optional_add", "optional_drop")


def faults(
    file: ProfileFile, parent: Profile, suite: Suite, requirements: Collection[str]
) -> Iterator[str]:
    """What is wrong with a file whose parent is known; `requirements` are all ids."""
    for key in ("required", "optional"):
        if key in file.raw:
            yield f"{key}: write {key}_add and {key}_drop instead."
    yield from _capabilities(file, parent, suite)
    yield from field_faults(profile_of(suite, file), suite)
    yield from _settings(file, parent, suite)
    yield from _unknown(
        "models", file.raw.get("models", ()), suite.kinds, "kind of model"
    )
    yield from _envelopes(file)
    yield from _headers(file)
    for row in file.rows:
        where = f"statement of {row['requirement']}"
        named = [id for id in requirements if fnmatchcase(id, row["requirement"])]
        if not named:
            advice = nearest(row["requirement"], requirements, "See relaycert list.")
            yield f"{where}: there is no such requirement. {advice}"
        source = suite.sources.get(row["source"])
        mark = source.mark if source else row.get("mark", "vendor")
        yield from (
            f"{where}: {why}" for why in _level(row, mark, named, own=not source)
        )


def _capabilities(file: ProfileFile, parent: Profile, suite: Suite) -> Iterator[str]:
    for key in _LISTS:
        known = suite.capabilities if key.endswith("_add") else parent.knows
        yield from _unknown(key, file.raw.get(key, ()), known, "capability")
    for name in file.raw.get("optional_drop", ()):
        required = {*parent.required, *file.raw.get("required_add", ())}
        if name in required - {*file.raw.get("required_drop", ())}:
            yield f"optional_drop: {name!r} is required: write it to required_drop too."


def _settings(file: ProfileFile, parent: Profile, suite: Suite) -> Iterator[str]:
    """Settings that deny a capability that is promised."""
    settings = file.raw.get("settings", {})
    knows = _knows(file, parent, suite)
    for name, parts in _OF_CAPABILITIES.items():
        known = [part for part in parts if part in knows]
        if settings.get(name) is False and known:
            yield f"settings.{name}: write {', '.join(known)} to optional_drop, too."


def _knows(file: ProfileFile, parent: Profile, suite: Suite) -> list[str]:
    """All capabilities that the contract of a file names."""
    required, optional = capabilities_of(parent, file.raw, suite.capabilities)
    return [*required, *optional]


def _envelopes(file: ProfileFile) -> Iterator[str]:
    known = {f"wire/{path.stem}" for path in (data("schemas") / "wire").glob("*.json")}
    stated = [name for name in file.raw.get("envelopes", {}).values() if name]
    yield from _unknown("envelopes", stated, known, "schema of a body")
    models_list = file.raw.get("settings", {}).get("models_list")
    named = [models_list] if models_list else []
    yield from _unknown("settings.models_list", named, known, "schema of a body")


def _headers(file: ProfileFile) -> Iterator[str]:
    for header in expected_headers(file.raw.get("headers", {})):
        try:
            re.compile(header.pattern)
        except re.error as error:
            where = f"headers.expected.{header.name}"
            yield f"{where}: {header.pattern!r} is no regular expression ({error})."


def _unknown(
    key: str, names: Iterable[str], known: Iterable[str], what: str
) -> Iterator[str]:
    for name in names:
        if name not in known:
            yield f"{key}: {name!r} is not a {what}. {nearest(name, known)}"


def _level(
    row: dict[str, str], mark: str, named: Iterable[str], *, own: bool
) -> Iterator[str]:
    """Why a statement cannot set the level that it sets."""
    if not row["source"].strip():
        yield "`source` is empty: name the address or section that states it."
    if Level(row["level"]) is MUST:
        if mark in ("seen", "inferred"):
            yield f"what is only {mark} cannot be a MUST: write SHOULD."
        if own and not row.get("says", "").strip():
            yield "a MUST of your own needs what its document `says`."
        return
    kept = [id for id in named if any(fnmatchcase(id, glob) for glob in UNWAIVABLE)]
    if kept:
        yield (
            f"{kept[0]} protects every client and cannot be lowered; a waiver in the "
            "target's file, with a reason and an end, can accept a violation."
        )
