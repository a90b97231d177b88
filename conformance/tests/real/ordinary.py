"""Ordinary clients on their journeys, each in an environment of its own."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from conformance.reporting.clients import KnownClient
from conformance.tests.journeys import ASK, SAY, TOOL
from conformance.tests.real.installed import TARGETS, beside, call, npm, program, venv
from conformance.tests.relay.calls import CHAT, KEY

_FOLDER = Path(__file__).with_name("clients")
# Nothing of the caller's own settings is passed on: no key, no proxy, no tracing.
# Nothing leaves the machine: no price list is fetched.
_ENVIRONMENT = {"LITELLM_LOCAL_MODEL_COST_MAP": "True"}
_JOB = {
    "key": KEY,
    "model": CHAT,
    "embedding_model": "text-embedding-3-small",
    "unknown_model": "gpt-none",
    "say": SAY,
    "ask": ASK,
    "tool": TOOL,
    "texts": ["one", "two words"],
    "limit": 10,  # seconds: what the client is given
    "hard_limit": 13,  # when a client for Node that still waits is left
}
_LIMIT = 180  # of all the journeys of a client


@dataclass(frozen=True, slots=True)
class Driver:
    """The module that makes a client's journeys, and what else it stands on."""

    module: str
    beneath: tuple[str, ...] = ()
    unmade: tuple[str, ...] = ("models",)


DRIVERS: Mapping[str, Driver] = MappingProxyType(
    {
        "openai-node": Driver("openai_node.mjs", unmade=()),
        "ai-sdk": Driver("ai_sdk.mjs"),
        "langchain": Driver(
            "through_langchain.py", ("langchain-core==1.8.3", "openai==3.54.0")
        ),
        "litellm": Driver(
            # Without `mcp` it refuses tools.
            "through_litellm.py",
            ("openai==2.54.0", "mcp==2.3.0", "httpx2==2.16.2"),
        ),
    }
)


def came_of(
    client: KnownClient, going: Iterable[tuple[str, str]]
) -> list[dict[str, Any]]:
    """What came of each journey to a base URL: a result, an error, or only waiting."""
    driver = DRIVERS[client.name]
    home = TARGETS / "clients" / client.name
    name, _, kind = driver.module.partition(".")
    if kind == "mjs":
        npm(home, *_pinned(client, "@"), *driver.beneath)
        command = (program("node"), beside(home, _FOLDER / "go.mjs"), name)
    else:
        python = venv(home, *_pinned(client, "=="), *driver.beneath)
        command = (str(python), _FOLDER / "go.py", name)
    steps = [{"journey": journey, "base_url": url} for journey, url in going]
    given = json.dumps({**_JOB, "going": steps})
    printed = call(*command, cwd=home, given=given, env=_ENVIRONMENT, limit=_LIMIT)
    return [json.loads(line) for line in printed.splitlines()]


def _pinned(client: KnownClient, by: str) -> list[str]:
    """The packages of the version that was looked at, as an installer takes them."""
    return [by.join(one.split()) for one in client.version.split(", ")]
