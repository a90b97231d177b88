"""Takes secrets out of everything, by value, before it is written."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from conformance.core.marks import WITHHELD
from conformance.core.message import Headers, Piece
from conformance.formats.encodings import is_text
from conformance.formats.search import Hit, Search


@dataclass(frozen=True, slots=True)
class Redactor:
    """Replaces the given secrets, in every spelling that a text may hold."""

    _search: Search | None

    @classmethod
    def of(cls, secrets: Iterable[str]) -> "Redactor":
        """A redactor for these secrets; empty ones are ignored."""
        known = sorted({secret for secret in secrets if secret})
        return cls(Search.of(known) if known else None)

    @property
    def has_secrets(self) -> bool:
        """Whether there is anything to take out."""
        return self._search is not None

    def data(self, data: bytes) -> bytes:
        """`data` without the secrets."""
        return b"".join(piece.data for piece in self.pieces((Piece(0.0, data),)))

    def text(self, text: str) -> str:
        """`text` without the secrets."""
        encoded = text.encode("utf-8", "surrogatepass")
        return self.data(encoded).decode("utf-8", "surrogatepass")

    def headers(self, headers: Headers) -> Headers:
        """Headers whose names and values hold no secret."""
        words = [word for header in headers for word in header]
        # One text is searched faster than many; no word holds the end of a line.
        clean = self.text("\n".join(words)).split("\n")
        if len(clean) != len(words):
            clean = [self.text(word) for word in words]
        return tuple(zip(clean[::2], clean[1::2], strict=True))

    def pieces(self, pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
        """Pieces without the secrets, also where one was cut by a read."""
        if self._search is None:
            return pieces
        hits = self._search.hits(b"".join(piece.data for piece in pieces))
        return tuple(_rewritten(pieces, hits)) if hits else pieces

    def unread(self, pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
        """Pieces of a body in a coding that cannot be undone: none, if it is in one.

        Nobody can tell what such data hold.
        """
        if self._search is None or is_text(b"".join(piece.data for piece in pieces)):
            return self.pieces(pieces)
        marks = (WITHHELD.encode(), *(b"" for _ in pieces[1:]))
        return tuple(
            Piece(piece.at, mark) for piece, mark in zip(pieces, marks, strict=True)
        )


def _rewritten(pieces: tuple[Piece, ...], hits: list[Hit]) -> Iterator[Piece]:
    """Each piece with its part of the body; a mark goes where its hit began.

    Both lists are walked once: a body may hold the key a million times.
    """
    rest = iter(hits)
    hit = next(rest, None)
    begin = 0
    for piece in pieces:
        end = begin + len(piece.data)
        kept, place = [], begin
        while hit is not None and hit.start < end:
            kept.append(piece.data[place - begin : max(hit.start, begin) - begin])
            kept.append(hit.mark if hit.start >= begin else b"")
            place = min(hit.end, end)
            if hit.end > end:
                break
            hit = next(rest, None)
        yield Piece(piece.at, b"".join(kept) + piece.data[place - begin :])
        begin = end
