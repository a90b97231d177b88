"""Chat completions: pictures as answers (source: aitre/image-chat#example)."""

import re

from conformance import MUST, SHOULD, Exchange, Violation, matches, requirement
from conformance.requirements.chat._cases import text
from conformance.requirements.reading import is_accepted
from conformance.requirements.strict import strict_answer

LINK = "aitre/image-chat#link"
_ADDRESS = re.compile(r"https?://[^\s)\"'<>]+|data:image/")


@requirement(
    "chat.image.accepted",
    MUST,
    on="chat/image",
    source="aitre/image-chat#example",
    fix="Answer a chat request to the model for pictures with 200.",
)
def test_request_for_a_picture_is_accepted(exchange: Exchange) -> None:
    """A chat request to the model for pictures is answered with 200."""
    is_accepted(exchange)


@requirement(
    "chat.image.shape",
    SHOULD,
    on="chat/image",
    source=LINK,
    fix="Answer with a chat completion, as other models do.",
)
def test_answer_is_a_chat_completion(exchange: Exchange) -> None:
    """The answer of the model for pictures is a chat completion."""
    matches(strict_answer(exchange), "wire/chat-completion")


@requirement(
    "chat.image.link",
    SHOULD,
    on="chat/image",
    source=LINK,
    fix="Put the address of the picture into the text of the answer.",
)
def test_text_holds_an_address(exchange: Exchange) -> None:
    """The text of the answer holds the address of a picture."""
    said = text(exchange)
    if not _ADDRESS.search(said):
        raise Violation("an address", got=said, at="/choices/0/message/content")
