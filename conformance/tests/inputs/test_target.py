"""Target files: what they give, and advice for each way to get one wrong."""

from datetime import date
from pathlib import Path

import pytest

from conformance.inputs import target as module
from conformance.inputs.keys import Keys
from conformance.tests.helpers import (
    KEY,
    KEY_ENV,
    a_case,
    a_profile,
    a_step,
    a_suite,
    a_target,
)

GOOD = """
name = "my relay"
base_url = "https://api.example.com/v1/"
profile = "openai"
key_env = "MY_RELAY_KEY"
claims = ["images"]
[models]
chat = "m"
[headers]
X-Region = "eu"
[limits]
concurrency = 4
rate = 5.0
[prices]
input = 0.15
[[waiver]]
requirement = "chat.stream.done"
reason = "closes instead"
until = 2026-12-31
"""
START = 'base_url = "https://h/v1"\nprofile = "openai"\n'
WAIVER = '[[waiver]]\nrequirement = "chat.id"\nreason = "r"\n'

CHATS = a_case("chat/minimal", steps=(a_step(json={"model": "${models.chat}"}),))
CONTRACT = a_profile(optional=("chat.tools", "images"))
SUITE = a_suite(CHATS, profiles={"openai": CONTRACT})


def read(folder: Path, text: str) -> module.Target:
    """The target of a file with this text."""
    path = folder / "mine.toml"
    path.write_text(text, "utf-8")
    return module.read_target(path, SUITE)


def test_a_whole_file_is_read(tmp_path: Path) -> None:
    got = read(tmp_path, GOOD)
    assert (got.name, got.base_url) == ("my relay", "https://api.example.com/v1")
    assert (got.key_env, got.claims) == ("MY_RELAY_KEY", ("images",))
    assert (got.models["chat"], got.headers["X-Region"]) == ("m", "eu")
    assert (got.limits.concurrency, got.limits.rate) == (4, 5.0)
    assert got.waivers[0].until == date(2026, 12, 31)


def test_a_short_file_takes_the_rest_from_us(tmp_path: Path) -> None:
    got = read(tmp_path, START)
    assert (got.name, got.slug, got.claims) == ("mine", "mine", ())
    assert got.limits.concurrency == 8


def test_all_claims_what_the_profile_knows(tmp_path: Path) -> None:
    assert read(tmp_path, START + 'claims = ["all"]').claims == CONTRACT.knows


def test_a_claim_brings_what_it_is_part_of(tmp_path: Path) -> None:
    got = read(tmp_path, START + 'claims = ["chat.tools"]')
    assert got.claims == ("chat", "chat.tools")


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("base_url = ", "cannot be read as TOML"),
        ('profile = "openai"', "'base_url' is a required property"),
        ('base_url = "https://h/v1"', "'profile' is a required property"),
        (START + 'colour = "red"', "'colour' was unexpected"),
        (START + "[limits]\nspeed = 1", "limits: .*'speed' was unexpected"),
        (START + "[limits]\nconcurrency = 0", r"limits\.concurrency: 0 is less than"),
        (START + "[limits]\nrate = true", r"limits\.rate: True is not of type"),
        (START + 'claims = "images"', "claims: 'images' is not of type 'array'"),
        (
            START + "[models]\nchatt = 'm'",
            "'chatt' is not a kind of model. Did you mean",
        ),
        (START + "[models]\nchat = 5", r"models\.chat: 5 is not of type 'string'"),
        (
            START + 'claims = ["imagery"]',
            "'imagery' is unknown. Did you mean 'images'?",
        ),
        (
            START.replace('"openai"', '"opnai"'),
            "`profile = 'opnai'` is unknown. Did you mean 'openai'",
        ),
        (START.replace("https://h/v1", "h/v1"), "base_url: "),
        (START.replace("https://h", "ftp://h"), "base_url: "),
        (START.replace("h/v1", "[::1/v1"), "has to look like https://host/v1"),
        (START.replace("h/v1", "h:99999/v1"), "has to look like https://host/v1"),
        (START.replace("h/v1", "u:p@h/v1"), "without user, query or fragment"),
        (START.replace("h/v1", ":p@h/v1"), "without user, query or fragment"),
        (START.replace("h/v1", "h/v1?k=v"), "without user, query or fragment"),
        (START + WAIVER + "until = 2026-02-30", "cannot be read as TOML"),
        (
            START + WAIVER + 'until = "2026-02-30"',
            "not a date. Write one as 2026-12-31",
        ),
        (START + WAIVER + 'until = "soon"', r"waiver\[0\]\.until: 'soon'"),
        (START + WAIVER, "'until' is a required property"),
        (START + 'key_env = "sk-secret"', "has to name an environment variable"),
        (START + '[headers]\n"X Y" = "1"', "'X Y' is no name of a header"),
        (START + '[headers]\nX = "é"', "X holds characters.* Use printable ASCII"),
        (START + '[headers]\nX = "a\\r\\nB: c"', "Use printable ASCII"),
    ],
)
def test_each_mistake_is_told_with_advice(
    tmp_path: Path, text: str, advice: str
) -> None:
    with pytest.raises(pytest.UsageError, match=advice) as told:
        read(tmp_path, text)
    assert "mine.toml" in str(told.value)


def test_what_stands_where_a_key_should_be_named_is_not_repeated(
    tmp_path: Path,
) -> None:
    with pytest.raises(pytest.UsageError) as told:
        read(tmp_path, START + 'key_env = "sk-secret"')
    assert "sk-secret" not in str(told.value)


def test_a_password_in_a_url_is_not_repeated(tmp_path: Path) -> None:
    with pytest.raises(pytest.UsageError) as told:
        read(tmp_path, START.replace("h/v1", "u:hunter2@h/v1"))
    assert "hunter2" not in str(told.value)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(pytest.UsageError, match=r"none\.toml: cannot be read"):
        module.read_target(tmp_path / "none.toml", SUITE)


def test_a_file_that_is_no_text_is_told(tmp_path: Path) -> None:
    (tmp_path / "x.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(pytest.UsageError, match="cannot be read as TOML"):
        module.read_target(tmp_path / "x.toml", SUITE)


def test_a_key_that_is_not_set_is_told_with_the_command(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv(KEY_ENV, raising=False)
    with pytest.raises(pytest.UsageError, match=f"Set it: export {KEY_ENV}="):
        a_target(keys=Keys()).key()


@pytest.mark.parametrize("key", [f" {KEY}", f"{KEY}\n", "sk-é", "a\x7fb"])
def test_a_key_that_no_header_can_carry_is_told_but_not_repeated(
    monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    monkeypatch.setenv(KEY_ENV, key)
    with pytest.raises(pytest.UsageError, match="no header can carry") as told:
        a_target(keys=Keys()).key()
    assert key.strip() not in str(told.value)


def test_a_target_needs_no_key() -> None:
    assert a_target(key_env="").key() == ""


@pytest.mark.parametrize("name", ["../../etc", "a/b", "..", "\x1b[31m", "é ✓", "a\0b"])
def test_a_name_never_becomes_a_path(name: str) -> None:
    slug = a_target(name=name).slug
    assert slug.strip(".")
    assert not set("/\\\0\x1b") & set(slug)
    assert not slug.startswith(".")


def test_a_target_never_holds_the_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(KEY_ENV, KEY)
    assert "canary" not in repr(a_target(keys=Keys()))


def test_a_key_that_is_given_prints_as_stars() -> None:
    keys = Keys({KEY_ENV: KEY})
    assert keys.held_by(KEY_ENV) == a_target(keys=keys).key() == KEY
    assert str(keys) == f"{keys}" == "***"
    assert "canary" not in repr(keys) + repr(a_target(keys=keys))


def test_a_claim_of_what_the_contract_does_not_have_is_a_slip(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(START + 'claims = ["chat.tools"]', "utf-8")
    suite = a_suite(CHATS)
    with pytest.raises(pytest.UsageError, match=r"'chat\.tools' is not judged under"):
        module.read_target(path, suite)
