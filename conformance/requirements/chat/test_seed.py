"""Chat completions: the seed (source: openai/chat#seed)."""

from conformance import SHOULD, Recording, requirement
from conformance.requirements.chat._cases import text
from conformance.requirements.seeds import keeps_seed


@requirement(
    "chat.seed.kept",
    SHOULD,
    effect="seed",
    on="chat/seed",
    source="openai/chat#seed",
    fix="Hand `seed` on to the model, or refuse it with a 4xx.",
)
def test_seed_repeats_the_answer(recording: Recording) -> None:
    """With the same seed the same request gets the same answer."""
    keeps_seed(recording, text)
