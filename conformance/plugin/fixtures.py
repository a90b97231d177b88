"""What requirements take: the recording, and what can be read from it."""

from collections.abc import Mapping

import pytest

from conformance.core.exchange import Exchange, Recording
from conformance.inputs.case import Case
from conformance.inputs.profile import Profile
from conformance.plugin.collection import requirement_of
from conformance.plugin.run import RUN, Key
from conformance.sending.applicability import (
    check_recording,
    companion,
)
from conformance.sending.excuses import with_excuses


@pytest.fixture
def recording(request: pytest.FixtureRequest) -> Recording:
    """The exchanges of the case that this item is judged on."""
    key: Key = request.param
    run = request.config.stash[RUN]
    recording = run.sources[key.target.name].get(key.case)
    requirement = requirement_of(request.node)
    assert requirement is not None
    suite, get = run.settings.suite, run.sources[key.target.name].get
    case = suite.cases[key.case]
    check_recording(case, key.target, suite, recording, requirement, get)
    return with_excuses(case, key.target, recording, get)


@pytest.fixture
def beside(request: pytest.FixtureRequest, recording: Recording) -> Recording | None:
    """What was recorded of the case beside this one, if anything was."""
    key: Key = request.node.callspec.params["recording"]
    run = request.config.stash[RUN]
    suite, get = run.settings.suite, run.sources[key.target.name].get
    return companion(suite.cases[key.case], key.target, suite, get)


@pytest.fixture
def exchange(recording: Recording) -> Exchange:
    """The exchange of the case's last step."""
    return recording.last


@pytest.fixture
def case(request: pytest.FixtureRequest, recording: Recording) -> Case:
    """The case that this item is judged on."""
    return request.config.stash[RUN].settings.suite.cases[recording.case]


@pytest.fixture
def profile(request: pytest.FixtureRequest) -> Profile:
    """The contract of the target."""
    key: Key = request.node.callspec.params["recording"]
    return key.target.profile


@pytest.fixture
def models(request: pytest.FixtureRequest) -> Mapping[str, str]:
    """The models that the target's owner names, by what they are for."""
    key: Key = request.node.callspec.params["recording"]
    return key.target.models
