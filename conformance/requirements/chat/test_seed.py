"""Chat completions: the seed (source: openai/chat#seed)."""

from conformance import SHOULD, Recording, Undecided, Violation, requirement
from conformance.requirements.chat._cases import text

_SEEDED = ("seeded", "seeded-again", "seeded-once-more")


@requirement(
    "chat.seed.kept",
    SHOULD,
    on="chat/seed",
    source="openai/chat#seed",
    fix="Hand `seed` on to the model, or refuse it with a 4xx.",
)
def test_seed_repeats_the_answer(recording: Recording) -> None:
    """With the same seed the same request gets the same answer."""
    if text(recording["greedy"]) != text(recording["greedy-again"]):
        raise Undecided("the target does not reproduce itself at temperature 0")
    said = [text(recording[step]) for step in _SEEDED]
    other = text(recording["other"])
    if len({*said, other}) == 1:
        raise Undecided("the target says the same whatever the seed")
    # Seeds are best effort: only answers that never agree tell that one was dropped.
    if len(set(said)) == len(said):
        raise Violation("the same text for one seed", got=said, at="the texts")
    if len(set(said)) > 1:
        raise Undecided("answers with one seed agree only sometimes")
