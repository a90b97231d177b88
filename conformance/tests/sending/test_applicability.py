"""Deciding before judging: what is offered, and which model to ask."""

import json
from dataclasses import replace

import pytest

from conformance.core.exceptions import (
    Blocked,
    LossReason,
    NotOffered,
    NotRecorded,
    Undecided,
)
from conformance.core.exchange import Exchange, Recording
from conformance.core.requirement import MUST, Requirement
from conformance.inputs.capability import Capability
from conformance.inputs.case import Case
from conformance.inputs.step import Auth
from conformance.inputs.target import Target
from conformance.sending import applicability
from conformance.sending.models import Get
from conformance.tests.helpers import a_case, a_step, a_suite, a_target, an_exchange

STATED = Requirement("chat.shape", MUST, ("*",), "a/b#c", "Fix it.")
ROUTE = Capability("images", "A route.", "images/minimal", ())
FEATURE = Capability("chat.tools", "A feature.", "chat.tools/minimal", ("tools",))
IMAGES = a_case("images/minimal", needs=("images",))
SUITE = a_suite()
ASKS = a_case("images/n", steps=(a_step(json={"model": "${models.images}"}),))


def refusal(status: int, message: str = "no") -> Exchange:
    """An answer that refuses."""
    return an_exchange(status, json.dumps({"error": {"message": message}}).encode())


def answers(exchange: Exchange) -> Get:
    """A source that has this exchange for every case."""
    return lambda name: Recording(name, "relay", (exchange,))


def nothing() -> Get:
    """A source that is never to be asked."""

    def get(name: str) -> Recording:
        raise AssertionError(name)

    return get


def listing(*ids: object) -> Get:
    """A source whose list of models has these ids."""
    rows = [{"id": id} for id in ids]
    return answers(an_exchange(200, json.dumps({"data": rows}).encode()))


@pytest.mark.parametrize("status", [404, 405, 501])
def test_an_absent_route_is_a_clean_refusal(status: int) -> None:
    assert applicability.refuses(refusal(status), ROUTE)


@pytest.mark.parametrize("status", [0, 200, 400, 401, 403, 422, 429, 500, 502, 503])
def test_nothing_else_refuses_a_route_cleanly(status: int) -> None:
    assert not applicability.refuses(refusal(status), ROUTE)


@pytest.mark.parametrize("status", [400, 404, 405, 415, 422, 501])
def test_a_refusal_that_names_the_feature_is_clean(status: int) -> None:
    assert applicability.refuses(refusal(status, "Tools are off here."), FEATURE)
    assert applicability.refuses(refusal(status, "This is Not Supported."), FEATURE)
    assert not applicability.refuses(refusal(status, "Wrong."), FEATURE)


@pytest.mark.parametrize("status", [0, 200, 401, 429, 500])
def test_only_some_statuses_can_refuse_a_feature(status: int) -> None:
    assert not applicability.refuses(
        refusal(status, "tools are not supported"), FEATURE
    )


def test_what_is_required_or_claimed_is_never_declined() -> None:
    suite = a_suite(a_case(), IMAGES)
    found = Recording("images/minimal", "relay", (refusal(404),))
    applicability.check_recording(
        a_case(needs=("chat",)), a_target(), suite, found, STATED, nothing()
    )
    applicability.check_recording(
        IMAGES, a_target(claims=("images",)), suite, found, STATED, nothing()
    )
    with pytest.raises(NotOffered, match=r"images is not offered \(404\)"):
        applicability.check_recording(
            IMAGES, a_target(), suite, found, STATED, nothing()
        )


def test_a_rate_limit_is_no_finding_but_of_the_area_about_it() -> None:
    found = Recording("chat/minimal", "relay", (refusal(429),))
    with pytest.raises(NotRecorded, match="lower --rate or --concurrency"):
        applicability.check_recording(
            a_case(), a_target(), SUITE, found, STATED, nothing()
        )
    applicability.check_recording(
        a_case(),
        a_target(),
        SUITE,
        found,
        replace(STATED, id="limits.retry-after"),
        nothing(),
    )


def test_a_target_without_a_key_is_not_asked_with_a_wrong_one() -> None:
    keyless = a_target(key_env="")
    wrong = a_case(steps=(a_step(auth=Auth.WRONG),))
    with pytest.raises(NotOffered, match="without a key"):
        applicability.check_applicable(wrong, keyless, SUITE, answers(refusal(401)))
    applicability.check_applicable(a_case(), keyless, SUITE, answers(refusal(401)))


def test_a_target_with_no_key_can_be_asked_what_it_must_offer() -> None:
    target: Target = a_target(key_env="")
    assert target.must_offer("chat")
    assert not target.must_offer("images")


BESIDE = a_case("chat/seed", needs=("chat",), beside=("models/list",))


def beside(case: Case, get: Get) -> Recording | None:
    """What stands beside a case, in a suite that has it."""
    suite = a_suite(case, a_case("models/list"), a_case("chat/minimal"))
    return applicability.companion(case, a_target(), suite, get)


@pytest.mark.parametrize(
    "lost",
    [
        NotRecorded(LossReason.UNREACHABLE),
        NotOffered("no"),
        Blocked("no"),
        Undecided("no"),
    ],
)
def test_what_stands_beside_a_case_may_be_missing(lost: Exception) -> None:
    def get(name: str) -> Recording:
        raise lost

    assert beside(BESIDE, get) is None
    assert beside(a_case(), get) is None
    found = listing("a")
    assert beside(BESIDE, found) == found("models/list")


def test_several_cases_beside_one_are_read_as_one_recording() -> None:
    def get(name: str) -> Recording:
        if name == "chat/minimal":
            raise Blocked("no")
        return listing("a")(name)

    both = a_case("chat/seed", needs=("chat",), beside=("models/list", "models/list"))
    found = beside(both, listing("a"))
    assert found is not None
    assert len(found.exchanges) == 2
    one = replace(both, beside=("chat/minimal", "models/list"))
    assert beside(one, get) == listing("a")("models/list")


def test_what_is_claimed_cannot_be_left_out_for_want_of_a_model() -> None:
    asks = replace(ASKS, needs=("images",))
    claiming = a_target(claims=("images",))
    with pytest.raises(NotRecorded, match=r"images is claimed, but .*--model images"):
        applicability.check_applicable(asks, claiming, SUITE, listing())
    named = replace(claiming, models={"images": "painter"})
    applicability.check_applicable(asks, named, SUITE, listing())
    required = replace(asks, needs=())
    with pytest.raises(NotOffered, match="no model for images"):
        applicability.check_applicable(required, claiming, SUITE, listing())
