"""The pseudo-model's texts, which follow from the prompt."""

import re
from random import Random

_WORDS: list[str] = re.findall(
    r"\w+",
    "the river keeps its own slow time and every small boat learns to wait "
    "for a kind wind from green hills where old stones hold warm light while "
    "quiet birds cross open fields before evening brings rain over bright roofs "
    "some people read long letters near tall windows others walk home with bread",
)
_REPEAT = re.compile(r"Repeat exactly:[ \n]?(.+)", re.DOTALL)
_COUNT = re.compile(r"\bcount from 1 to (\d{1,9})", re.IGNORECASE)
_PRODUCT = re.compile(r"\bwhat is (\d{1,9}) times (\d{1,9})\?", re.IGNORECASE)
_PLACE = re.compile(r"(?<=\s)[A-Z][^\W\d_]+(?: [A-Z][^\W\d_]+)*")

# No answer is longer than what the model can put out.
LONGEST_COUNT = 4096


def natural_text(prompt: str, chance: Random) -> str:
    """The answer to a text: repeated, counted, multiplied, or a few English words."""
    if repeated := _REPEAT.search(prompt):
        return repeated.group(1)
    if counted := _COUNT.search(prompt):
        last = min(int(counted.group(1)), LONGEST_COUNT)
        return " ".join(map(str, range(1, last + 1)))
    if asked := _PRODUCT.search(prompt):
        return str(int(asked[1]) * int(asked[2]))
    return sentence(chance)


def sentence(chance: Random) -> str:
    """An English sentence of 11 to 24 words."""
    chosen = [chance.choice(_WORDS) for _ in range(chance.randint(11, 24))]
    return " ".join(chosen).capitalize() + "."


def word(chance: Random) -> str:
    """One English word."""
    return chance.choice(_WORDS)


def places(prompt: str) -> list[str]:
    """Capitalised words that do not begin the text: probably places."""
    return list(dict.fromkeys(_PLACE.findall(prompt)))
