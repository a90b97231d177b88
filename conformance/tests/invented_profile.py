"""Contracts that nobody has, each drawn from a seed: any file is to be served."""

from collections.abc import Mapping
from pathlib import Path
from random import Random

# What each key may hold, written as TOML.
_BASES = ("/v1", "/api/v3/openai", "/inference/x1/v2", "/k")
_STATUSES = {
    "validation": ("[400]", "[422]", "[422, 400]"),
    "malformed": ("[400]", "[422]"),
    "unknown-model": ("[404]", "[400]", "[503, 404]"),
    "wrong-key": ("[401]", "[403]"),
    "no-key": ("[401]", "[403, 401]"),
    "wrong-method": ("[405]", "[404]"),
}
_BODIES = (
    *("error", "error-strict", "error-flat", "error-text", "error-detail"),
    *("error-code-integer", "error-openrouter"),
)
# What a broken request is, several kinds may answer; who sends it, and where, is plain.
_KINDS = ("default", "wrong-key", "no-key", "unknown-path", "wrong-method")
_AUTH = (
    "",
    '[auth]\nheader = "api-key"\n',
    '[auth]\nscheme = "Key"\npublic = ["models"]\n',
    '[auth]\nheader = "X-Token"\nalso = [{ header = "Authorization" }]\n',
)
_STREAM = {
    "usage": ('"own-chunk"', '"last-chunk"', '"every-chunk"', '"last-event"'),
    "usage_unasked": ('"never"', '"may"', '"always"'),
    "preamble": ("true", "false"),
    "annotations": ("true", "false"),
}
_LISTS = ("model-list-strict", "model-list-bare", "model-list-undated")
_HEADERS = (
    "",
    '[headers.expected]\nx-served-by = "[a-z]+"\nx-trace = "[0-9a-f-]{36}"\n',
)
_GONE = ("images", "audio.speech", "completions", "embeddings", "audio.translations")
_BOUNDS = {
    "temperature": ("{ least = 0, most = 1 }", "{ least = 0, most = 1.5 }"),
    "n": ("{ least = 1, most = 4 }", "{ least = 1 }"),
    "stop": ("{ least = 1, most = 2 }", "{ least = 1, most = 16 }"),
}


def invented(folder: Path, seed: int) -> Path:
    """The file of a contract that this seed gives, in a folder."""
    path = folder / f"invented-{seed}.toml"
    path.write_text(_contract(Random(seed)), "utf-8")
    return path


def _contract(chance: Random) -> str:
    """A contract, with a value of each kind for each key."""
    gone = chance.sample(_GONE, 2)
    bodies = {kind: f'"wire/{chance.choice(_BODIES)}"' for kind in _KINDS}
    listed = f'"wire/{chance.choice(_LISTS)}"'
    return "\n".join(
        (
            'extends = "openai"',
            'title = "Invented"',
            'dated = "2026-11-01"',
            f'base_path = "{chance.choice(_BASES)}"',
            f"optional_drop = {gone}".replace("'", '"'),
            _table("models", {"chat": '["made/up-1", "made/up-2"]'}),
            _table("statuses", _each(chance, _STATUSES)),
            _table("envelopes", bodies),
            chance.choice(_AUTH),
            _table("stream", _each(chance, _STREAM)),
            chance.choice(_HEADERS),
            _table("bounds.chat", _each(chance, _BOUNDS)),
            _table("bounds.completions", _each(chance, _BOUNDS)),
            _table("settings", {"models_list": listed}),
        )
    )


def _each(chance: Random, table: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    return {key: chance.choice(values) for key, values in table.items()}


def _table(name: str, rows: dict[str, str]) -> str:
    return "\n".join((f"[{name}]", *(f"{k} = {v}" for k, v in rows.items()), ""))
