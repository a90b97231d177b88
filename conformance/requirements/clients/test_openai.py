"""What OpenAI's own client makes of the answers (sent with `--client`)."""

from conformance import SHOULD, Profile, Recording, Undecided, anywhere, requirement
from conformance.requirements.clients._results import gives, raises, result, took

JOURNEY = "clients/openai-python"
# By the status of a refusal: the class of the exception that the client raises.
CLASSES = {
    400: "BadRequestError",
    401: "AuthenticationError",
    403: "PermissionDeniedError",
    404: "NotFoundError",
    422: "UnprocessableEntityError",
    503: "InternalServerError",
}
# Beside those that the profile's document states.
NO_SUCH_MODEL, NO_SUCH_KEY = (404, 400, 403), (401,)


@requirement(
    "clients.chat",
    SHOULD,
    on=JOURNEY,
    source="openai/chat#answer",
    fix="Send the documented fields with the documented types, labelled as JSON.",
    explained_by=anywhere(
        "chat.accepted", "chat.json", "chat.content-type", "chat.shape"
    ),
)
def test_a_chat_can_be_read(recording: Recording) -> None:
    """The official client makes a completion with a text of a chat answer."""
    gives(recording, "chat", "a ChatCompletion with a text")


@requirement(
    "clients.stream",
    SHOULD,
    on=JOURNEY,
    source="openai/streaming#chunks",
    fix="Send each chunk as JSON in an event of its own, with a choice and its delta.",
    explained_by=anywhere(
        "chat.stream.accepted",
        "chat.stream.content-type",
        "chat.stream.json-events",
        "chat.stream.chunk",
        "chat.stream.no-unasked-usage",
        "chat.stream.no-error",
    ),
)
def test_a_stream_can_be_read(recording: Recording) -> None:
    """The official client makes chunks of a stream, each with a first choice."""
    gives(recording, "stream", "chunks with a text")


@requirement(
    "clients.tools",
    SHOULD,
    on=JOURNEY,
    source="openai/chat#tools",
    fix="Send the arguments as a text that holds JSON, and an id for each call.",
    explained_by=anywhere(
        "chat.tools.accepted",
        "chat.tools.ids",
        "chat.tools.shape",
        "chat.tools.arguments",
    ),
)
def test_calls_of_tools_can_be_read(recording: Recording) -> None:
    """The official client gives calls of tools with an id and JSON arguments."""
    if result(recording, "tools").get("gave") == "no call":
        raise Undecided("the model called no tool")
    gives(recording, "tools", "calls of tools")


@requirement(
    "clients.embeddings",
    SHOULD,
    on=JOURNEY,
    source="openai/embeddings#base64",
    fix="Take `encoding_format: base64`, which the client asks for unasked.",
    explained_by=anywhere(
        "embeddings.accepted",
        "embeddings.base64",
        "embeddings.shape",
        "embeddings.json",
        "embeddings.content-type",
    ),
)
def test_embeddings_can_be_read(recording: Recording) -> None:
    """The official client gives one vector of numbers for each text."""
    gives(recording, "embeddings", "vectors")


@requirement(
    "clients.errors",
    SHOULD,
    on=JOURNEY,
    source="openai/errors#classes",
    fix="Refuse with the documented status: clients make the class of error of it.",
    explained_by=anywhere(
        "auth.wrong-key",
        "auth.status",
        "errors.unknown-model.refused",
        "errors.unknown-model.status",
        "errors.no-5xx",
    ),
)
def test_errors_have_their_classes(recording: Recording, profile: Profile) -> None:
    """The official client raises what a wrong key or an unknown model is told by."""
    documented = profile.statuses
    models = (*NO_SUCH_MODEL, *documented.get("unknown-model", ()))
    raises(recording, "unknown-model", _classes(models))
    if not took(recording, "wrong-key"):  # the target is judged without a key
        return
    keys = (*NO_SUCH_KEY, *documented.get("wrong-key", ()))
    raises(recording, "wrong-key", _classes(keys))


def _classes(statuses: tuple[int, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(CLASSES[s] for s in statuses if s in CLASSES))
