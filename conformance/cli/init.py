"""Writes a target file to begin with, and what judges it in continuous integration."""

import json
import os
import tempfile
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from conformance import __version__
from conformance.formats.paths import data
from conformance.inputs.admission import admits
from conformance.inputs.profile import Profile
from conformance.inputs.profile_file import is_file
from conformance.inputs.suite import Suite
from conformance.inputs.target import find_profile, make_target
from conformance.inputs.target_file import STANDARD
from conformance.reporting import pages
from conformance.reporting.own_profiles import with_profiles

KEY_ENV = "RELAY_KEY"
# The profile that is written to begin with.
OWN = "my-vendor.toml"
_GITLAB = "relaycert.gitlab-ci.yml"
_ACTION = ".github/actions/relaycert/action.yml"
_WORKFLOW = ".github/workflows/relaycert.yml"
_WAIVED_FOR = timedelta(days=90)
# Where the models that the document names have ended, only the owner knows another.
_UNNAMED = "the name of the model"


@dataclass(frozen=True, slots=True)
class Contract:
    """What a target is judged by: how its file names it; the text, if it is new."""

    named: str
    text: str = ""


def files(
    contract: Contract, folder: Path, base_url: str, ci: str
) -> Mapping[str, str]:
    """What is written, by its path; UsageError says what is wrong with a value."""
    with tempfile.TemporaryDirectory() as scratch:
        suite = _suite(contract, folder, Path(scratch))
    profile = find_profile(contract.named, "--profile", suite)
    target = _target(profile, contract.named, base_url, suite)
    make_target(tomllib.loads(target), "--base-url", "", suite)
    own = {contract.named: contract.text} if contract.text else {}
    return {STANDARD: target, **own, **_jobs(ci)}


def _jobs(ci: str) -> Mapping[str, str]:
    match ci:
        case "github":
            workflow = pages.as_settings("init/github.yml.j2", **_common())
            return {_WORKFLOW: workflow, _ACTION: action()}
        case "gitlab":
            return {_GITLAB: pages.as_settings("init/gitlab.yml.j2", **_common())}
        case _:
            return {}


def contract_from(name: str) -> Contract:
    """A profile to write, with comments, over a packaged one."""
    suite = Suite.load()
    parent = find_profile(name, "--profile-from", suite)
    other = [n for n in suite.capabilities if n not in parent.knows]
    text = pages.as_settings(
        "init/profile.toml.j2",
        file=OWN,
        parent=parent,
        today=f"{datetime.now(UTC):%Y-%m}",
        added=next(n for n in parent.optional if "." not in n),
        other=other[0],
    )
    return Contract(OWN, text)


def _suite(contract: Contract, folder: Path, scratch: Path) -> Suite:
    """The suite with the profile of a file: a new one, or one that is there."""
    if contract.text:
        write(scratch, {contract.named: contract.text})
    elif not is_file(contract.named):
        return Suite.load()
    place = scratch if contract.text else folder
    return with_profiles(Suite.load(), [Path(os.path.normpath(place / contract.named))])


def write(folder: Path, texts: Mapping[str, str]) -> None:
    """Write files below a folder."""
    for name, text in texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("utf-8"))


def action() -> str:
    """The GitHub action that the suite carries along."""
    return (data("cases").parent / "action.yml").read_text("utf-8")


def _common() -> dict[str, str]:
    return {
        "file": STANDARD,
        "ci_file": _GITLAB,
        "key_env": KEY_ENV,
        "secret": f"${{{{ secrets.{KEY_ENV} }}}}",
        "package": f"relaycert=={__version__}",
    }


def _target(profile: Profile, named: str, base_url: str, suite: Suite) -> str:
    url = base_url or f"https://relay.example{profile.base_path}"
    costly = [name for name in profile.knows if suite.capabilities[name].costly]
    claims = [
        name
        for name in profile.optional
        if not suite.capabilities[name].thinks
        and not any(suite.capabilities[part].costly for part in suite.chain(name))
    ]
    return pages.as_settings(
        "init/target.toml.j2",
        file=STANDARD,
        name=(urlsplit(base_url).hostname if base_url else "") or "my relay",
        base_url=url,
        key_env=KEY_ENV,
        profile=profile,
        contract=named,
        others=[name for name in suite.profiles if name != profile.name],
        costly=costly,
        claims=[json.dumps(name) for name in claims],
        models=_models(profile, suite),
        named=profile.required,
        until=datetime.now(UTC).date() + _WAIVED_FOR,
    )


def _models(profile: Profile, suite: Suite) -> list[tuple[str, str]]:
    """A model for each kind that the cases of a contract ask."""
    kinds = {
        kind
        for case in suite.cases.values()
        if admits(profile, case)
        for kind in case.models
    }
    return [(k, profile.models.get(k, (_UNNAMED,))[0]) for k in sorted(kinds)]
