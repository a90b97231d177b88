"""The routes of Midjourney: at the root of the host, below no base."""

import re
from collections.abc import Callable

from conformance.relay import midjourney as submit
from conformance.relay import midjourney_action as follow
from conformance.relay import midjourney_query as ask
from conformance.relay.answer import Answer
from conformance.relay.call import Call
from conformance.relay.midjourney_result import declining
from conformance.relay.route import Route

_MODES = "(?:/mj-fast|/mj-relax|/mj-turbo)?"
_BOTH = frozenset({"aitre", "modellss"})
_MODELLSS = frozenset({"modellss"})
_ID = r"/task/(?P<id>[^/]+)"


def _post(
    path: str, handler: Callable[[Call], Answer], dialects: frozenset[str] = _BOTH
) -> Route:
    return Route("POST", re.compile(f"{_MODES}/mj{path}"), declining(handler), dialects)


def _get(
    path: str, handler: Callable[[Call], Answer], dialects: frozenset[str] = _BOTH
) -> Route:
    return Route("GET", re.compile(f"{_MODES}/mj{path}"), handler, dialects)


ROOT_ROUTES = (
    _post("/submit/imagine", submit.imagine),
    _post("/submit/action", follow.action),
    _post("/submit/blend", submit.blend),
    _post("/submit/describe", submit.describe),
    _post("/submit/modal", follow.modal),
    _post("/submit/shorten", submit.shorten),
    _post("/submit/change", follow.change, _MODELLSS),
    _post("/submit/simple-change", follow.simple_change, _MODELLSS),
    _post("/insight-face/swap", submit.swap_face),
    _get(f"{_ID}/fetch", ask.fetch),
    _get("/task/list", ask.listing, _MODELLSS),
    _post("/task/list-by-condition", ask.list_by_condition, _MODELLSS),
    _post("/task/query", ask.query, _MODELLSS),
    _get("/task/queue", ask.queue, _MODELLSS),
    _post(f"{_ID}/cancel", ask.cancel, _MODELLSS),
    _get(f"{_ID}/image-seed", ask.seed, _MODELLSS),
    Route("GET", re.compile(r"/mj/image/(?P<id>\d+)"), ask.image, _BOTH, public=True),
)
