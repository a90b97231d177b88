"""A pass proves something: an effect that cannot be seen is never told to be there.

A blank of the relay hides what requirements look for: it ignores options, answers with
a word, refuses everything, and so on. Under one of them at least each requirement has
to stay open; or `told.toml` says why it can always be told. And on a server that drops
every optional field and says one word, nothing passes but what stands there.
"""

import ast
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from conformance.core.verdict import Verdict
from conformance.plugin.endings import Ending, ending
from conformance.relay import blanks
from conformance.selftest.worker import Work, judgements
from conformance.tests.packaged import CATALOGUE

pytestmark = pytest.mark.process

FOLDER = Path(__file__).parent
TOLD: dict[str, Any] = tomllib.loads((FOLDER / "told.toml").read_text("utf-8"))
IDS = {entry.id for entry in CATALOGUE.entries}
OPEN = (Verdict.INCONCLUSIVE, Verdict.NOT_APPLICABLE)
# It ignores what it is asked for, and what it says is too short to show that.
DEAF = "ignores-options+one-word"
ORDINARY = (
    DEAF,
    "same-answer",
    "empty-texts",
    "empty-lists",
    "refuses-all",
    "one-call+repeats-prompts+offers-no-cors",
    "cuts-short",
)
TASKS = ("empty-lists", "other-ends", "never-ends", "busy")
FAITHFUL = tuple(Work("", profile) for profile in ("openai", "modellss"))
WORK = (
    *(Work(bend, "openai", examples=3) for bend in ORDINARY),
    *(
        Work("refuses-options", profile, examples=3, claims=False)
        for profile in ("openai", "aitre", "modellss")
    ),
    *(
        Work(bend, profile, examples=3)
        for bend in (DEAF, "refuses-all")
        for profile in ("aitre", "modellss", "vmware-pais")
    ),
    *(Work(bend, "modellss", examples=1) for bend in TASKS),
    *(
        Work(bend, "openai", examples=1, model=model)
        for model in ("thinker-5", "thinker-deepseek")
        for bend in (DEAF, "one-word", "cuts-short")
    ),
)
Endings = Mapping[str, list[Ending]]


def endings_of(work: Work) -> Endings:
    """How each requirement ends on each recording of one piece of work."""
    endings = defaultdict(list)
    for judgement in judgements(work):
        end = ending(judgement.error)
        assert end is not None, f"{judgement.id} on {judgement.case}"
        if judgement.recording is not None:
            endings[judgement.id].append(end)
    return dict(endings)


@pytest.fixture(scope="module")
def under() -> Iterator[Mapping[Work, Endings]]:
    """How everything ends under each blank, and on the faithful relay."""
    with ProcessPoolExecutor() as pool:
        every = (*WORK, *FAITHFUL)
        yield dict(zip(every, pool.map(endings_of, every), strict=True))


def listed(name: str) -> set[str]:
    """The requirements of all groups of the table."""
    return {id for group in TOLD["group"] for id in group.get(name, ())}


def passes(endings: list[Ending]) -> bool:
    """Whether a requirement passes: something was judged, and nothing left open."""
    verdicts = {end.verdict for end in endings}
    worse = {Verdict.VIOLATED, Verdict.INCONCLUSIVE}
    return Verdict.PASS in verdicts and not verdicts & worse


def test_each_requirement_stays_open_somewhere_or_says_why_it_cannot(
    under: Mapping[Work, Endings],
) -> None:
    """One that is new needs a blank or a sentence; one that stays open needs none."""
    left_open = {
        id
        for work in WORK
        for id, endings in under[work].items()
        if any(end.verdict in OPEN for end in endings)
    }
    always, elsewhere = listed("always"), set(TOLD["elsewhere"])
    assert sorted(always & left_open) == [], "they need no sentence in told.toml"
    assert sorted(IDS - left_open - elsewhere - always) == [], (
        "show it in a blank of the relay, or say in told.toml why it can always be told"
    )


def test_nothing_passes_by_being_ignored(under: Mapping[Work, Endings]) -> None:
    """What passes on a server that ignores all options is about no option."""
    ignored = {
        id
        for work in WORK
        if work.bend == DEAF
        for id, endings in under[work].items()
        if passes(endings)
    }
    assert sorted(ignored - listed("passes")) == [], (
        "the fault could not be seen there: raise Undecided, or say in told.toml why "
        "it could"
    )


def test_the_faithful_relay_leaves_nothing_open(under: Mapping[Work, Endings]) -> None:
    """What could be seen is looked at: the cases ask for what shows."""
    unclear = {
        id
        for work in FAITHFUL
        for id, endings in under[work].items()
        if not passes(endings) and not all(end.verdict in OPEN[1:] for end in endings)
    }
    assert sorted(unclear) == []


def test_the_table_names_what_there_is() -> None:
    assert listed("always") | listed("passes") | set(TOLD["elsewhere"]) <= IDS
    assert not listed("always") & set(TOLD["elsewhere"])
    for named in set(TOLD["elsewhere"].values()):
        file, _, test = named.partition("::")
        tree = ast.parse((FOLDER / file).read_text("utf-8"))
        assert test in {n.name for n in tree.body if isinstance(n, ast.FunctionDef)}


def test_every_blank_is_used() -> None:
    used = {name for work in WORK for name in work.bend.split("+")}
    assert {blank.name for blank in blanks()} == used
