"""Each place of the official client's types is in a statement."""

import inspect
from typing import Literal, Required

import pytest
from openai.resources import completions, embeddings, images, models
from openai.resources.audio import speech, transcriptions, translations
from openai.resources.chat import completions as chat
from openai.resources.chat.completions import messages
from pydantic import BaseModel, Field
from typing_extensions import TypedDict

from conformance.tests.trace.client import TYPES, all_places, walk
from conformance.tests.trace.coverage import STATEMENTS, patterns
from conformance.tests.trace.places import uncovered

# What the client's resources do, by what the places of their types begin with. What it
# makes of them itself (`parse`, `stream`) sends and reads nothing else.
METHODS: dict[type, dict[str, str]] = {
    chat.Completions: {
        "create": "openai/chat#",
        "list": "openai/chat#stored.list.",
        "retrieve": "openai/chat#stored.retrieve.",
        "update": "openai/chat#stored.update.",
        "delete": "openai/chat#stored.delete.",
    },
    messages.Messages: {"list": "openai/chat#stored.messages."},
    completions.Completions: {"create": "openai/completions#"},
    embeddings.Embeddings: {"create": "openai/embeddings#"},
    models.Models: {
        "list": "openai/models#list.",
        "retrieve": "openai/models#retrieve.",
        "delete": "openai/models#delete.",
    },
    speech.Speech: {"create": "openai/audio#speech."},
    transcriptions.Transcriptions: {"create": "openai/audio#transcriptions."},
    translations.Translations: {"create": "openai/audio#translations."},
    images.Images: {
        "generate": "openai/images#generations.",
        "edit": "openai/images#edits.",
        "create_variation": "openai/images#variations.",
    },
}
ITS_OWN = {
    "parse",
    "stream",
    "messages",
    "with_raw_response",
    "with_streaming_response",
}


class Text(TypedDict, total=False):
    """A kind of part."""

    type: Required[Literal["text"]]
    text: Required[str]


class Picture(TypedDict, total=False):
    """Another kind of part."""

    type: Required[Literal["picture"]]
    detail: Literal["low", "high"]


class Body(TypedDict, total=False):
    """A request."""

    parts: Required[list[Text | Picture]]
    seed: int | None
    stop: str | list[str] | None
    bias: dict[str, float]


class Answer(BaseModel):
    """An answer, with an optional field and one that is called otherwise in JSON."""

    id: str
    note: str | None = None
    kind: bool = Field(alias="is_kind")


def test_each_place_of_the_client_is_traced() -> None:
    assert uncovered(all_places(), patterns()) == []


@pytest.mark.parametrize(
    "id",
    [
        "openai/chat#request.reasoning_effort",
        "openai/chat#request.moderation",
        "openai/audio#transcriptions.request.stream",
        "openai/errors#body.code",
    ],
)
def test_a_statement_that_is_taken_out_is_missed(id: str) -> None:
    rest = [one for one in STATEMENTS if one.id != id]
    missing = uncovered(all_places(), patterns(rest))
    assert id in missing


@pytest.mark.parametrize("resource", METHODS, ids=lambda one: str(one.__name__))
def test_each_method_of_the_client_has_its_types(resource: type) -> None:
    """A method that is new is named here, as its types are not found by themselves."""
    public = {name for name, _ in inspect.getmembers(resource) if name[0] != "_"}
    assert public - ITS_OWN == set(METHODS[resource])
    for root in METHODS[resource].values():
        assert any(name.startswith(root) for name in TYPES)


def test_a_request_is_walked_through() -> None:
    assert list(walk("b", Body)) == [
        "b.parts",
        "b.parts:required",
        "b.parts:array",
        "b.parts(text)",
        "b.parts(text).text",
        "b.parts(text).text:required",
        "b.parts(text).text:string",
        "b.parts(picture)",
        "b.parts(picture).detail",
        "b.parts(picture).detail=low",
        "b.parts(picture).detail=high",
        "b.seed",
        "b.seed:null",
        "b.seed:integer",
        "b.stop",
        "b.stop:null",
        "b.stop:string",
        "b.stop:array",
        "b.stop[]:string",
        "b.bias",
        "b.bias:object",
        "b.bias.*:number",
    ]


def test_an_answer_is_walked_through() -> None:
    assert list(walk("a", Answer)) == [
        "a.id",
        "a.id:required",
        "a.id:string",
        "a.note",
        "a.note:string",
        "a.is_kind",
        "a.is_kind:required",
        "a.is_kind:boolean",
    ]
