"""What a document allows in a stream beside the chunks of an answer."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

Chunk = tuple[str, dict[str, Any]]  # where it is, and what it says


@dataclass(frozen=True, slots=True)
class StreamForm:
    """Which events are no chunks of the answer, as one contract has it."""

    # Whether the first events may have no choices.
    preamble: bool = False
    # Whether there may be choices that have no delta.
    annotations: bool = False

    def chunks(self, listed: Sequence[Chunk]) -> list[Chunk]:
        """The chunks of the answer, as any other document would have them."""
        begun = [*self._after_preamble(listed)]
        return [*self._without_annotations(begun)] if self.annotations else begun

    def _after_preamble(self, listed: Sequence[Chunk]) -> Iterator[Chunk]:
        begun = not self.preamble
        for at, chunk in listed:
            begun = begun or chunk.get("choices") != [] or bool(chunk.get("usage"))
            if begun:
                yield at, chunk

    def _without_annotations(self, listed: Sequence[Chunk]) -> Iterator[Chunk]:
        for at, chunk in listed:
            choices = chunk.get("choices")
            if not (isinstance(choices, list) and any(map(_is_bare, choices))):
                yield at, chunk
            elif kept := [_whole(c) for c in choices if not _is_annotation(c)]:
                yield at, {**chunk, "choices": kept}


def _is_bare(choice: object) -> bool:
    """Whether a choice says nothing of the answer's text."""
    return isinstance(choice, dict) and choice.keys().isdisjoint(("delta", "text"))


def _is_annotation(choice: object) -> bool:
    """Whether a choice says nothing of the answer at all: not even that it ended."""
    ends = isinstance(choice, dict) and choice.get("finish_reason")
    return _is_bare(choice) and not ends


def _whole(choice: Any) -> Any:
    """A choice that only ends, as one whose delta is empty."""
    return {**choice, "delta": {}} if _is_bare(choice) else choice
