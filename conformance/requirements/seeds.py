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
        [text(one) for one in recording if one.step.startswith(step)]
        for step in ("greedy", "seeded", "other")
    )
    if len(set(greedy)) > 1:
        raise Undecided("the target does not reproduce itself at temperature 0")
    if len({*seeded, *(other or greedy)}) == 1:
        raise Undecided("the target says the same whatever the seed")
    # How many of the repetitions agree with what most say.
    alike, tries = Counter(seeded).most_common(1)[0][1] - 1, len(seeded) - 1
    if not is_chance(alike, tries):
        raise Violation("the same text for one seed", seeded, "the texts", "seeded")
    if alike < tries:
        raise Undecided("answers with one seed agree only at times")
