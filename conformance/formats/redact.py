"""Takes secrets out of everything, by value, before it is written."""

import base64
import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html.entities import codepoint2name

from conformance.core.marks import HASH_MARK, MARK
from conformance.core.message import Headers, Piece

# Characters that JSON, URLs, HTML and shells leave as they are.
_PLAIN = re.compile(r"[A-Za-z0-9_.~-]")


@dataclass(frozen=True, slots=True)
class Redactor:
    """Replaces the given secrets, in every spelling that a text may hold."""

    pattern: re.Pattern[bytes] | None
    digests: frozenset[bytes]

    @classmethod
    def of(cls, secrets: Iterable[str]) -> "Redactor":
        """A redactor for these secrets; empty ones are ignored."""
        known = sorted({s for s in secrets if s}, key=lambda s: (-len(s), s))
        digests = [d for secret in known for d in _digests(secret)]
        spellings = [_spellings(secret) for secret in known]
        joined = b"|".join([*spellings, *(b"(?i:%s)" % d for d in digests)])
        return cls(re.compile(joined) if joined else None, frozenset(digests))

    def data(self, data: bytes) -> bytes:
        """`data` without the secrets."""
        return self.pattern.sub(self._mark, data) if self.pattern else data

    def text(self, text: str) -> str:
        """`text` without the secrets."""
        encoded = text.encode("utf-8", "surrogatepass")
        return self.data(encoded).decode("utf-8", "surrogatepass")

    def headers(self, headers: Headers) -> Headers:
        """Headers whose names and values hold no secret."""
        return tuple((self.text(name), self.text(value)) for name, value in headers)

    def pieces(self, pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
        """Pieces without the secrets, also where one was cut by a read."""
        if self.pattern is None:
            return pieces
        body = b"".join(piece.data for piece in pieces)
        found = [
            (m.start(), m.end(), self._mark(m)) for m in self.pattern.finditer(body)
        ]
        return tuple(_rewritten(pieces, found)) if found else pieces

    def _mark(self, match: re.Match[bytes]) -> bytes:
        hashed = match.group().lower() in self.digests
        return (HASH_MARK if hashed else MARK).encode()


def _rewritten(
    pieces: tuple[Piece, ...], found: list[tuple[int, int, bytes]]
) -> Iterator[Piece]:
    """Each piece with its part of the body; a mark goes where its match began.

    Both lists are walked once: a body may hold the key a million times.
    """
    matches = iter(found)
    match = next(matches, None)
    begin = 0
    for piece in pieces:
        end = begin + len(piece.data)
        kept, place = [], begin
        while match is not None and match[0] < end:
            first, last, mark = match
            kept.append(piece.data[place - begin : max(first, begin) - begin])
            kept.append(mark if first >= begin else b"")
            place = min(last, end)
            if last > end:
                break
            match = next(matches, None)
        yield Piece(piece.at, b"".join(kept) + piece.data[place - begin :])
        begin = end


def _spellings(secret: str) -> bytes:
    """A pattern for a secret, however each of its characters is escaped."""
    encoded = base64.b64encode(secret.encode("utf-8", "surrogatepass"))
    return b"|".join((b"".join(map(_spelled, secret)), re.escape(encoded)))


def _spelled(char: str) -> bytes:
    """A pattern for one character: plain, or as JSON, a URL, HTML or a shell has it."""
    raw = char.encode("utf-8", "surrogatepass")
    if _PLAIN.fullmatch(char):
        return raw.replace(b".", rb"\.")
    number, name = ord(char), codepoint2name.get(ord(char), "")
    units = json.dumps(char)[1:-1] if number > 0xFFFF else f"\\u{number:04x}"
    ways = [
        # Up to three: what was escaped may be put into a string once more.
        rb"\\{1,4}" if char == "\\" else re.escape(raw),
        b"(?i:%s)" % units.encode().replace(b"\\", rb"\\{1,2}"),
        b"(?i:%s)" % "".join(f"%{byte:02x}" for byte in raw).encode(),
        b"(?i:&#0*%d;|&#x0*%x;)" % (number, number),
    ]
    ways += [f"&{name};".encode()] if name else []
    ways += {
        "'": [b"&apos;", rb"'\\{0,3}\"'\\{0,3}\"'", rb"'\\{1,4}''"],
        " ": [rb"\+"],
    }.get(char, [])
    return rb"\\{0,3}(?:%s)" % b"|".join(reversed(ways))


def _digests(secret: str) -> Iterator[bytes]:
    for algorithm in ("md5", "sha1", "sha256"):
        encoded = secret.encode("utf-8", "surrogatepass")
        digest = hashlib.new(algorithm, encoded, usedforsecurity=False)
        yield digest.hexdigest().encode()
