"""Bounds that a contract states: what is drawn within them, and what breaks them."""

from dataclasses import replace
from typing import Any

from conformance.generation.accepted import accepted
from conformance.generation.beyond import inside
from conformance.generation.families import families_here
from conformance.generation.refusing import broken
from conformance.inputs.bound import Bound
from conformance.inputs.profile import Profile
from conformance.tests.packaged import SUITE

CHAT = families_here()["chat"]
PLAIN = SUITE.profiles["openai"]
OFFERED = frozenset(PLAIN.knows)


def with_bounds(**rows: dict[str, Any]) -> Profile:
    """OpenAI's contract with other bounds of a chat, under another name."""
    bounds = {**PLAIN.bounds, "chat": {**PLAIN.bounds["chat"], **rows}}
    return replace(PLAIN, name="lantern", bounds=bounds)


def drawn(profile: Profile, field: str) -> set[Any]:
    requests = accepted(CHAT, profile, "m", OFFERED, 3, 300)
    return {r.json[field] for r in requests if r.json.get(field) is not None}


def statements(profile: Profile) -> dict[str, bool]:
    """The statements on bounds, and whether a relay may have others."""
    every = broken(CHAT, profile)
    return {b.statement: b.lenient for b in every if " at most " in b.statement}


def test_values_lie_within_the_bounds() -> None:
    assert {0.5, 1.5} < drawn(
        with_bounds(temperature={"least": 0.5, "most": 1.5}), "temperature"
    )
    narrow = drawn(with_bounds(temperature={"least": 0.5, "most": 1.5}), "temperature")
    assert all(0.5 <= value <= 1.5 for value in narrow)
    assert max(drawn(PLAIN, "temperature")) == 2
    assert drawn(with_bounds(n={"least": 1, "most": 1}), "n") == {1}
    assert drawn(with_bounds(max_tokens={"least": 16}), "max_tokens") == {16}


def test_a_bound_of_its_own_has_to_be_kept() -> None:
    own = with_bounds(
        temperature={"least": 0, "most": 1.5, "stated": True},
        max_tokens={"most": 8192, "stated": True},
    )
    assert statements(own)["temperature is at most 1.5"] is False
    assert statements(own)["max_tokens is at most 8192"] is False
    assert statements(with_bounds())["temperature is at most 2"] is True


def test_what_is_not_bounded_is_not_refused() -> None:
    own = with_bounds(temperature={"least": 0}, n={"least": 1}, stop={"least": 1})
    gone = statements(with_bounds()).keys() - statements(own).keys()
    assert gone == {
        "temperature is at most 2",
        "temperature is at most 2, by far",
        "n is at most 128",
        "stop is at most 4 texts",
    }
    assert max(drawn(own, "temperature")) <= 2


def test_a_negative_cap_that_means_none_is_no_mistake() -> None:
    loose = with_bounds(max_tokens={"least": -1, "stated": True})
    signs = [b.id for b in broken(CHAT, loose) if b.field == "max_tokens"]
    assert "max_tokens.sign" in [b.id for b in broken(CHAT, PLAIN)]
    assert signs == ["max_tokens.type", "max_tokens.least"]


def test_only_what_has_a_measure_is_within_or_beyond() -> None:
    bound = Bound(1, 2)
    assert [bound.allows(v) for v in (0, 1, 2.5, [], ["a"], "text", None, True)] == [
        *(False, True, False),
        *(False, True),
        *(True, True, True),
    ]
    assert bound.excludes("text")
    assert bound.excludes([7])
    assert not bound.excludes(2)
    assert inside(Bound(), 0.5, 1) == [0.5, 1]
