"""Whether a requirement looks at a place, as far as a machine can tell.

That is: the place is sent, broken or left out in a request on which the requirement is
judged, or a field of an answer is in one of its schemas or named by what it calls.
Whoever writes `judged_by` has read the requirement.
"""

from conformance.tests.judgements import text_of
from conformance.tests.trace import sent
from conformance.tests.trace.place import place_of
from conformance.tests.trace.read import is_read

# What only the prose of a document says, and what it says of all routes.
_PROSE = ("rule", "openai/errors#", "openai/auth#")


def is_judged(name: str, id: str) -> bool:
    """Whether a requirement looks at a place, as far as a machine can tell."""
    place = place_of(name)
    if place.side in ("answer", "event"):
        return is_read(name, id)
    if place.side == "request" and place.path != "media":
        return sent.is_sent(name, id)
    if place.side.startswith(_PROSE):
        return not place.route or place.route in sent.routes_of(id)
    if place.route not in sent.routes_of(id):
        return False
    if place.side == "status" and place.path.endswith("media"):
        return "media_type" in text_of(id)
    if place.side == "status" and not place.path.startswith("2"):
        return True
    return id.endswith((".accepted", ".refused"))


def is_about(name: str, id: str) -> bool:
    """Whether a requirement has to do with what is said of a place, in another way."""
    place = place_of(name)
    if place.side == "request":
        return sent.is_about(name, id)
    return place.route in sent.routes_of(id)
