"""Completions: the seed (source: vmware/completions#fields)."""

from conformance import SHOULD, Recording, requirement, same_place
from conformance.requirements.completions._cases import text
from conformance.requirements.seeds import keeps_seed


@requirement(
    "completions.seed.kept",
    SHOULD,
    effect="seed",
    on="completions/seed-kept",
    source="vmware/completions#fields",
    only_stated=True,
    fix="Hand `seed` on to the model, or refuse it with a 4xx.",
    explained_by=same_place("chat.seed.kept"),
)
def test_seed_repeats_the_answer(recording: Recording) -> None:
    """With the same seed the same request gets the same text."""
    keeps_seed(recording, text)
