"""Answers that do not come, or not to an end."""

from collections.abc import Iterator

from conformance.tests.hostile.behaviour import EVENTS, JSON, head, hostile
from conformance.tests.server import Heard, Part

SOON = (1, 1, 2)
LATE = r"no answer came within|nothing came for|not ended after"


@hostile(LATE, patience=SOON)
def never_answers(_: Heard) -> Iterator[Part]:
    yield 40.0


@hostile(LATE, route="", patience=SOON)
def never_answers_anything(_: Heard) -> Iterator[Part]:
    yield 40.0


@hostile(LATE, patience=SOON)
def a_byte_a_second(heard: Heard) -> Iterator[Part]:
    for byte in head(JSON) * 2:
        yield bytes([byte])
        yield 0.5


@hostile(LATE, patience=SOON)
def stall_after_the_head(_: Heard) -> Iterator[Part]:
    yield head(EVENTS)
    yield 40.0


@hostile(LATE, patience=SOON)
def dribble(heard: Heard) -> Iterator[Part]:
    yield head(EVENTS)
    for _ in range(100):
        yield b": on\n\n"
        yield 0.4


@hostile(LATE, route="", patience=SOON)
def dribble_everywhere(heard: Heard) -> Iterator[Part]:
    yield head(EVENTS)
    for _ in range(100):
        yield b": on\n\n"
        yield 0.4
