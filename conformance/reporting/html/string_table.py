"""Texts of a page, each kept once, and no longer than anyone reads."""

from dataclasses import dataclass, field
from typing import Any

from conformance.formats.escape import visible

_HEX_BYTES = 256
_HEX_ROW = 16


@dataclass(frozen=True, slots=True)
class Texts:
    """Keeps each text once; what refers to it has its number."""

    limit: int
    _numbers: dict[str, int] = field(default_factory=dict)

    @property
    def kept(self) -> list[str]:
        """All texts, in the order of their numbers."""
        return list(self._numbers)

    def line(self, text: str) -> int:
        """The number of a text that is shown on one line."""
        return self._number(visible(self._cut(text)))

    def body(self, data: bytes) -> list[Any]:
        """A body: the number of its text, its size, and how it is written there.

        It is `text`, `cut` if only its beginning is kept, or `hex` if it is none.
        """
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            return [self._number(_hex(data[:_HEX_BYTES])), len(data), "hex"]
        if "\0" in text[:_HEX_BYTES]:
            return [self._number(_hex(data[:_HEX_BYTES])), len(data), "hex"]
        form = "cut" if len(text) > self.limit else "text"
        return [self._number(lines(text[: self.limit])), len(data), form]

    def _cut(self, text: str) -> str:
        return text if len(text) <= self.limit else text[: self.limit] + "…"

    def _number(self, text: str) -> int:
        return self._numbers.setdefault(text, len(self._numbers))


def lines(text: str) -> str:
    """`text` made visible, but with its line breaks."""
    return "\n".join(visible(line) for line in text.replace("\r\n", "\n").split("\n"))


def _hex(data: bytes) -> str:
    """Bytes as people read them: offset, numbers, characters."""
    rows = range(0, len(data), _HEX_ROW)
    return "\n".join(_hex_row(at, data[at : at + _HEX_ROW]) for at in rows)


def _hex_row(at: int, data: bytes) -> str:
    shown = "".join(chr(byte) if 32 <= byte < 127 else "." for byte in data)
    return f"{at:04x}  {data.hex(' '):<{_HEX_ROW * 3 - 1}}  {shown}"
