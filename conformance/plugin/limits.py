"""How much is sent: what the command line says, over what targets' files say."""

from dataclasses import replace
from importlib.util import find_spec
from typing import Any

import pytest

from conformance.inputs.limits import GenerationSettings
from conformance.inputs.target import Target
from conformance.plugin.flags import given

_LIMITS = ("concurrency", "rate", "max_requests", "max_tokens", "max_time", "timeout")
_GENERATION = ("examples", "shrink", "seed", "repeat")


def limited(target: Target, config: pytest.Config) -> Target:
    """The target with the limits and amounts of the command line."""
    limits = replace(target.limits, **given_limits(config))
    return replace(
        target, limits=limits, generation=_generation(target.generation, config)
    )


def given_limits(config: pytest.Config) -> dict[str, Any]:
    """The limits that the command line sets."""
    values = _given(config, _LIMITS)
    for name, value in values.items():
        if value <= 0:
            raise pytest.UsageError(f"{_flag(name)}: has to be above 0.")
    return values


def _generation(
    settings: GenerationSettings, config: pytest.Config
) -> GenerationSettings:
    """How much is to be generated, and from which seed."""
    values = _given(config, _GENERATION)
    for name, value in values.items():
        least = int(name == "repeat")
        if value < least:
            raise pytest.UsageError(f"{_flag(name)}: cannot be below {least}.")
    return replace(settings, **values, client=_client(settings, config))


def _client(settings: GenerationSettings, config: pytest.Config) -> bool:
    """Whether an ordinary client is used, which then has to be there."""
    on = settings.client or bool(given(config, "--client"))
    if on and find_spec("openai") is None:
        raise pytest.UsageError(
            "--client: OpenAI's client is not installed. Install it: "
            "pip install 'relaycert[client]'"
        )
    return on


def _given(config: pytest.Config, names: tuple[str, ...]) -> dict[str, Any]:
    values = {name: given(config, _flag(name)) for name in names}
    return {name: value for name, value in values.items() if value is not None}


def _flag(name: str) -> str:
    return f"--{name.replace('_', '-')}"
