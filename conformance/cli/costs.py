"""What requests cost beside tokens: pictures, speech, recordings, tasks."""

from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass
from typing import Any

from conformance.formats.template import expanded
from conformance.inputs.step import Step

# The spoken sample, rounded up: services count begun seconds.
_SAMPLE_SECONDS = 4
_TEXT = ("/chat/completions", "/completions", "/embeddings")


@dataclass(frozen=True, slots=True)
class Costs:
    """Pieces that a provider may count, each at most.

    `characters` are read out, `seconds` listened to, `tasks` are Midjourney's.
    """

    pictures: int = 0
    characters: int = 0
    seconds: int = 0
    tasks: int = 0

    def money(self, prices: Mapping[str, float]) -> float:
        """The price of all, in the currency of the target's prices."""
        return (
            self.pictures * prices.get("picture", 0.0)
            + self.characters * prices.get("speech", 0.0) / 1e6
            + self.seconds * prices.get("audio", 0.0) / 60
            + self.tasks * prices.get("task", 0.0)
        )

    def __str__(self) -> str:
        counted = (
            (self.pictures, "picture", ""),
            (self.characters, "character", " of speech"),
            (self.seconds, "second", " of audio"),
            (self.tasks, "Midjourney task", ""),
        )
        return ", ".join(
            f"{count} {name}{'s' if count > 1 else ''}{of}"
            for count, name, of in counted
            if count
        )


def total(steps: Iterable[Step]) -> Costs:
    """The costs of these steps together, polls and refusals counted once each."""
    rows = [astuple(_costs(step)) for step in steps]
    return Costs(*map(sum, zip(*rows, strict=True))) if rows else Costs()


def is_text(step: Step) -> bool:
    """Whether a step is paid by its tokens."""
    return step.path.endswith(_TEXT)


def _costs(step: Step) -> Costs:
    if step.path.startswith("/images/") and step.method == "POST":
        return Costs(pictures=_pictures(step.json or step.form or {}))
    if step.path == "/audio/speech":
        text = step.json.get("input", "") if isinstance(step.json, dict) else ""
        return Costs(characters=len(expanded(text)) if isinstance(text, str) else 0)
    if step.path.startswith("/audio/"):
        return Costs(seconds=_SAMPLE_SECONDS if step.form else 0)
    starts = "/submit/" in step.path or "/insight-face/" in step.path
    return Costs(tasks=int(step.path.startswith("/mj") and starts))


def _pictures(fields: Any) -> int:
    """How many pictures are asked for; a number in a form is text."""
    n = str(fields.get("n", 1)) if isinstance(fields, dict) else "1"
    return int(n) if n.isdigit() else 1
