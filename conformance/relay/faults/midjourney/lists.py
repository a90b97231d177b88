"""Faults of Midjourney: several tasks at once."""

from dataclasses import replace

from conformance.relay.answer import Answer
from conformance.relay.bend import Answering, around_fault, fault
from conformance.relay.call import Call
from conformance.relay.endpoints.midjourney_query import listing
from conformance.relay.midjourney_places import asks
from conformance.relay.shapes import put

_MODELLSS = ("modellss",)


@fault(
    "mj-list-wrapped",
    caught_by="midjourney.lists.shape",
    source="plausible",
    dialects=_MODELLSS,
)
def wraps_list(call: Call, answer: Answer) -> Answer:
    """Sends the list of tasks inside an object."""
    return answer.with_json({"data": answer.json}) if asks(call, "list") else answer


@around_fault(
    "mj-list-ignores-ids",
    caught_by="midjourney.list-by-condition.exact",
    source="novicezk/midjourney-proxy#239",
    dialects=_MODELLSS,
)
def ignores_ids(call: Call, proceed: Answering) -> Answer:
    """Lists all tasks, whatever ids are given."""
    answer = proceed(call)
    if answer.refuses or not asks(call, "list-by-condition"):
        return answer
    return answer.with_json(listing.handler(call).json)


@fault(
    "mj-queue-never-empties",
    caught_by="midjourney.queue.running",
    source="plausible",
    dialects=_MODELLSS,
)
def keeps_in_queue(call: Call, answer: Answer) -> Answer:
    """Keeps what is over in the queue."""
    return (
        replace(answer, body=listing.handler(call).body)
        if asks(call, "queue")
        else answer
    )


@fault(
    "mj-queue-empty",
    caught_by="midjourney.queue.known",
    source="plausible",
    dialects=_MODELLSS,
)
def hides_queue(call: Call, answer: Answer) -> Answer:
    """Shows an empty queue while tasks wait."""
    return answer.with_json([]) if asks(call, "queue") else answer


@fault(
    "mj-query-bare",
    caught_by="midjourney.query.shape",
    source="plausible",
    dialects=_MODELLSS,
)
def sends_bare_page(call: Call, answer: Answer) -> Answer:
    """Sends the tasks of a page without the page."""
    return answer.with_json(answer.json["content"]) if _pages(call, answer) else answer


@fault(
    "mj-query-all",
    caught_by="midjourney.query.size",
    source="plausible",
    dialects=_MODELLSS,
)
def ignores_size(call: Call, answer: Answer) -> Answer:
    """Puts all tasks on one page."""
    if not _pages(call, answer):
        return answer
    return answer.map_json(put(content=listing.handler(call).json))


@fault(
    "mj-query-without-numbers",
    caught_by="midjourney.query.page",
    source="plausible",
    dialects=_MODELLSS,
)
def keeps_numbers(call: Call, answer: Answer) -> Answer:
    """Sends a page that tells nothing but its content."""
    if not _pages(call, answer):
        return answer
    return answer.with_json({"content": answer.json["content"]})


def _pages(call: Call, answer: Answer) -> bool:
    return asks(call, "query") and not answer.refuses


@fault(
    "mj-cancel-void",
    caught_by="midjourney.cancel.shape",
    source="plausible",
    dialects=("modellss",),
)
def cancels_silently(call: Call, answer: Answer) -> Answer:
    """Cancels a task without a word."""
    return replace(answer, body=b"") if call.path.endswith("/cancel") else answer
