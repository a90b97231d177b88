"""Reports with recordings beside them: an ordinary, a hostile and a large one."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from conformance.core.exchange import Exchange, Recording
from conformance.core.message import Attempt, Piece, Response
from conformance.sending.store import Store
from conformance.tests.helpers import a_case, a_stream, a_target, an_exchange
from conformance.tests.reports import (
    HOSTILE,
    a_report,
    an_entry,
    an_outcome,
    judge,
    lost,
    violated,
)

BINARY = bytes(range(256)) * 4
# What a hostile relay sends beyond the texts that it may put anywhere.
HOSTILE_BODY = (
    '{"a":"</script><script>document.title=1</script>","b":"<!--<script>",'
    '"c":"\u202eevil\u2066","d":"\\u001b[31m","e":"<img src=x onerror=alert(1)>"}'
).encode()


def save(folder: Path, case: str, *exchanges: Exchange) -> str:
    """Write a recording below a report's folder; its path in the report."""
    found = Recording(case, "relay", exchanges)
    Store(folder / "recordings" / "relay").save(a_case(case), found)
    return f"recordings/relay/{case}.json"


def paced(*times: float) -> Exchange:
    """A stream with an event at each of these times."""
    made = a_stream(*(f'{{"n":{place}}}' for place in range(len(times))))
    data = [f'data: {{"n":{place}}}\n\n'.encode() for place in range(len(times))]
    pieces = tuple(Piece(at, one) for at, one in zip(times, data, strict=True))
    got = replace(
        made.response, pieces=pieces, first_byte=times[0], total=times[-1] + 0.5
    )
    return replace(made, response=got)


def ordinary(folder: Path) -> Any:
    """A report with a verdict of each kind, in two areas."""
    asked = an_exchange(429, b'{"error":{"message":"later","code":null}}')
    asked = replace(asked, attempts=(Attempt(503, (), b"", 1.5),))
    refused = save(folder, "chat/minimal", asked)
    stream = save(folder, "chat/stream", paced(0.25, 0.5, 1.75))
    steps = (replace(an_exchange(), step=f"s{n}") for n in range(3))
    several = save(folder, "chat/steps", *steps)
    sound = save(folder, "audio/speech", an_exchange(200, BINARY))
    found = judge(
        violated("chat.id", recording=refused),
        an_outcome("chat.id", case="chat/stream", recording=stream),
        violated("chat.name", "SHOULD", recording=refused),
        violated(
            "chat.hint",
            "MAY",
            case="chat/steps",
            recording=several,
            at="/id",
            step="s1",
        ),
        an_outcome("chat.stream.done", case="chat/stream", recording=stream),
        an_outcome("audio.sound", case="audio/speech", recording=sound),
        lost("audio.lost"),
        an_outcome("audio.noise", verdict="inconclusive", message="an empty answer"),
        an_outcome("audio.none", verdict="not-applicable", message="not offered"),
        an_outcome("audio.nil", verdict="not-applicable", message="not offered"),
    )
    return a_report(
        found, entries=[an_entry(v.requirement) for v in found.verdict.verdicts]
    )


def attacked(folder: Path) -> Any:
    """A report whose target puts harm wherever it may put anything."""
    asked = an_exchange(200, HOSTILE_BODY, tuple((t, t) for t in HOSTILE))
    streamed = a_stream(*(text.replace("\n", " ") for text in _written()))
    broken = Response(200, (), (Piece(0.1, b"\xff<script>alert(1)</script>"),))
    path = save(
        folder,
        "chat/minimal",
        replace(asked, step=HOSTILE[1]),
        streamed,
        replace(asked, response=broken),
    )
    told = [
        violated(
            f"chat.n{number}",
            message=text,
            expected=text,
            got=text,
            at=text,
            step=text,
            curl=f"curl '{text}'",
            case=f"chat/{text}",
            recording=path,
        )
        for number, text in enumerate(HOSTILE)
    ]
    return a_report(judge(*told), entries=[an_entry(one.requirement) for one in told])


def broken(_: Path) -> Any:
    """A report on two targets that break clients, one of them with waivers."""
    kinds = {
        "chat.stream.object": "other",
        "chat.stream.no-unasked-usage": "",
        "chat.tools.ids": "missing",
    }
    shape = violated("chat.stream.json-events", target="other", kind="not-json")
    waived = an_outcome(
        "chat.stream.role", verdict="waived", target="other", kind="missing"
    )
    return a_report(
        judge(*(violated(id, kind=kind) for id, kind in kinds.items())),
        judge(shape, waived, target=a_target(name="other")),
    )


def large(folder: Path, requirements: int = 400, recordings: int = 200) -> Any:
    """A report as large as they come: long bodies, all of them different."""
    paths = []
    for number in range(recordings):
        body = f'{{"number":{number},"text":"{"x" * 40_000}"}}'.encode()
        paths.append(save(folder, f"chat/n{number}", an_exchange(200, body)))
    told = [
        violated(
            f"area{number % 12}.n{number}",
            "MUST" if number % 3 else "SHOULD",
            case=f"chat/n{number}",
            recording=paths[number % recordings],
            got="y" * 600,
            curl=f"curl {number} " + "z" * 4_000,
        )
        for number in range(requirements)
    ]
    return a_report(judge(*told), entries=[an_entry(one.requirement) for one in told])


def _written() -> list[str]:
    """The hostile texts that bytes can carry."""
    return [text for text in HOSTILE if "\ud800" not in text]
