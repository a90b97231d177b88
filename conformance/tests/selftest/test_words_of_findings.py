"""The words of what every fault shows: whole, plain, and in their places."""

import json
import re
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

import pytest

from conformance.core.violation import Violation
from conformance.formats.schema import validator
from conformance.relay import faults
from conformance.selftest.results import has_client, needs_client, work_of
from conformance.selftest.worker import judgements

# What is cut says so, and how long it was.
_CUT = re.compile(r"… \((more than )?\d+ (bytes )?long\)")
_CHOICES, _MOST_CHOICES = '{"choices": ', 4000
_KIND = re.compile(
    validator("own/report").schema["$defs"]["item"]["properties"]["kind"]["pattern"]
)
# What came is no JSON there, which is what is told.
_NO_JSON = ("JSON", "strict JSON")


@dataclass(frozen=True, slots=True)
class Words:
    """What is told of a violation, and the steps of its recording."""

    id: str
    expected: str
    got: str
    at: str
    kind: str
    steps: tuple[str, ...]


def words_of(fault: str) -> list[Words]:
    """What the requirements that notice a fault tell of it, in a process of a pool."""
    bend = next(bend for bend in faults() if bend.name == fault)
    work = work_of(bend, bend.dialects[0])
    return [
        Words(
            judgement.id,
            judgement.error.expected,
            judgement.error.got,
            judgement.error.at,
            judgement.error.kind,
            tuple(exchange.step for exchange in judgement.recording or ()),
        )
        for judgement in judgements(work, [bend.caught_by, *bend.also])
        if isinstance(judgement.error, Violation)
    ]


def slips(told: Words) -> Iterator[str]:
    """What is wrong with the words of a finding."""
    if not told.got or not told.at or not told.expected:
        yield "something is not said"
    if told.expected == told.got:
        yield "what came is what was expected"
    if told.at in told.steps:
        yield "a step is no place"
    if '"None"' in told.got and told.id != "errors.literals":
        yield "what is absent is called None"
    if told.got.startswith('"') and '\\"' in told.got:
        yield "a text stands in another one"
    if told.got[0:1] in ("{", "[") and not _is_whole(told):
        yield "it is cut, and does not say so"
    if told.got.startswith(_CHOICES) and not _has_choices(told.got):
        yield "its choices are cut"
    if not _KIND.fullmatch(told.kind):
        yield "its kind is no word"


def _is_whole(told: Words) -> bool:
    # Event after event, a list with what is absent, and what a client could not read.
    if _CUT.search(told.got) or told.expected.startswith(_NO_JSON):
        return True
    return _is_json(told.got) or all(map(_is_json, told.got.split(" and ")))


def _is_json(text: str) -> bool:
    try:
        json.loads(re.sub(r"\babsent\b", "null", text))
    except ValueError:
        return re.fullmatch(r"\[[\w-]+\]", text) is not None  # a mark, such as [DONE]
    return True


def _has_choices(got: str) -> bool:
    try:
        json.JSONDecoder().raw_decode(got, len(_CHOICES))
    except ValueError:
        return len(got) >= _MOST_CHOICES
    return True


@pytest.mark.parametrize(
    "told",
    [
        Words("a.b", "a text", "", "/id", "", ()),
        Words("a.b", "7", "7", "/id", "", ()),
        Words("a.b", "a text", "7", "create", "", ("create",)),
        Words("a.b", "a text", '["None"]', "/id", "", ()),
        Words("a.b", "a text", '"{\\"a\\": 1}"', "/id", "", ()),
        Words("a.b", "a text", '{"a": [1, 2', "/id", "", ()),
        Words("a.b", "a text", '{"choices": [1,… (90 long)', "/id", "", ()),
        Words("a.b", "a text", "7", "/id", " two  words", ()),
    ],
)
def test_each_slip_is_seen(told: Words) -> None:
    assert len(list(slips(told))) == 1


@pytest.mark.parametrize(
    "got",
    [
        '{"a": 1}',
        "[absent, null]",
        '{"a": [1,… (5000 long)',
        '{"choices": [1], "id": "x… (5000 long)',
        '200 {"a": 1}',
        '["one and another"]',
        '{"a": 1} and [DONE]',
        'the text {"a": 1}',
    ],
)
def test_what_is_right_is_no_slip(got: str) -> None:
    assert list(slips(Words("a.b", "a text", got, "/id", "/id:type", ("one",)))) == []


@pytest.mark.process
@pytest.mark.slow
def test_what_every_fault_shows_is_told_in_plain_words() -> None:
    names = [f.name for f in faults() if has_client() or not needs_client(f)]
    names = [f.name for f in faults() if f.name in names and not f.rare]
    with ProcessPoolExecutor() as pool:
        told = [words for of_one in pool.map(words_of, names) for words in of_one]
    assert {slip: one for one in told for slip in slips(one)} == {}
    # Nearly each of them is violated on some case: else nothing would be looked at.
    assert len({one.id for one in told}) > 200
