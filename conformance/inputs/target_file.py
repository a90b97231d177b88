"""A target as the table that its file would hold."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from conformance.inputs.manner import row_of
from conformance.inputs.target import Target

# The target of a folder, where none is named.
STANDARD = "relaycert.toml"


def table_of(target: Target) -> dict[str, Any]:
    """What a target's file says, with what the command line changed of it.

    `make_target` gives the same target again. What is empty is left out; headers may
    hold secrets, and are here as they are sent.
    """
    table: dict[str, Any] = {
        "name": target.name,
        "base_url": target.base_url,
        "mj_base_url": target.mj_base_url,
        "profile": target.profile.name,
        "key_env": target.key_env,
        "auth": dict(target.auth),
        "claims": list(target.claims),
        "models": dict(target.models),
        "manner": {k: row_of(manner) for k, manner in target.manners.items()},
        "headers": dict(target.headers),
        "secret_headers": list(target.secret_headers),
        "limits": _stated(asdict(target.limits)),
        "generated": _stated(asdict(target.generation)),
        "prices": dict(target.prices),
        "instruments": _stated(asdict(target.equipment)),
        "waiver": [
            {
                "requirement": waiver.requirement,
                "reason": waiver.reason,
                "until": waiver.until.isoformat(),
            }
            for waiver in target.waivers
        ],
    }
    return _stated(table)


def _stated(values: Mapping[str, Any]) -> dict[str, Any]:
    empty: tuple[object, ...] = (None, "", (), [], {})
    return {key: value for key, value in values.items() if value not in empty}
