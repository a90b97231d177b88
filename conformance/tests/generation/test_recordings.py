"""What a recording of generated requests says was broken."""

from dataclasses import asdict, replace
from typing import Any

import pytest

from conformance.core.exceptions import Blocked
from conformance.core.exchange import Exchange, Recording
from conformance.core.violation import Violation
from conformance.generation.request import OBSERVED, Generated, Purpose, purpose_of
from conformance.requirements.generated._judging import all_declined, all_taken
from conformance.tests.generation.test_checks import ERROR, OPENAI, answer, asked, chat


def recording(*rows: tuple[Generated, Exchange]) -> Recording:
    """A recording of generated requests."""
    seen = {made.name: asdict(made.purpose) for made, _ in rows}
    exchanges = tuple(replace(exchange, step=made.name) for made, exchange in rows)
    return Recording("generated/chat-refused", "relay", exchanges, {OBSERVED: seen})


def broken(name: str, **fields: Any) -> tuple[Generated, Exchange]:
    """A broken request that was taken all the same."""
    made = Generated(
        name, "POST", "/", chat(**fields), purpose=Purpose("chat", f"is {name}")
    )
    return made, asked(chat(**fields), answer("a"))


def test_a_recording_tells_what_was_broken() -> None:
    made, exchange = broken("one", n=0)
    found = purpose_of(recording((made, exchange)), "one")
    assert (found.statement, found.family, found.lenient) == ("is one", "chat", False)
    assert purpose_of(Recording("a", "b", ()), "one").statement == ""


def test_the_smallest_that_failed_is_shown_with_its_statement() -> None:
    found = recording(broken("large", n=0, user="u" * 90), broken("small", n=0))
    with pytest.raises(Violation, match="is small") as violation:
        all_declined(found, OPENAI, "refused")
    assert violation.value.exchange is found["small"]


def test_what_one_was_shrunk_to_goes_before_smaller_ones() -> None:
    found = recording(broken("large", n=0, user="u" * 90), broken("small", n=0))
    seen = {**found.observations, "smallest": {"refused": "large"}}
    with pytest.raises(Violation, match="is large"):
        all_declined(replace(found, observations=seen), OPENAI, "refused")


def test_requests_that_break_nothing_are_not_judged_as_broken() -> None:
    made = Generated("least", "POST", "/", chat(), purpose=Purpose("chat"))
    found = recording((made, asked(chat(), answer("a"))))
    with pytest.raises(Blocked, match="no request"):
        all_declined(found, OPENAI, "refused")
    all_taken(found, OPENAI, "accepted")


def test_what_cannot_be_judged_at_all_is_no_pass() -> None:
    made = Generated("least", "POST", "/", chat(), purpose=Purpose("chat"))
    found = recording((made, asked(chat(), ERROR, 500)))
    with pytest.raises(Blocked, match="no answer came"):
        all_taken(found, OPENAI, "accepted")


def test_each_statement_that_breaks_is_told_by_its_smallest_request() -> None:
    found = recording(
        broken("one", n=0),
        broken("other", n=0, user="u"),
        broken("third", n=0, user="uu"),
    )
    seen = found.observations[OBSERVED]
    seen["third"]["statement"] = seen["other"]["statement"] = "is other"
    with pytest.raises(Violation, match="is one") as caught:
        all_declined(found, OPENAI, "refused")
    assert [v.exchange for v in caught.value.more] == [found["other"]]
    assert caught.value.more[0].alike == (found["third"],)
    assert caught.value.alike == ()


def test_an_allowed_request_that_lacks_an_option_of_a_smaller_one_is_told_too() -> None:
    rows = [
        (Generated(name, "POST", "/", body, purpose=Purpose("chat")), body)
        for name, body in (
            ("stop", chat(stop="a")),
            ("seed", chat(seed=12345)),
            ("both", chat(stop="a", seed=12345)),
        )
    ]
    found = recording(*((made, asked(body, ERROR, 400)) for made, body in rows))
    with pytest.raises(Violation) as caught:
        all_taken(found, OPENAI, "accepted")
    shown = [caught.value, *caught.value.more]
    assert {v.about for v in shown} == {("stop",), ("seed",)}
    assert sum(len(v.alike) for v in shown) == 1
