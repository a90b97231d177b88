"""Takes up what an earlier run has recorded: it is not sent again."""

from collections.abc import Iterable, Mapping
from concurrent.futures import Future

from conformance.core.exceptions import Blocked, Undecided
from conformance.inputs.case import Case
from conformance.sending.store import RecordingSink


def take_up(
    futures: Mapping[str, Future[None]],
    order: Iterable[Case],
    sink: RecordingSink,
    target: str,
) -> bool:
    """Settle the futures of what is recorded; whether any is."""
    recorded = False
    for case in order:
        try:
            recording = sink.kept(case, target)
        except (Blocked, Undecided) as loss:
            futures[case.name].set_exception(loss)
            continue
        if recording is not None:
            futures[case.name].set_result(None)
            recorded = True
    return recorded
