"""No model is named that ends soon: whoever copies the name would judge nothing."""

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from conformance.formats.paths import data

ROOT = Path(__file__).parents[2]
# When OpenAI's models end, by its page of deprecations, as of 2026-11-27.
ENDS = {
    "dall-e-2": date(2026, 5, 12),
    "dall-e-3": date(2026, 5, 12),
    "gpt-3.5-turbo-instruct": date(2026, 9, 28),
    "gpt-3.5-turbo": date(2026, 10, 23),
    "gpt-4": date(2026, 10, 23),
    "gpt-4-turbo": date(2026, 10, 23),
    "gpt-4.1-nano": date(2026, 10, 23),
    "gpt-image-1": date(2026, 10, 23),
    "o1": date(2026, 10, 23),
    "o3-mini": date(2026, 10, 23),
    "o4-mini": date(2026, 10, 23),
    "gpt-image-1-mini": date(2026, 12, 1),
    "gpt-image-1.5": date(2026, 12, 1),
    "gpt-5": date(2026, 12, 11),
    "gpt-5-mini": date(2026, 12, 11),
    "gpt-5-nano": date(2026, 12, 11),
    "o3": date(2026, 12, 11),
    "gpt-4o-mini-tts": date(2027, 1, 6),
    "tts-1": date(2027, 1, 6),
    "tts-1-hd": date(2027, 1, 6),
    "gpt-4.1": date(2027, 1, 14),
    "gpt-4.1-mini": date(2027, 1, 14),
    "gpt-4o": date(2027, 1, 14),
    "gpt-4o-mini": date(2027, 1, 14),
    "whisper-1": date(2027, 2, 26),
    "gpt-4o-transcribe": date(2027, 2, 26),
    "gpt-4o-mini-transcribe": date(2027, 2, 26),
    "gpt-5.1": date(2027, 4, 1),
    "gpt-5.4-nano": date(2027, 4, 1),
}
NOTICE = timedelta(days=30)
# What a user reads or copies. The documents that are quoted name what they name.
READ = (
    *sorted((data("cases") / "profiles").glob("*.toml")),
    *sorted((data("schemas") / "own").glob("*.json")),
    *sorted((ROOT / "conformance" / "cli").rglob("*.py")),
    *sorted((ROOT / "conformance" / "plugin").rglob("*.py")),
    *sorted((ROOT / "conformance" / "templates" / "init").glob("*")),
    *sorted((ROOT / "docs").glob("*.md")),
    ROOT / "README.md",
    ROOT / "action.yml",
)


def named(model: str, text: str) -> bool:
    """Whether a text names this very model, not one whose name begins alike."""
    return re.search(rf"(?<![\w.-]){re.escape(model)}(?![\w-]|\.\d)", text) is not None


def test_a_name_is_told_from_longer_ones() -> None:
    assert named("gpt-5", '["gpt-5", "gpt-6"]')
    assert named("gpt-5", "chat=gpt-5.")
    assert not named("gpt-5", "gpt-5.1 gpt-5-mini my-gpt-5")


@pytest.mark.parametrize("path", READ, ids=lambda path: path.name)
def test_no_model_is_named_that_ends_within_a_month(path: Path) -> None:
    """It fails a month before: name another one then, or leave it out."""
    text = path.read_text("utf-8")
    soon = datetime.now(UTC).date() + NOTICE
    ending = {model: end for model, end in ENDS.items() if end < soon}
    assert {m: end for m, end in ending.items() if named(m, text)} == {}
