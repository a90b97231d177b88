"""Which places of OpenAI's document and client are in which statement."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from conformance.inputs.profile import REFERENCE
from conformance.inputs.statement import PageStatement
from conformance.tests.oracle import document
from conformance.tests.packaged import SUITE
from conformance.tests.trace.client import all_places
from conformance.tests.trace.openapi import Walk
from conformance.tests.trace.places import matching

_LIMITED = (
    "openai/chat#",
    "openai/completions#",
    "openai/embeddings#",
    "openai/audio#speech.",
    "openai/audio#transcriptions.",
    "openai/audio#translations.",
)
_OF_LIMIT = ("", ".header.Retry-After", ".media=application/json")
_COUNTED = ("chat#answer", "chat#event", "completions#answer")
_WRITTEN = "prompt_tokens_details.cache_write_tokens:default=0"
# What the document of August 2026 states, and neither the installed one nor the client.
NEWER = (
    *(f"{root}status.429{more}" for root in _LIMITED for more in _OF_LIMIT),
    *(f"openai/{root}.usage.{_WRITTEN}" for root in _COUNTED),
    "openai/audio#transcriptions.request.languages:minItems=1",
    "openai/chat#request.prompt_cache_retention:deprecated",
    "openai/chat#answer.metadata:null",
    "openai/images#edits.request(application/json).model=gpt-image-2",
    "openai/images#edits.request(application/json).model=gpt-image-2-2026-04-21",
    "openai/models#list.answer.data.shutdown_date:null",
    "openai/models#retrieve.answer.shutdown_date:null",
)
STATEMENTS = tuple(one for one in SUITE.statements if one.profile == REFERENCE)


def routes() -> list[str]:
    """The paths of the endpoints that OpenAI's document has, below its version."""
    every = (route for row in SUITE.endpoints.values() for route in row.routes)
    paths = {route.split(" ")[1] for route in every}
    return sorted(path.removeprefix("/v1") for path in paths if path[:4] == "/v1/")


def places_in(described: Mapping[str, Any]) -> list[str]:
    """The places of an OpenAPI document that are in scope."""
    return Walk(described).places(routes())


@cache
def installed() -> tuple[str, ...]:
    """The places of the installed document and of the installed client, each once."""
    return tuple(dict.fromkeys([*places_in(document()), *all_places()]))


def known() -> tuple[str, ...]:
    """All places that were seen: the installed ones, and newer ones."""
    return (*installed(), *NEWER)


def patterns(statements: Iterable[PageStatement] = STATEMENTS) -> Iterator[str]:
    """What statements are about: their own places, and those that they cover."""
    for one in statements:
        yield from (one.id, *one.covers)


def places_of(one: PageStatement) -> list[str]:
    """The known places that a statement is about."""
    return matching(known(), (one.id, *one.covers))
