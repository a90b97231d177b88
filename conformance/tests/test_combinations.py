"""Variations combined: still silent together, and no fault hides behind them."""

import pytest

from conformance.relay import faults, variations
from conformance.selftest import changes
from conformance.selftest.findings import Findings
from conformance.selftest.worker import Work

pytestmark = pytest.mark.slow

# The combinations that real servers show, by what they have in common.
FRAMING = ("comments", "preamble-chunk", "crlf", "no-space")
KEYS = ("role-everywhere", "null-keys", "vendor-fields")
COMBINATIONS = {
    "framing": FRAMING,
    "one-chunk": ("one-chunk", "finish-with-content", "usage-in-last-choice"),
    "keys": KEYS,
    "reasoning": ("reasoning-first", "hidden-tokens", "usage-details-null"),
    "calls": ("args-one-delta", "tool-fields-repeated", "args-empty"),
    "errors": ("integer-codes", "validation-422", "extra-error-keys"),
    "vectors": ("embeddings-reversed", "embeddings-rounded"),
    "transport": ("leading-blank", "slow-first-byte", "chunked-json", "gzip"),
    "refusals": (
        "refuses-n",
        "refuses-best-of",
        "refuses-logprobs",
        "refuses-required-tool",
        "refuses-json-schema",
        "refuses-stream-options",
    ),
}
FAULTS = (
    "stream-no-done",
    "stream-id-per-chunk",
    "stream-finish-stop-every-chunk",
    "stream-strips-leading-space",
    "stream-last-content-dropped",
    "stream-usage-ignored",
    "stream-object-chat-completion",
    "stream-choice-index-zero-for-n",
    "tool-parallel-index-zero",
    "tool-stream-args-lost",
    "chat-stop-list-ignored",
    "cmpl-stream-finish-everywhere",
)
BENDS = {bend.name: bend for bend in (*faults(), *variations())}


def judged(*names: str) -> Findings:
    """What judging these bends together leads to, where nothing is claimed."""
    return changes.findings_of(Work("+".join(names), "openai", claims=False))


def also(*names: str) -> set[str]:
    """What the bends say may be noticed as well."""
    return {id for name in names for id in BENDS[name].also}


@pytest.mark.parametrize("name", COMBINATIONS)
def test_legitimate_variations_are_silent_together(name: str) -> None:
    """Nothing is violated, lost or raised under a combination of variations."""
    found = judged(*COMBINATIONS[name])
    assert found.violated <= also(*COMBINATIONS[name])
    assert (found.lost, found.defects) == ((), ())


@pytest.mark.parametrize("together", [FRAMING, KEYS], ids=["framing", "keys"])
@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_shows_through_variations(name: str, together: tuple[str, ...]) -> None:
    """A fault is caught behind variations, by its own requirement alone."""
    found, fault = judged(name, *together), BENDS[name]
    assert found.violated == {fault.caught_by} | (found.violated & also(name))
    assert (found.lost, found.defects) == ((), ())
