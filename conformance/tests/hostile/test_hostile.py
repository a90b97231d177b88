"""Whatever a server does, a run ends as it should, and says what it saw.

`pytest -m hostile conformance/tests/hostile` prints what each behaviour came to, the
memory at its peak, and the time.
"""

import json
import shutil
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from conformance.relay import Relay, RelaySettings
from conformance.tests.hostile import bodies, numbers, statuses, texts, times, wire
from conformance.tests.hostile.behaviour import BEHAVIOURS, SMALL, Behaviour
from conformance.tests.hostile.judging import KEY, MOST_MEMORY, Judged, judge, relaycert
from conformance.tests.hostile.listener import listening
from conformance.tests.hostile.outcome import problems, row, verdicts

pytestmark = pytest.mark.hostile

CORPUS = (bodies, numbers, statuses, texts, times, wire)
# Some of them wait more than they work.
AT_ONCE = 3
# A run that ends at once takes some seconds: several folders are replayed as one.
TOGETHER = 12


@pytest.fixture(scope="module")
def relay() -> Iterator[str]:
    with Relay(RelaySettings(key=KEY)) as relay:
        yield relay.base_url("openai")


@pytest.fixture(scope="module")
def judged(
    relay: str, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Mapping[str, Judged]:
    """What came of each behaviour that is asked for, several judged at once."""
    home = tmp_path_factory.mktemp("hostile")
    items = [
        item for item in request.session.items if isinstance(item, pytest.Function)
    ]
    params = [i.callspec.params for i in items if "name" in i.fixturenames]
    names = [str(of["name"]) for of in params]

    capture = request.config.pluginmanager.getplugin("capturemanager")
    assert capture is not None

    def one(name: str) -> Judged:
        judged = on_a_server(BEHAVIOURS[name], relay, home)
        with capture.global_and_fixture_disabled():
            print(row(name, judged), flush=True)  # noqa: T201
        return judged

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return dict(zip(names, pool.map(one, names), strict=True))


def on_a_server(behaviour: Behaviour, relay: str, home: Path) -> Judged:
    """Judge a server that behaves so."""
    b = behaviour
    with listening(b.script, b.route, relay, b.raw) as listener:
        judged = judge(
            home / b.name, listener.url, b.select, b.patience, b.select != SMALL
        )
    judged.problems += problems(behaviour, judged, listener)
    return judged


@pytest.mark.parametrize("name", BEHAVIOURS)
def test_a_run_ends_as_it_should(name: str, judged: Mapping[str, Judged]) -> None:
    assert not judged[name].problems, judged[name].folder


def test_all_are_judged_alike_again(
    judged: Mapping[str, Judged], tmp_path: Path
) -> None:
    alike = [one for n, one in judged.items() if BEHAVIOURS[n].select == SMALL]
    for number in range(0, len(alike), TOGETHER):
        home = tmp_path / str(number)
        is_judged_alike(alike[number : number + TOGETHER], home)


def is_judged_alike(runs: list[Judged], home: Path) -> None:
    """Replay these runs as one, and hold each verdict against the first."""
    for one in runs:
        for folder in (one.folder / "report" / "recordings").iterdir():
            shutil.copytree(folder, home / "all" / "recordings" / folder.name)
    options = ("--report-dir", "again", "--quiet", "--select", SMALL)
    ended = relaycert(home, "replay", "all", *options)
    assert ended.code in (1, 3), ended.said[-2000:]
    assert ended.memory <= MOST_MEMORY
    again = json.loads((home / "again" / "report.json").read_bytes())
    first = [row for one in runs for row in verdicts(one.report)]
    assert sorted(first) == sorted(verdicts(again))


def test_there_are_enough() -> None:
    assert len(BEHAVIOURS) >= 70
