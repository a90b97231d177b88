"""Reads what the same request gets with one seed and with others."""

from collections.abc import Mapping

from conformance import Undecided, Violation

_SEEDED = ("seeded", "seeded-again", "seeded-once-more")


def keeps_seed(texts: Mapping[str, str]) -> None:
    """Raise a Violation if texts with one seed, by step, never agree.

    Seeds are best effort: what agrees at times tells nothing, and neither does a
    target that is not steady without chance, or that leaves nothing to chance.
    """
    if texts["greedy"] != texts["greedy-again"]:
        raise Undecided("the target does not reproduce itself at temperature 0")
    said = [texts[step] for step in _SEEDED]
    if len({*said, texts["other"]}) == 1:
        raise Undecided("the target says the same whatever the seed")
    if len(set(said)) == len(said):
        raise Violation("the same text for one seed", got=said, at="the texts")
    if len(set(said)) > 1:
        raise Undecided("answers with one seed agree only at times")
