"""The curl line of a finding reproduces it: what it gets violates the same again."""

import os
import shutil
import subprocess
from dataclasses import replace
from inspect import signature
from pathlib import Path
from random import Random

import pytest

from conformance.core.exchange import Exchange
from conformance.core.message import Piece, Response
from conformance.core.violation import Violation
from conformance.formats import sse
from conformance.formats.paths import data
from conformance.relay import Bend, faults
from conformance.reporting.catalogue import entries
from conformance.reporting.curl import curl_line
from conformance.selftest.results import has_client, needs_client, work_of
from conformance.selftest.worker import (
    judgements,
    relay_key,
)

pytestmark = pytest.mark.process

# All of them take minutes; a few of each area are looked at each time.
ALL = bool(os.environ.get("RELAYCERT_ALL_CURL_LINES"))
SEED = int(os.environ.get("RELAYCERT_CURL_SEED", "13"))
_EACH = 2
_BY_ID = {entry.id: entry for entry in entries()}
# What lies in what was asked before, or in how often.
_ELSEWHERE = {
    "chat-choices-empty": "it shows at each third call",
    "mj-list-ignores-ids": "it shows beside the tasks of other cases",
    "mj-query-all": "it shows beside the tasks of other cases",
    "mj-queue-never-empties": "it shows beside the tasks of other cases",
    "lim-wedged-after-bad-request": "it shows once after another request",
}


def judged_alone() -> list[Bend]:
    """The faults that are seen in one exchange."""
    return [
        bend
        for bend in faults()
        if not bend.rare
        and not bend.public
        and bend.name not in _ELSEWHERE
        and (has_client() or not needs_client(bend))
        and "exchange" in signature(_BY_ID[bend.caught_by].function).parameters
        and "recording" not in signature(_BY_ID[bend.caught_by].function).parameters
    ]


def sample() -> list[Bend]:
    """Some faults of each area, or all."""
    known, chosen = judged_alone(), []
    for area in sorted({bend.caught_by.partition(".")[0] for bend in known}):
        own = [bend for bend in known if bend.caught_by.startswith(f"{area}.")]
        chosen += own if ALL else Random(SEED).sample(own, min(len(own), _EACH))
    return chosen


def gotten(line: str, asked: Exchange, folder: Path) -> Exchange:
    """What a shell gets with a line, as the exchange that it repeats."""
    for file in (data("cases") / "files").iterdir():
        shutil.copy(file, folder)
    # What a line says that it leaves out is taken from the recording.
    (folder / "body").write_bytes(asked.request.body)
    done = subprocess.run(
        ["/bin/sh", "-c", line],
        capture_output=True,
        cwd=folder,
        env={"KEY": relay_key(), "PATH": os.environ["PATH"]},
        timeout=60,
        check=False,
    )
    head, _, body = done.stdout.partition(b"\r\n\r\n")
    while head.split()[1].startswith(b"1"):
        head, _, body = body.partition(b"\r\n\r\n")
    status, *lines = head.decode("latin-1").split("\r\n")
    headers = tuple((n, v.strip()) for n, _, v in (one.partition(":") for one in lines))
    pieces = (Piece(0.0, body),) if body else ()
    events, leftover = sse.parse(pieces)
    response = Response(int(status.split()[1]), headers, pieces)
    return replace(asked, response=response, events=events, leftover=leftover)


@pytest.mark.parametrize("bend", sample(), ids=lambda bend: bend.name)
def test_the_curl_line_of_a_fault_shows_it_again(bend: Bend, tmp_path: Path) -> None:
    work = work_of(bend, bend.dialects[0])
    # To the end: what records them closes its connections there.
    judged = list(judgements(work, [bend.caught_by]))
    shown = next(one for one in judged if isinstance(one.error, Violation))
    exchange = shown.given["exchange"]
    again = gotten(curl_line(exchange, "KEY"), exchange, tmp_path)
    with pytest.raises(Violation) as raised:
        _BY_ID[bend.caught_by].function(**{**shown.given, "exchange": again})
    assert isinstance(shown.error, Violation)
    assert raised.value.kind == shown.error.kind
