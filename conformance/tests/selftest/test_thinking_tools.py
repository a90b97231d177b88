"""Tools of models that think: a refusal hides no more than what it is about."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

import pytest

from conformance.inputs.manner import Manner
from conformance.inputs.target import Target
from conformance.plugin.endings import ending
from conformance.selftest import worker
from conformance.selftest.findings import Judgement
from conformance.selftest.worker import Work, judgements

ACCEPTED = "chat.tools.accepted"
FORCED = ("chat/tools-named", "chat/tools-required")
FREE = ("chat/tools-none", "chat/tools-parallel", "chat/tools-single")


def ended(model: str) -> Mapping[str, str]:
    """How tools are judged on a model, case by case: the words, or "pass"."""
    return {j.case: words(j) for j in judged(model)}


def judged(model: str) -> Iterator[Judgement]:
    """The judgements of whether a model takes tools."""
    return judgements(Work("", "openai", examples=0, model=model), {ACCEPTED})


def words(judgement: Judgement) -> str:
    """What is said of an item that did not pass."""
    outcome = ending(judgement.error) if judgement.error else None
    return f"{outcome.verdict}: {outcome.message}" if outcome else "pass"


@pytest.mark.parametrize("model", ["thinker-o", "thinker-5.6", "thinker-vllm"])
def test_tools_are_judged_where_they_are_taken(model: str) -> None:
    cases = ended(model)
    assert [cases[name] for name in FORCED] == ["pass", "pass"]


def test_a_forced_choice_that_is_refused_hides_no_other_case() -> None:
    cases = ended("thinker-deepseek")
    assert [cases[name] for name in FREE] == ["pass", "pass", "pass"]
    for name in FORCED:
        assert cases[name].startswith("not-applicable")
        assert "tool_choice" in cases[name]


def test_a_model_whose_tools_are_elsewhere_says_where() -> None:
    for message in ended("thinker-6").values():
        assert message.startswith("not-applicable")
        assert "/responses" in message


def test_tools_that_need_a_model_not_to_think_are_asked_for_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A stated effort stays in all requests but those with tools."""
    stated = Manner(
        "max_completion_tokens",
        temperature=False,
        effort="low",
        hidden=64,
        thinks=True,
        stated=True,
    )
    usual = worker.target_of

    def target(work: Work) -> Target:
        return replace(usual(work), manners={"chat": stated})

    monkeypatch.setattr(worker, "target_of", target)
    for judgement in judged("thinker-5.6"):
        assert words(judgement) == "pass"
        assert judgement.recording is not None
        assert judgement.recording.last.request.fields["reasoning_effort"] == "none"
