"""The names that somebody may have meant."""

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(name: str, known: Iterable[str], instead: str = "") -> str:
    """A sentence with the known name that is most like `name`.

    If none is like it, the sentence is `instead`, or else names all that are known.
    """
    names = sorted(known)
    folded = {known.casefold(): known for known in names}
    close = get_close_matches(name.casefold(), folded, n=1)
    if close:
        return f"Did you mean {folded[close[0]]!r}?"
    if instead:
        return instead
    return f"Known: {', '.join(names)}." if names else ""
