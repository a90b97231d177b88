"""Writes a target file to begin with, and what judges it in continuous integration."""

import json
import tomllib
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from conformance import __version__
from conformance.formats.paths import data
from conformance.inputs.profile import Profile
from conformance.inputs.suite import Suite
from conformance.inputs.target import find_profile, make_target
from conformance.inputs.target_file import STANDARD
from conformance.reporting import pages

KEY_ENV = "RELAY_KEY"
_GITLAB = "relaycert.gitlab-ci.yml"
_ACTION = ".github/actions/relaycert/action.yml"
_WORKFLOW = ".github/workflows/relaycert.yml"
_WAIVED_FOR = timedelta(days=90)
# Where the models that the document names have ended, only the owner knows another.
_UNNAMED = "the name of the model"


def files(profile: str, base_url: str, ci: str) -> Mapping[str, str]:
    """What is written, by its path; UsageError says what is wrong with a value."""
    suite = Suite.load()
    target = _target(find_profile(profile, "--profile", suite), base_url, suite)
    make_target(tomllib.loads(target), "--base-url", "", suite)
    match ci:
        case "github":
            workflow = pages.as_settings("init/github.yml.j2", **_common())
            return {STANDARD: target, _WORKFLOW: workflow, _ACTION: action()}
        case "gitlab":
            return {
                STANDARD: target,
                _GITLAB: pages.as_settings("init/gitlab.yml.j2", **_common()),
            }
        case _:
            return {STANDARD: target}


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


def _target(profile: Profile, base_url: str, suite: Suite) -> str:
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
        others=[name for name in suite.profiles if name != profile.name],
        costly=costly,
        claims=[json.dumps(name) for name in claims],
        models=_models(profile, suite),
        named=profile.required,
        until=datetime.now(UTC).date() + _WAIVED_FOR,
    )


def _models(profile: Profile, suite: Suite) -> list[tuple[str, str]]:
    """A model for each kind that the cases of a contract ask."""
    known = set(profile.knows)
    kinds = {
        kind
        for case in suite.cases.values()
        if known >= set(case.needs) and profile.is_meant(case.profiles)
        for kind in case.models
    }
    return [(k, profile.models.get(k, (_UNNAMED,))[0]) for k in sorted(kinds)]
