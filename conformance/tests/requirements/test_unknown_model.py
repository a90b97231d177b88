"""A model that does not exist: what one that is alone may answer to."""

import json

import pytest

from conformance.core.exceptions import Undecided
from conformance.core.exchange import Recording
from conformance.core.violation import Violation
from conformance.requirements.errors.test_unknown_model import (
    test_unknown_model_is_refused as is_refused,
)
from conformance.tests.helpers import an_exchange
from conformance.tests.packaged import SUITE

CASE, PROFILE = SUITE.cases["errors/unknown-model"], SUITE.profiles["openai"]
TAKEN, REFUSED = an_exchange(200), an_exchange(404)


def listing(*names: str) -> Recording:
    """A recorded list of these models."""
    body = json.dumps({"data": [{"id": name} for name in names]}).encode()
    return Recording("models/list", "relay", (an_exchange(200, body, step="list"),))


def test_nothing_is_told_where_every_model_is_refused() -> None:
    gone = Recording("chat/minimal", "relay", (REFUSED,))
    for beside in (gone, None):
        with pytest.raises(Undecided):
            is_refused(REFUSED, beside, CASE, PROFILE)


@pytest.mark.parametrize("beside", [listing("a", "b"), listing()])
def test_it_is_refused(beside: Recording) -> None:
    is_refused(REFUSED, beside, CASE, PROFILE)
    with pytest.raises(Violation):
        is_refused(TAKEN, beside, CASE, PROFILE)


def test_a_model_that_is_alone_may_answer_to_every_name() -> None:
    with pytest.raises(Undecided, match="only one model"):
        is_refused(TAKEN, listing("a"), CASE, PROFILE)
    is_refused(REFUSED, listing("a"), CASE, PROFILE)


def test_a_list_that_was_refused_tells_nothing() -> None:
    gone = Recording("models/list", "relay", (an_exchange(404, step="list"),))
    with pytest.raises(Violation):
        is_refused(TAKEN, gone, CASE, PROFILE)
