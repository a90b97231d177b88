"""Keys are in nothing that is written or shown, whatever their characters."""

import base64
import gzip
import hashlib
import html
import json
import shlex
from pathlib import Path
from urllib.parse import quote, quote_plus

import pytest

from conformance.tests.bundle.test_signature import key_pair
from conformance.tests.processes import relaycert
from conformance.tests.server import Heard, Part, reply, serving

pytestmark = pytest.mark.process

# Each with characters that JSON, URLs, HTML, shells, or several of them escape.
KEYS = {
    "PLAIN_KEY": "sk-canary-plain-0123456789",
    "JSON_KEY": 'sk-canary"json\\u0041\\n/0123456789',
    "URL_KEY": "sk-canary/url?a=b&c=%41+d#e;0123456789",
    "HTML_KEY": "sk-canary<b>'html'</b>&amp;\"0123456789",
    "SHELL_KEY": "sk-canary'$(id)`id`\"$HOME\\ !x0123456789",
    "LAST_KEY": 'sk-canary\\"\'<&>%22\\\\"0123456789==',
}
HEADER = "canary-header'\"<&>+/0123456789"


def spellings(key: str) -> list[str]:
    """A key as what is written may hold it."""
    as_json = json.dumps(key)[1:-1]
    found = [
        key,
        as_json,
        json.dumps(as_json)[1:-1],
        as_json.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"),
        quote(key, safe=""),
        quote_plus(key),
        html.escape(key),
        html.escape(as_json),
        shlex.quote(key),
        *(as_user(key, scheme) for scheme in ("", "Bearer ", "api:", "k:")),
        base64.urlsafe_b64encode(f"token {key}".encode()).decode().rstrip("="),
        "".join(f"%{code:02x}" for code in key.encode()),
        "".join(f"&#{code};" for code in key.encode()),
        "".join(f"&#x{code:X};" for code in key.encode()),
        "".join(f"\\u{code:04x}" for code in key.encode()),
        "".join(f"\\\\u{code:04x}" for code in key.encode()),
        key.encode().hex(),
        key.encode().hex().upper(),
        key.swapcase(),
        hashlib.sha256(key.encode()).hexdigest(),
    ]
    return list(dict.fromkeys(found))


def as_user(key: str, scheme: str) -> str:
    return base64.b64encode(f"{scheme}{key}".encode()).decode()


def parrot(heard: Heard) -> list[Part]:
    """An answer that gives back all it was sent, however it can be written."""
    shown = heard.headers.get("authorization", "").removeprefix("Bearer ")
    said = " ".join([*spellings(shown), heard.headers.get("x-api-key", "")])
    body = {"error": {"message": said, shown: [shown, f"{shown}\x00"]}, "id": shown}
    headers = (("Content-Type", "application/json"), ("X-Echo", shown))
    written = json.dumps(body).encode()
    if heard.path.endswith("/models"):
        ids = [{"id": spelled, "object": "model"} for spelled in spellings(shown)]
        written = json.dumps({"object": "list", "data": ids}).encode()
    if b"relaycert-no-such-model" in heard.body:
        return reply(404, gzip.compress(written), headers)
    return reply(200, written, headers)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which targets that repeat their keys were judged, and what it said.

    One has no server: its exchanges are lost.
    """
    folder = tmp_path_factory.mktemp("secrets")
    private, public = key_pair(folder)
    with serving(parrot) as server:
        targets = [
            target(folder, name, server.url if name != "LAST_KEY" else "http://[::1]:9")
            for name in KEYS
        ]
        said = told(
            folder,
            *("run", "--report-dir", "report", "--sign-key", str(private), *targets),
            *("--select", "auth", "--examples", "0"),
            *("--", "--alluredir", "allure"),
        )
    said += told(folder, "verify", "report", "--key", str(public))
    said += told(folder, "run", "--target", "PLAIN_KEY.toml", "--select", "none.such")
    for name in KEYS:
        (folder / f"{name}.toml").unlink()
    (folder / "said.txt").write_text(said)
    return folder


def target(folder: Path, name: str, url: str) -> str:
    (folder / f"{name}.toml").write_text(
        f'base_url = "{url}"\nprofile = "openai"\nkey_env = "{name}"\n'
        f'[models]\nchat = "m"\n[headers]\nX-Api-Key = {json.dumps(HEADER)}\n'
        f"X-Team = {json.dumps(KEYS[name])}\n"
    )
    return f"--target={name}.toml"


def told(folder: Path, *arguments: str) -> str:
    ended = relaycert(folder, *arguments, env=KEYS)
    return f"{arguments[0]} {ended.returncode}\n{ended.stdout}{ended.stderr}"


def test_there_is_something_to_look_through(home: Path) -> None:
    said = (home / "said.txt").read_text()
    assert [line for line in said.splitlines() if line.startswith("run ")] == [
        "run 1",
        "run 2",
    ]
    assert "verify 0\n" in said
    names = {path.name for path in home.rglob("*") if path.is_file()}
    assert names >= {
        "manifest.json",
        "attestation.dsse.json",
        "junit.xml",
        "report.html",
        "report.md",
    }
    assert list((home / "allure").glob("*-result.json"))


@pytest.mark.parametrize("name", KEYS)
def test_a_key_is_nowhere(home: Path, name: str) -> None:
    written = [path for path in home.rglob("*") if path.is_file()]
    sought = [spelled.encode() for spelled in spellings(KEYS[name])]
    for path in written:
        content = path.read_bytes()
        assert not [spelled for spelled in sought if spelled in content], path


def test_a_secret_header_is_nowhere(home: Path) -> None:
    sought = [spelled.encode() for spelled in spellings(HEADER)]
    for path in home.rglob("*"):
        content = path.read_bytes() if path.is_file() else b""
        assert not [spelled for spelled in sought if spelled in content], path


def test_the_key_that_signs_is_nowhere_else(home: Path) -> None:
    lines = (home / "key.pem").read_text().splitlines()[1:-1]
    raw = base64.b64decode("".join(lines))[-32:]
    sought = [*(line.encode() for line in lines), raw, raw.hex().encode()]
    for path in home.rglob("*"):
        if path.is_file() and path.name != "key.pem":
            assert not [one for one in sought if one in path.read_bytes()], path
