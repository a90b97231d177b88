"""The pseudo-model's transcript: words that follow from a recording's bytes."""

from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256

from conformance.core.violation import Violation
from conformance.formats.audio import sound
from conformance.relay.problem import invalid
from conformance.relay.text import word
from conformance.relay.tokens import draw

_WORDS_PER_SECOND = 2.5
_WORDS_PER_SPAN = 4


@dataclass(frozen=True, slots=True)
class SpokenSpan:
    """Some words, and from when to when they were heard, in seconds."""

    text: str
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Heard:
    """The length of a recording, and its words with their times."""

    seconds: float
    words: tuple[SpokenSpan, ...]

    @property
    def text(self) -> str:
        """The whole text."""
        return _joined(self.words)

    @property
    def spans(self) -> tuple[SpokenSpan, ...]:
        """The words in groups, as segments and subtitles show them."""
        starts = range(0, len(self.words), _WORDS_PER_SPAN)
        groups = [self.words[start : start + _WORDS_PER_SPAN] for start in starts]
        return tuple(
            SpokenSpan(_joined(group), group[0].start, group[-1].end)
            for group in groups
        )


def _joined(words: tuple[SpokenSpan, ...]) -> str:
    return " ".join(word.text for word in words)


@lru_cache(maxsize=32)
def heard(data: bytes, tongue: str) -> Heard:
    """The transcript of a recording; a refusal if it cannot be decoded."""
    try:
        seconds = round(sound(data, "file").seconds, 2)
    except Violation:
        # What the decoder says is not for the caller.
        raise invalid("The file is no recording that can be decoded.", "file") from None
    chance = draw(sha256(data).hexdigest(), tongue)
    number = max(round(seconds * _WORDS_PER_SECOND), 1)
    ends = [round(seconds * place / number, 2) for place in range(number + 1)]
    texts = [word(chance) for _ in range(number)]
    spans = zip(texts, ends, ends[1:], strict=False)
    return Heard(seconds, tuple(SpokenSpan(*span) for span in spans))
