"""What a stub saw of each case: calls, how they ended, and which key they carried."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from functools import partial
from typing import Any

# The statuses with which a task ends, as a hook receives them.
_FINAL = ("SUCCESS", "FAILURE", "CANCEL")
# A relay that calls hooks does so within this time, or not at all.
_QUIET = 2.0
# Longer than the longest answer of a stub, so that waiting for it ends.
_PATIENCE = 90.0


@dataclass(slots=True)
class ReceivedCall:
    """One call of a case: what it was, how many pieces it got, and how it ended."""

    kind: str
    pieces: int = 0
    ended: str = ""
    # The JSON that it brought to a hook.
    body: Any = None

    def as_json(self) -> dict[str, Any]:
        """The call as plain JSON; a body only where there is one."""
        fields = asdict(self)
        return {k: v for k, v in fields.items() if k != "body" or v is not None}


@dataclass(slots=True)
class CallLog:
    """The calls that a stub received, by the mark of their case.

    Each connection of the stub has a thread of its own; `_change` guards all fields,
    and wakes those that wait for calls to begin or to end.
    """

    _calls: dict[str, list[ReceivedCall]] = field(default_factory=dict)
    _keys: dict[str, set[str]] = field(default_factory=dict)
    _change: threading.Condition = field(default_factory=threading.Condition)

    @contextmanager
    def visit(self, nonce: str, kind: str, key: str) -> Iterator[ReceivedCall]:
        """A call for as long as it is entered; its end is noted."""
        call = ReceivedCall(kind)
        with self._change:
            self._calls.setdefault(nonce, []).append(call)
            self._keys.setdefault(nonce, set()).update({key} - {""})
        try:
            yield call
        except OSError:
            call.ended = "gone"  # the caller went away before the end
            raise
        finally:
            with self._change:
                call.ended = call.ended or "whole"
                self._change.notify_all()

    def before(self, nonce: str) -> int:
        """How many calls of a case have begun."""
        with self._change:
            return len(self._calls.get(nonce, ()))

    def called(self, nonce: str) -> list[dict[str, Any]]:
        """The calls of a case, once a task has ended or no more come."""
        with self._change:
            known = -1
            while known < len(self._calls.get(nonce, ())):
                known = len(self._calls.get(nonce, ()))
                self._change.wait_for(partial(self._news, nonce, known), _QUIET)
                if self._is_over(nonce):
                    break
        return self.seen(nonce)

    def keys(self, nonce: str) -> list[str]:
        """The keys that the calls of a case carried."""
        with self._change:
            return sorted(self._keys.get(nonce, ()))

    def seen(self, nonce: str) -> list[dict[str, Any]]:
        """The calls of a case, once all have ended."""
        with self._change:
            self._change.wait_for(lambda: self._settled(nonce), _PATIENCE)
            return [call.as_json() for call in self._calls.get(nonce, ())]

    def _news(self, nonce: str, known: int) -> bool:
        return self._is_over(nonce) or len(self._calls.get(nonce, ())) > known

    def _is_over(self, nonce: str) -> bool:
        bodies = [call.body for call in self._calls.get(nonce, ())]
        tasks = [body for body in bodies if isinstance(body, dict)]
        return any(task.get("status") in _FINAL for task in tasks)

    def _settled(self, nonce: str) -> bool:
        return all(call.ended for call in self._calls.get(nonce, ()))
