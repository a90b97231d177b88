"""A fault is one cause, whatever it violates; two faults are two."""

from concurrent.futures import ProcessPoolExecutor
from functools import cache

import pytest

from conformance.relay import Bend, faults
from conformance.selftest.results import has_client, needs_client, work_of
from conformance.selftest.worker import Work
from conformance.tests.folding import causes_of

FAULTS = {fault.name: fault for fault in faults()}
# Faults that break several statements, of which none follows from another.
SEVERAL = {
    "chat-choices-empty": "an answer without choices still could name its model",
    "cmpl-stream-delta-shape": "a chunk of chat names another object, and has no text",
    "err-range-not-validated": "each route has bounds, and checks, of its own",
    "models-authed-empty": "the list is shown without a key, and empty with one",
    "reason-in-another-field": "the field is a SHOULD, and refusing it back a MUST",
    "stream-fixed-deadline": "no `[DONE]`, no finish reason, and a text that is cut",
}
# Of each kind of cause that generated requests find again, one that examples show.
FOUND_AGAIN = (
    "chat-max-tokens-ignored",
    "chat-stop-ignored",
    "chat-n-ignored",
    "chat-object-wrong",
    "chat-tools-refused",
    "cmpl-stop-ignored",
    "emb-dimensions-ignored",
    "emb-refused",
    "err-body-null",
    "err-flat-envelope",
    "err-html-page",
    "img-n-ignored",
    "img-refused",
    "sp-empty",
    "sp-format-ignored",
    "stream-no-done",
)
# Faults that have nothing to do with each other.
PAIRS = (
    ("chat-max-tokens-ignored", "err-flat-envelope"),
    ("chat-max-tokens-ignored", "chat-stop-ignored"),
    ("chat-stop-ignored", "emb-dimensions-ignored"),
    ("chat-n-ignored", "chat-object-wrong"),
    ("err-plain-text-500", "err-flat-envelope"),
    ("err-unknown-model-5xx", "err-none-literals"),
    ("err-none-literals", "tr-bad-audio-500"),
    ("emb-dimensions-ignored", "err-body-null"),
    ("img-n-ignored", "sp-empty"),
    ("stream-no-done", "chat-logprobs-missing"),
    ("chat-tools-refused", "chat-object-wrong"),
    ("auth-missing-accepted", "err-unknown-model-answered"),
    ("lim-body-truncated", "chat-stop-ignored"),
)
EXAMPLES = 6

pytestmark = [pytest.mark.process, pytest.mark.slow]


def roots(work: Work, examples: int) -> set[str]:
    """What the causes of a bent relay are named by."""
    found = {cause.requirement for cause in causes_of(work, examples)}
    return found - usual(work.profile)


@cache
def usual(profile: str) -> set[str]:
    """What causes on the faithful relay are named by."""
    return {cause.requirement for cause in causes_of(Work("", profile), 0)}


def all_roots(work: list[Work], examples: int) -> list[set[str]]:
    with ProcessPoolExecutor() as pool:
        return list(pool.map(roots, work, [examples] * len(work)))


def stated(fault: Bend) -> bool:
    """Whether it violates more than one requirement, and can be judged here."""
    return (
        bool(fault.also)
        and not fault.rare
        and (has_client() or not needs_client(fault))
    )


def test_a_fault_is_one_cause() -> None:
    several = [fault for fault in FAULTS.values() if stated(fault)]
    work = [work_of(fault, fault.dialects[0]) for fault in several]
    found = dict(zip(several, all_roots(work, 0), strict=True))
    apart = {fault.name: sorted(ids) for fault, ids in found.items() if len(ids) > 1}
    assert apart.keys() == SEVERAL.keys(), apart
    assert all(found.values())


def test_what_generated_requests_find_again_is_no_second_cause() -> None:
    work = [work_of(FAULTS[name], "openai") for name in FOUND_AGAIN]
    found = dict(zip(FOUND_AGAIN, all_roots(work, EXAMPLES), strict=True))
    expected = {name: {FAULTS[name].caught_by} for name in FOUND_AGAIN}
    assert found == expected


def test_two_faults_are_two_causes() -> None:
    work = [Work("+".join(pair), "openai") for pair in PAIRS]
    found = dict(zip(PAIRS, all_roots(work, EXAMPLES), strict=True))
    expected = {pair: {FAULTS[name].caught_by for name in pair} for pair in PAIRS}
    assert found == expected
