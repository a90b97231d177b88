"""Values that requests are drawn from: texts that trip servers up, and boundaries."""

from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from conformance.generation.family import Json

# Each is a text that any JSON client can send, and that some server fails on.
ODD = (
    "Say hi. \U0001f600",  # outside of the basic plane
    "\U0001f468\u200d\U0001f469\u200d\U0001f467 \U0001f1eb\U0001f1f7 ✊\U0001f3ff",
    "\u202eabc\u202c \u200f\u05e9\u05dc\u05d5\u05dd مرحبا",  # right to left
    "e\u0301a\u0308 Z\u0351\u036b",  # marks over letters
    "{",
    "{{name}} %s %n {0}",
    "\t\r\n",
    "bell \u0007, escape \u001b[31m, delete \u007f",
    "\u2028line\u2029end",
    "\ufeffSay hi.",
    "</script>&amp;<!--",
    "\\ \" ' / \\u0041 \\n",
    "data: [DONE]\n\ndata: {}",
    "中文 日本語 한국어 हिन्दी",
    "\U0001d54f ﷽ ‱",
    "null",
    "0",
)
_TOGETHER = 9
PLAIN = ("Say hello.", "a", "Count to three.", "word " * 120)


def texts() -> SearchStrategy[str]:
    """A text that is odd more often than not, mostly in many ways at once."""
    odd, plain = st.sampled_from(ODD), st.sampled_from(PLAIN)
    return st.one_of(*[rich_texts()] * 3, odd, plain)


def rich_texts() -> SearchStrategy[str]:
    """A text that is odd in many ways at once: for requests that cost money.

    What of it a server fails on is found by making it shorter.
    """
    return st.permutations(ODD).map(lambda texts: " ".join(texts[:_TOGETHER]))


def of(name: str, *values: Any) -> SearchStrategy[Json]:
    """One field with one of these values."""
    return st.sampled_from([{name: value} for value in values])


def text_of(name: str) -> SearchStrategy[Json]:
    """One field with an odd text."""
    return texts().map(lambda text: {name: text})
