"""Which violations are folded below which."""

from dataclasses import replace

from conformance.core.causes import Cause, Explanations, causes, violated
from conformance.core.explanation import (
    Bond,
    Explanation,
    anywhere,
    less_asked,
    same_answer,
    same_field,
    same_place,
)
from conformance.core.finding import Finding
from conformance.core.requirement import MUST, SHOULD, Level
from conformance.core.target_verdict import TargetVerdict, by_requirement
from conformance.core.verdict import Outcome, Verdict


def a_violation(
    id: str,
    recording: str = "one",
    number: int = 0,
    level: Level = MUST,
    more: tuple[Finding, ...] = (),
    **changes: object,
) -> Outcome:
    return Outcome(
        "relay",
        id,
        level,
        f"chat/{recording}",
        Verdict.VIOLATED,
        recording=recording,
        numbers=(number,),
        more=more,
        **changes,  # type: ignore[arg-type]
    )


def folded(explanations: Explanations, *outcomes: Outcome) -> dict[str, list[str]]:
    """The causes, with the ids below each."""
    by_id: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        by_id.setdefault(outcome.requirement, []).append(outcome)
    rows = [violated(id, items[0].level, items) for id, items in by_id.items()]
    return {cause.requirement: ids(cause) for cause in causes(rows, explanations)}


def ids(cause: Cause) -> list[str]:
    return [fold.requirement for fold in cause.folded]


ANSWER = {"b": same_answer("a")}


def test_what_nothing_explains_is_a_cause_each() -> None:
    assert folded({}, a_violation("a"), a_violation("b")) == {"a": [], "b": []}


def test_the_same_answer_explains() -> None:
    assert folded(ANSWER, a_violation("a"), a_violation("b")) == {"a": ["b"]}


def test_another_answer_of_the_recording_does_not() -> None:
    two = a_violation("a"), a_violation("b", number=1)
    assert folded(ANSWER, *two) == {"a": [], "b": []}


def test_all_answers_have_to_be_explained() -> None:
    two = a_violation("b"), a_violation("b", "two")
    assert folded(ANSWER, a_violation("a"), *two) == {"a": [], "b": []}


def test_further_answers_of_one_item_have_to_be_explained_too() -> None:
    further = a_violation("b", more=(Finding(recording="one", numbers=(1,)),))
    assert folded(ANSWER, a_violation("a"), further) == {"a": [], "b": []}
    every = a_violation("a"), a_violation("a", number=1)
    assert folded(ANSWER, *every, further) == {"a": ["b"]}


def test_two_others_can_explain_it_together() -> None:
    explanations = {"b": same_answer("a", "c")}
    two = a_violation("b"), a_violation("b", "two"), a_violation("b", "three")
    others = a_violation("a"), a_violation("c", "two"), a_violation("c", "three")
    assert folded(explanations, *others, *two) == {"a": [], "c": ["b"]}


def test_the_same_place_explains_whatever_the_number() -> None:
    explanations = {"b": same_place("a")}
    first = a_violation("a", at="/choices/0/text", expected="at most 5")
    second = a_violation("b", "two", at="/choices/3/text", expected="at most 8")
    assert folded(explanations, first, second) == {"a": ["b"]}


def test_another_field_at_the_same_place_does_not() -> None:
    explanations = {"b": same_place("a")}
    first = a_violation("a", at="the body", expected="the field `id`")
    second = a_violation("b", "two", at="the body", expected="the field `model`")
    assert folded(explanations, first, second) == {"a": [], "b": []}


def test_an_answer_that_is_explained_stands_for_no_other() -> None:
    """The bodies of server errors explain nothing of the bodies of refusals."""
    explanations = {"b": same_answer("a"), "c": same_place("b")}
    three = a_violation("a"), a_violation("b", at="x"), a_violation("c", "two", at="x")
    assert folded(explanations, *three) == {"a": ["b"], "c": []}
    apart = a_violation("b", "three", at="x")
    assert folded(explanations, *three, apart) == {"a": [], "b": ["c"]}


def test_the_same_field_explains() -> None:
    explanations = {"b": same_field("a")}
    first = a_violation("a", about=("n", "stop"))
    assert folded(explanations, first, a_violation("b", "two", about=("n",))) == {
        "a": ["b"]
    }
    for about in (("seed",), ("n", "seed"), ()):
        other = a_violation("b", "two", about=about)
        assert folded(explanations, first, other) == {"a": [], "b": []}


def test_a_request_that_asks_for_less_explains() -> None:
    explanations = {"b": less_asked("a")}
    more = a_violation("b", "two", about=("n", "stop"))
    assert folded(explanations, a_violation("a"), more) == {"a": ["b"]}
    assert folded(explanations, a_violation("a", about=("seed",)), more) == {
        "a": [],
        "b": [],
    }


def test_what_follows_anywhere_follows_from_the_cases_that_are_named() -> None:
    explanations = {"b": anywhere("a", when="chat/one")}
    assert folded(explanations, a_violation("a"), a_violation("b", "two")) == {
        "a": ["b"]
    }
    two = a_violation("a", "two"), a_violation("b", "three")
    assert folded(explanations, *two) == {"a": [], "b": []}


def test_only_the_cases_that_are_named_are_explained() -> None:
    explanations = {"b": same_place("a", cases="chat/two")}
    assert folded(explanations, a_violation("a"), a_violation("b", "two")) == {
        "a": ["b"]
    }
    assert folded(explanations, a_violation("a"), a_violation("b", "three")) == {
        "a": [],
        "b": [],
    }


def test_a_must_is_never_below_a_should() -> None:
    two = a_violation("a", level=SHOULD), a_violation("b")
    assert folded(ANSWER, *two) == {"a": [], "b": []}
    two = a_violation("a"), a_violation("b", level=SHOULD)
    assert folded(ANSWER, *two) == {"a": ["b"]}


def test_all_is_folded_below_the_root() -> None:
    explanations = {"b": same_answer("a"), "c": anywhere("b")}
    three = a_violation("c", "two"), a_violation("b"), a_violation("a")
    assert folded(explanations, *three) == {"a": ["c", "b"]}


def test_a_circle_loses_nothing() -> None:
    explanations = {"a": anywhere("b"), "b": anywhere("a"), "c": anywhere("a")}
    three = a_violation("a"), a_violation("b"), a_violation("c")
    assert folded(explanations, *three) == {"a": ["b", "c"]}


def test_what_is_waived_is_no_cause_and_explains_nothing() -> None:
    waived = replace(a_violation("a"), verdict=Verdict.WAIVED)
    verdicts = by_requirement([waived, a_violation("b")])
    judged = TargetVerdict(verdicts, explanations=ANSWER)
    assert judged.causes == (Cause("b", MUST),)


def test_the_most_binding_cause_is_first() -> None:
    outcomes = [a_violation("a", level=SHOULD), a_violation("b")]
    judged = TargetVerdict(by_requirement(outcomes), explanations={})
    assert judged.causes == (Cause("b", MUST), Cause("a", SHOULD))


def test_nobody_knows_the_causes_without_explanations() -> None:
    assert TargetVerdict(by_requirement([a_violation("a")])).causes is None


def test_a_pattern_names_several() -> None:
    explanations = {"b": (Explanation("chat.*", Bond.TARGET),)}
    assert folded(explanations, a_violation("chat.n"), a_violation("b")) == {
        "chat.n": ["b"]
    }
