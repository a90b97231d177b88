"""Defects of the suite itself: shown in short, and without secrets."""

import traceback

import pytest

from conformance.plugin.collection import key_of, requirement_of
from conformance.plugin.run import RUN


def without_secrets(item: pytest.Item, error: Exception) -> Exception:
    """The same defect, or one in other words if its own hold a secret."""
    key, run = key_of(item), item.config.stash.get(RUN, None)
    if key is None or run is None:
        return error
    text = str(error)
    clean = run.redacted(text, key.target)
    return error if clean == text else RuntimeError(f"{type(error).__name__}: {clean}")


def defect(item: pytest.Item, error: BaseException) -> str:
    """A defect of the suite in a few lines: which item, which error, where."""
    last = traceback.extract_tb(error.__traceback__)[-1:]
    where = "".join(f" ({frame.filename}:{frame.lineno})" for frame in last)
    stated = requirement_of(item)
    whose = "in a requirement of your own: " if stated and stated.own else ""
    return f"{whose}{item.nodeid}: {type(error).__name__}: {error}{where}"
