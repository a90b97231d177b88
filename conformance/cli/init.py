"""Writes a target file to begin with, and what judges it in continuous integration."""

import json
import textwrap
import tomllib
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from conformance import __version__
from conformance.formats.paths import TEMPLATES, data
from conformance.inputs.profile import Profile
from conformance.inputs.suite import Suite
from conformance.inputs.target import find_profile, make_target

TARGET = "relaycert.toml"
KEY_ENV = "RELAY_KEY"
_GITLAB = "relaycert.gitlab-ci.yml"
_ACTION = ".github/actions/relaycert/action.yml"
_WORKFLOW = ".github/workflows/relaycert.yml"
_COMMENT = 86  # characters of a line after its `# `
_WAIVED_FOR = timedelta(days=90)


def files(profile: str, base_url: str, ci: str) -> Mapping[str, str]:
    """What is written, by its path; UsageError says what is wrong with a value."""
    suite = Suite.load()
    target = _target(find_profile(profile, "--profile", suite), base_url, suite)
    make_target(tomllib.loads(target), "--base-url", "", suite)
    match ci:
        case "github":
            workflow = _rendered("github.yml.j2", **_common())
            return {TARGET: target, _WORKFLOW: workflow, _ACTION: action()}
        case "gitlab":
            return {TARGET: target, _GITLAB: _rendered("gitlab.yml.j2", **_common())}
        case _:
            return {TARGET: target}


def write(folder: Path, made: Mapping[str, str]) -> None:
    """Write files below a folder."""
    for name, text in made.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


def action() -> str:
    """The GitHub action that the suite carries along."""
    return (data("cases").parent / "action.yml").read_text("utf-8")


def _common() -> dict[str, str]:
    return {
        "file": TARGET,
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
        if not any(suite.capabilities[part].costly for part in suite.chain(name))
    ]
    return _rendered(
        "target.toml.j2",
        file=TARGET,
        name=(urlsplit(base_url).hostname if base_url else "") or "my relay",
        base_url=url,
        key_env=KEY_ENV,
        profile=profile,
        others=[name for name in suite.profiles if name != profile.name],
        costly=costly,
        claims=[json.dumps(name) for name in claims],
        models=sorted(profile.models.items()),
        named=profile.required,
        until=datetime.now(UTC).date() + _WAIVED_FOR,
    )


def _rendered(template: str, **values: Any) -> str:
    return _environment().get_template(template).render(values)


@cache
def _environment() -> Environment:
    # No autoescape: what is made here is TOML and YAML.
    made = Environment(
        loader=FileSystemLoader(TEMPLATES / "init"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters |= {"toml": _toml, "wrapped": _wrapped}
    return made


def _toml(text: str) -> str:
    """A text as a basic string of TOML, which is written like one of JSON."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")


def _wrapped(text: str) -> str:
    """A long comment on several lines."""
    return "\n# ".join(textwrap.wrap(text, _COMMENT, break_on_hyphens=False))
