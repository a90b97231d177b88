"""Parses bodies in `multipart/form-data`."""

import logging
from dataclasses import dataclass, field

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

FORM = "multipart/form-data"
# A broken form is told to its sender; the parser would also print it.
logging.getLogger("python_multipart").addHandler(logging.NullHandler())


class NotForm(ValueError):
    """Says why a body is not an acceptable form."""


@dataclass(frozen=True, slots=True)
class FormPart:
    """One part of a form: a text, or a file if it has a file's name."""

    name: str
    data: bytes
    filename: str | None = None
    type: str = ""


@dataclass(slots=True)
class _Reading:
    """The parser's state: the parts so far, and the one that is being read."""

    parts: list[FormPart] = field(default_factory=list)
    headers: dict[bytes, bytes] = field(default_factory=dict)
    name: bytes = b""
    value: bytes = b""
    data: bytearray = field(default_factory=bytearray)
    ended: bool = False

    def part_begin(self) -> None:
        self.headers, self.data = {}, bytearray()

    def header_begin(self) -> None:
        self.name, self.value = b"", b""

    def header_field(self, chunk: bytes, start: int, end: int) -> None:
        self.name += chunk[start:end]

    def header_value(self, chunk: bytes, start: int, end: int) -> None:
        self.value += chunk[start:end]

    def header_end(self) -> None:
        self.headers[self.name.lower()] = self.value

    def part_data(self, chunk: bytes, start: int, end: int) -> None:
        self.data += chunk[start:end]

    def part_end(self) -> None:
        self.parts.append(_part(self.headers, bytes(self.data)))

    def end(self) -> None:
        self.ended = True


def read_form(body: bytes, content_type: str) -> tuple[FormPart, ...]:
    """The parts of a form, or `NotForm` with the reason."""
    _, options = parse_options_header(content_type)
    boundary = options.get(b"boundary")
    if not boundary:
        raise NotForm("the content type names no boundary")
    reading = _Reading()
    try:
        parser = MultipartParser(
            boundary,
            {
                "on_part_begin": reading.part_begin,
                "on_part_data": reading.part_data,
                "on_part_end": reading.part_end,
                "on_header_begin": reading.header_begin,
                "on_header_field": reading.header_field,
                "on_header_value": reading.header_value,
                "on_header_end": reading.header_end,
                "on_end": reading.end,
            },
        )
        parser.write(body)
        parser.finalize()
    except FormParserError as error:
        raise NotForm(str(error)) from None
    if not reading.ended:
        raise NotForm("the last boundary is missing")
    return tuple(reading.parts)


def _part(headers: dict[bytes, bytes], data: bytes) -> FormPart:
    _, options = parse_options_header(headers.get(b"content-disposition"))
    if b"name" not in options:
        raise NotForm("a part has no name")
    filename = options.get(b"filename")
    return FormPart(
        name=options[b"name"].decode(errors="replace"),
        data=data,
        filename=None if filename is None else filename.decode(errors="replace"),
        type=headers.get(b"content-type", b"").decode("latin-1"),
    )
