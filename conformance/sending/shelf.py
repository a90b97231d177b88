"""The recordings of a run: those used last in memory, the others on disk."""

import threading
from collections import OrderedDict
from dataclasses import dataclass, field

from conformance.core.exceptions import LossReason, NotRecorded
from conformance.core.exchange import Exchange, Recording
from conformance.inputs.case import Case
from conformance.sending.store import RecordingSink

# An ordinary run has less, and reads nothing twice.
_MOST = 16 * 2**20
# What an exchange takes beside its bytes, each piece in which these came, and each
# object, text or number of its JSON.
_EXCHANGE, _PIECE, _CONTAINER, _TEXT, _ITEM = 2000, 150, 100, 50, 30


@dataclass(slots=True)
class Shelf:
    """Recordings by the names of their cases, all of which the sink has as well.

    Threads that record and the one that judges share it; `_lock` guards the fields.
    """

    sink: RecordingSink
    target: str
    _recordings: OrderedDict[str, Recording] = field(default_factory=OrderedDict)
    _weights: dict[str, int] = field(default_factory=dict)
    _weight: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def put(self, recording: Recording) -> None:
        """Keep a recording at hand, and let go of those that were not used for long."""
        name, weight = recording.case, sum(map(weight_of, recording.exchanges))
        with self._lock:
            self._recordings[name], self._weights[name] = recording, weight
            self._weight += weight
            while self.sink.gives_back and self._weight > _MOST:
                oldest, _ = self._recordings.popitem(last=False)
                self._weight -= self._weights.pop(oldest)

    def get(self, case: Case) -> Recording:
        """The recording of a case that was recorded."""
        with self._lock:
            if case.name in self._recordings:
                self._recordings.move_to_end(case.name)
                return self._recordings[case.name]
        recording = self.sink.kept(case, self.target)
        if recording is None:
            words = f"the recording of {case.name} is gone from the report folder"
            raise NotRecorded(LossReason.NO_FILE, words)
        self.put(recording)
        return recording


def weight_of(exchange: Exchange) -> int:
    """About how many bytes of memory an exchange takes once it is judged."""
    body = exchange.body
    containers = body.count(b"{") + body.count(b"[")
    texts, items = body.count(b'"') // 2, body.count(b",")
    sent = len(exchange.request.body)
    inner = containers * _CONTAINER + texts * _TEXT + items * _ITEM
    pieces = _PIECE * len(exchange.response.pieces)
    return _EXCHANGE + sent + 3 * len(body) + pieces + inner
