"""Reads what the same request gets with one seed and with others."""

from collections import Counter
from collections.abc import Callable

from conformance import Exchange, Recording, Undecided, Violation
from conformance.requirements.chance import is_chance


def keeps_seed(recording: Recording, text: Callable[[Exchange], str]) -> None:
    """Raise a Violation if texts with one seed agree less than chance allows.

    Seeds are best effort: what agrees at times tells nothing, and neither does a
    target that is not steady without chance, or that leaves nothing to chance.
    """
    greedy, seeded, other = (
        [(exchange, text(exchange)) for exchange in _steps(recording, step)]
        for step in ("greedy", "seeded", "other")
    )
    texts = [said for _, said in seeded]
    if len({said for _, said in greedy}) > 1:
        raise Undecided("the target does not reproduce itself at temperature 0")
    if len({*texts, *(said for _, said in other or greedy)}) == 1:
        raise Undecided("the target says the same whatever the seed")
    # How many of the repetitions agree with what most say.
    usual, times = Counter(texts).most_common(1)[0]
    alike, tries = times - 1, len(texts) - 1
    if not is_chance(alike, tries):
        odd = next(exchange for exchange, said in seeded if said != usual)
        raise Violation("the same text for one seed", texts, "the texts", odd)
    if alike < tries:
        raise Undecided("answers with one seed agree only at times")


def _steps(recording: Recording, name: str) -> list[Exchange]:
    """The exchanges of the steps whose name begins so."""
    return [exchange for exchange in recording if exchange.step.startswith(name)]
