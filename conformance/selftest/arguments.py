"""What pytest's fixtures would give to the function of a requirement."""

from inspect import signature
from typing import Any

from conformance.core.catalogue_entry import CatalogueEntry
from conformance.core.exchange import Recording
from conformance.inputs.case import Case
from conformance.inputs.suite import Suite
from conformance.inputs.target import Target
from conformance.sending.applicability import companion
from conformance.sending.recorder import Recorder


def arguments(
    entry: CatalogueEntry,
    case: Case,
    target: Target,
    recorder: Recorder,
    recording: Recording,
    suite: Suite,
) -> dict[str, Any]:
    """The arguments of a requirement's function by name."""
    parameters = signature(entry.function).parameters
    fixtures: dict[str, Any] = {
        "recording": recording,
        "beside": companion(case, target, suite, recorder.get),
        "case": case,
        "profile": target.profile,
        "models": target.models,
    }
    if "exchange" in parameters:  # there is none if the last step was not sent
        fixtures["exchange"] = recording.last
    return {name: fixtures[name] for name in parameters}
