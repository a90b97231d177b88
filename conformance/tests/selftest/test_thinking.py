"""Models that think are blamed for nothing that they may do."""

from importlib import import_module
from itertools import cycle

import pytest

from conformance.inputs.suite import Suite
from conformance.relay import Bend, variations
from conformance.relay.thinking.families import FAMILIES
from conformance.reporting.catalogue import entries
from conformance.selftest.pool import all_findings
from conformance.selftest.worker import VARIED, Work

pytestmark = [pytest.mark.process, pytest.mark.slow]

ENTRIES = entries()
# What their variations are about is not chat: no model that thinks answers there.
ELSEWHERE = ("audio", "embeddings", "images", "midjourney")
PROFILES = sorted(Suite.load().profiles)
# DeepSeek's own models refuse a form of answers that vLLM's document promises.
CLASHING = {("vllm", "thinker-deepseek")}


def test_a_faithful_model_that_thinks_is_blamed_for_nothing() -> None:
    """Under every profile, where what the vendors disagree about is left out."""
    work = [
        Work("", profile, examples=VARIED, model=model)
        for profile in PROFILES
        for model in FAMILIES
        if (profile, model) not in CLASHING
    ]
    assert blamed(work) == {}


def test_what_varies_about_a_model_that_thinks_is_reported_by_nothing() -> None:
    """Each variation of thinking alone, on the family on which it shows."""
    work = [
        Work(variation.name, profile, examples=2, model=variation.model)
        for variation in variations()
        for profile in variation.dialects
        if variation.model
    ]
    assert blamed(work) == {}


def test_what_varies_about_any_model_is_reported_by_nothing() -> None:
    """The others of chat, three at a time, on the families in turn."""
    # Those that stand in one module, and may exclude each other, come apart.
    names = [variation.name for variation in of_chat() if not variation.model]
    groups = -(-len(names) // 3)
    work = [
        Work("+".join(names[turn::groups]), "openai", examples=0, model=family)
        for turn, family in zip(range(groups), cycle(sorted(FAMILIES)), strict=False)
    ]
    assert blamed(work) == {}


def of_chat() -> list[Bend]:
    """The variations that may show in a chat with a model of the reference."""
    modules = [import_module(f"conformance.relay.variations.{m}") for m in ELSEWHERE]
    others = [v for module in modules for v in vars(module).values()]
    return [
        variation
        for variation in variations()
        if not any(variation is other for other in others)
        and "openai" in variation.dialects
        # It puts thoughts into the content, which models with a field for them do not.
        and variation.name != "think-text"
    ]


# The model on which they show, and variations that one server may well have together.
TOGETHER = {
    "thinker-o": "efforts-mapped+small-caps-refused+empty-answers-refused"
    "+streams-of-thinkers-refused+thoughts-vary+model-snapshot",
    "thinker-5": "instructions-merged+made-up-thoughts-refused+refusals-without-names"
    "+thoughts-vary+small-caps-refused+thinks-in-silence",
    "thinker-5.6": "empty-answers-uncounted+refusals-with-own-codes+foreign-ids"
    "+thoughts-uncounted-if-none+one-kind-of-instructions+varying-text",
    "thinker-deepseek": "thoughts-vary+thoughts-between+thoughts-open-the-stream"
    "+thoughts-uncounted+thoughts-under-the-other-name+comments",
    "thinker-vllm": "thoughts-summarized+thoughts-with-role+thoughts-counted-on-top"
    "+thinks-in-silence+efforts-few+refusals-with-own-codes",
}


def test_what_varies_together_is_reported_by_nothing() -> None:
    """Six variations at a time, of which each is silent alone."""
    assert all(bend.count("+") == 5 for bend in TOGETHER.values())
    work = [
        Work(bend, "openai", examples=2, model=model)
        for model, bend in TOGETHER.items()
    ]
    assert blamed(work) == {}


def blamed(work: list[Work]) -> dict[tuple[str, str, str], object]:
    """What is violated, lost or broken, by bend, profile and model."""
    rows = zip(work, all_findings(work), strict=True)
    return {
        (one.bend, one.profile, one.model): (wrong, findings.lost, findings.defects)
        for one, findings in rows
        if (wrong := sorted(findings.violated - allowed(one)))
        or findings.lost
        or findings.defects
    }


def allowed(work: Work) -> frozenset[str]:
    """What a bend declares, and what the vendors disagree about."""
    bent = work.bend.split("+")
    declared = [id for v in variations() if v.name in bent for id in v.also]
    clashes = [entry.id for entry in ENTRIES if entry.id.startswith("portability.")]
    return frozenset((*declared, *clashes))
