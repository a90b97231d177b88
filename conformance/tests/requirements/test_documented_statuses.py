"""Statuses that a contract documents for more than the mistakes of a request."""

from dataclasses import replace
from functools import partial

import pytest

from conformance.core.exchange import Recording
from conformance.generation.positive_checks import is_accepted, is_no_server_error
from conformance.generation.request import Purpose
from conformance.inputs.profile import Profile
from conformance.reporting.catalogue import applies
from conformance.requirements import refusals
from conformance.requirements.auth.test_keys import (
    test_missing_key_has_its_status as has_the_status_of_keys,
)
from conformance.requirements.errors.test_status import (
    test_broken_chat_request_has_its_status as has_its_status,
)
from conformance.requirements.errors.test_status import (
    test_mistake_is_no_server_error as is_no_5xx,
)
from conformance.requirements.limits.test_size import (
    test_long_prompt_is_refused_as_documented as has_status_of_length,
)
from conformance.requirements.limits.test_size import (
    test_prompt_beyond_the_window_is_refused as is_refused,
)
from conformance.tests.helpers import an_exchange
from conformance.tests.packaged import CATALOGUE, SUITE
from conformance.tests.requirements.small_servers import verdict

OPENAI = SUITE.profiles["openai"]
CASE = SUITE.cases["errors/chat/max-tokens-negative"]
TAKEN = Recording("chat/minimal", "relay", (an_exchange(200),))
ALLOWED = Purpose("chat")


def contract(**statuses: int) -> Profile:
    """OpenAI's contract with one status more for each of these kinds."""
    more = {kind.replace("_", "-"): (status,) for kind, status in statuses.items()}
    return replace(OPENAI, statuses={**OPENAI.statuses, **more})


@pytest.mark.parametrize(
    ("profile", "status", "how"),
    [
        (OPENAI, 503, "violated"),
        (contract(overload=503), 503, "inconclusive"),
        (contract(timeout=524), 524, "inconclusive"),
        (contract(overload=503), 500, "violated"),
        (contract(validation=503), 503, "held"),
    ],
)
def test_an_overload_is_no_failure(profile: Profile, status: int, how: str) -> None:
    exchange = an_exchange(status)
    assert verdict(partial(is_no_5xx, exchange, CASE, profile)) == how
    generated = verdict(partial(is_no_server_error, ALLOWED, exchange, profile))
    assert generated == ("violated" if how == "held" else how)


@pytest.mark.parametrize(
    ("profile", "status", "how"),
    [
        (OPENAI, 403, "violated"),
        (contract(forbidden=403), 403, "inconclusive"),
        (contract(content_policy=403), 403, "inconclusive"),
        (contract(conflict=409), 409, "inconclusive"),
        (contract(overload=408), 408, "inconclusive"),
        (contract(forbidden=403), 409, "violated"),
    ],
)
def test_a_policy_may_stand_before_a_mistake(
    profile: Profile, status: int, how: str
) -> None:
    exchange = an_exchange(status)
    judge = partial(has_its_status, exchange, TAKEN, CASE, profile)
    assert verdict(judge) == how


def test_what_a_key_may_not_do_is_no_status_of_a_wrong_key() -> None:
    case = SUITE.cases["auth/chat-wrong-key"]
    profile = contract(forbidden=403)
    judge = partial(has_the_status_of_keys, an_exchange(403), TAKEN, case, profile)
    assert verdict(judge) == "violated"


@pytest.mark.parametrize(
    ("profile", "how"),
    [(OPENAI, "violated"), (contract(content_policy=403), "inconclusive")],
)
def test_a_filter_may_refuse_what_is_generated(profile: Profile, how: str) -> None:
    assert verdict(partial(is_accepted, ALLOWED, an_exchange(403), profile)) == how


def test_a_policy_of_the_status_of_mistakes_hides_none() -> None:
    profile = contract(content_policy=400)
    judge = partial(is_accepted, ALLOWED, an_exchange(400), profile)
    assert verdict(judge) == "violated"


@pytest.mark.parametrize(
    ("profile", "how"),
    [
        (OPENAI, "violated"),
        (contract(context=502), "held"),
        (contract(too_large=502), "held"),
    ],
)
def test_a_window_is_refused_as_documented(profile: Profile, how: str) -> None:
    assert verdict(partial(is_refused, an_exchange(502), TAKEN, profile)) == how


@pytest.mark.parametrize(
    ("status", "how"),
    [
        (400, "held"),
        (413, "held"),
        (422, "violated"),
        (500, "violated"),
        (429, "inconclusive"),
        (503, "inconclusive"),
        (200, "blocked"),
    ],
)
def test_what_is_too_long_has_its_status(status: int, how: str) -> None:
    profile = contract(context=400, too_large=413, overload=503)
    long = Recording("limits/context", "relay", (an_exchange(status),))
    assert verdict(partial(has_status_of_length, long, TAKEN, profile)) == how
    gone = Recording("chat/minimal", "relay", (an_exchange(400),))
    for beside in (None, gone):
        found = verdict(partial(has_status_of_length, long, beside, profile))
        assert found == ("blocked" if status == 200 else "inconclusive")


def test_the_length_is_judged_where_a_status_is_stated_for_it() -> None:
    entry, case = CATALOGUE.find("limits.status"), SUITE.cases["limits/body"]
    assert entry
    assert not applies(case, entry.requirement, OPENAI)
    assert applies(case, entry.requirement, contract(context=400))


def test_the_kinds_of_keys_are_kinds_of_the_contract() -> None:
    assert set(refusals._OF_KEYS) <= set(OPENAI.statuses)
